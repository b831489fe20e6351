"""Agreements as a list shows them: their version of today, its term, its money, who is bound."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.contrib.postgres.aggregates import StringAgg
from django.db.models import (
    Case,
    CharField,
    DateField,
    Exists,
    F,
    Func,
    IntegerField,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, Greatest
from django.utils import timezone

from filon.agreements.models import Agreement, AgreementKind, AgreementParty, AgreementVersion, MoneyLine, Renewal, Theme
from filon.agreements.models.kind import in_language
from filon.agreements.states import VersionState
from filon.kernel.lists import Rows
from filon.kernel.prepared import Prepared
from filon.kernel.search import matching
from filon.partners.models import Fund, LegalEntity
from filon.people.models import User

RENEWAL_AHEAD = dt.timedelta(days=120)
"""How long before the last day to give notice an agreement is shown as one to renew."""


def listed_agreements(viewer: User) -> QuerySet[Agreement]:
    """Each with `version_number`, `version_state`, `term_end`, `decide_by` (last day to give notice), `money_cents` and `partners`."""
    shown = shown_versions(timezone.localdate())
    rows = Agreement.objects.visible_to(viewer).select_related("kind", "owner")
    rows = rows.annotate(version_id=Subquery(shown.values("pk")[:1]), version_state=Subquery(shown.values("state")[:1]))
    rows = rows.annotate(version_number=Subquery(shown.values("number")[:1]))
    rows = rows.annotate(term_end=Subquery(shown.values("last_day")[:1]), decide_by=Subquery(shown.values("decision_day")[:1]))
    money = MoneyLine.objects.filter(version=OuterRef("version_id")).order_by().values("version")
    return rows.annotate(money_cents=Subquery(money.values(total=Sum("amount_cents"))), partners=Subquery(_partners()))


LISTED = Rows(listed_agreements)


def shown_versions(today: dt.date) -> QuerySet[Any]:
    """The versions of the outer agreement: the one in force today first, then the latest that was not withdrawn."""
    in_force = Case(When(validity__contains=today, then=Value(0)), default=Value(1), output_field=IntegerField())
    renewed = Renewal.objects.filter(version=OuterRef("pk")).order_by().values("version").values(last=Max("end"))
    months_before = Func(
        F("last_day"),
        Cast("notice_months", IntegerField()),
        template="(%(expressions)s))::date",
        arg_joiner=" - make_interval(months => ",
        output_field=DateField(),
    )
    versions = AgreementVersion.objects.filter(agreement=OuterRef("pk")).exclude(state=VersionState.WITHDRAWN)
    versions = versions.annotate(last_day=Greatest("term_end", Subquery(renewed)))
    return versions.annotate(decision_day=months_before).order_by(in_force, "-number")


def _partners() -> QuerySet[Any]:
    """Names of the parties other than the lead school, in one text."""
    others = AgreementParty.objects.filter(agreement=OuterRef("pk")).exclude(entity__host=OuterRef("host"))
    name = Coalesce("fund__name", "entity__name")
    return others.order_by().values("agreement").values(names=StringAgg(name, ", ", order_by="position"))


def searched(rows: QuerySet[Agreement], words: str) -> QuerySet[Agreement]:
    """By title or partner even misspelt, as one types; by reference to the letter, since two of them are always alike."""
    by_party = AgreementParty.objects.filter(
        Q(entity__in=matching(LegalEntity.objects.all(), words, names=["name"]).order_by().values("pk"))
        | Q(fund__in=matching(Fund.objects.all(), words, names=["name"]).order_by().values("pk")),
        agreement=OuterRef("pk"),
    )
    by_title = matching(Agreement.objects.all(), words, text=["title_fr", "title_en"], names=["title_fr"])
    return rows.filter(Q(reference__icontains=words) | Q(pk__in=by_title.order_by().values("pk")) | Exists(by_party))


def to_renew(rows: QuerySet[Any], today: dt.date) -> QuerySet[Any]:
    """In force, and to be decided within the months ahead."""
    soon: QuerySet[Any] = rows.alias(deadline=_DEADLINE).filter(_is_to_renew(today))
    return soon


_DEADLINE = Coalesce("decide_by", "term_end")


def _is_to_renew(today: dt.date) -> Q:
    return Q(deadline__lte=today + RENEWAL_AHEAD, version_state=VersionState.IN_FORCE, term_end__gte=today)


def renewals_of(viewer: User) -> dict[int, bool]:
    """Every agreement the viewer sees: is it to be renewed?"""
    return dict(_RENEWALS(viewer))


def _renewals_seen(reader: Any) -> QuerySet[Any, Any]:
    is_soon = Case(When(_is_to_renew(timezone.localdate()), then=Value(True)), default=Value(False))
    return listed_agreements(reader).alias(deadline=_DEADLINE).order_by().values_list("pk", is_soon)


_RENEWALS = Prepared(_renewals_seen)


def choices_of_filters(viewer: User) -> dict[str, list[tuple[str, str]]]:
    """The kinds and owners of what the viewer sees, and the themes, among which one filters (value, label), in one query."""
    found: dict[str, list[tuple[str, str]]] = {"kind": [], "owner": [], "theme": []}
    for what, value, french, english, _order in sorted(_CHOICES(viewer), key=lambda row: (row[4], row[2])):
        found[what].append((value, in_language(french, english)))
    return found


def _choices(reader: Any) -> QuerySet[Any, Any]:
    held = Agreement.objects.visible_to(reader).order_by()
    kinds = (
        AgreementKind.objects.filter(pk__in=held.values("kind"))
        .order_by()
        .values_list(_word("kind"), "code", "label_fr", "label_en", _rank("order"))
    )
    people = User.objects.filter(pk__in=held.values("owner")).order_by()
    owners = people.values_list(_word("owner"), _text("uuid"), "name", "name", _rank(0))
    themes = Theme.objects.order_by().values_list(_word("theme"), _text("uuid"), "label_fr", "label_en", _rank(0))
    return kinds.union(owners, themes, all=True)


_CHOICES = Prepared(_choices)


def _word(text: str) -> Any:
    return Value(text, output_field=CharField())


def _text(field: str) -> Any:
    return Cast(field, CharField())


def _rank(order: str | int) -> Any:
    return Cast(order, IntegerField()) if isinstance(order, str) else Value(order, output_field=IntegerField())


def keys_of(rows: QuerySet[Agreement]) -> Sequence[int]:
    return list(rows.order_by().values_list("pk", flat=True))
