"""The list of facts: what it shows, how it is filtered, and the same facts counted by kind and year."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import cache
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import CharField, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from filon.facts import kinds
from filon.facts.goals import GOALS
from filon.facts.models import Fact, FactOrganisation
from filon.facts.models.fact import FactQuerySet
from filon.kernel import formats
from filon.kernel.addresses import address
from filon.kernel.among import Among
from filon.kernel.lists import Column, Definition, Filter, Rows
from filon.kernel.prepared import Given, GivenList, Prepared
from filon.kernel.registry import Hit
from filon.kernel.search import matching
from filon.partners.models import LegalEntity
from filon.people.models import User


def facts(viewer: User) -> FactQuerySet:
    """Facts the viewer may read, each with the names of its organisations (`names`) and whether it was reversed."""
    named = FactOrganisation.objects.filter(fact=OuterRef("pk")).order_by("entity__name").values("entity__name")
    seen = Fact.objects.visible_to(viewer).select_related("recorded_by", "reversed_by")
    return seen.annotate(names=ArraySubquery(named))


FACTS = Rows(facts)


def amount(fact: Fact) -> str:
    """Its quantity as people write it: euros for money, a figure for anything else, whose kind says of what."""
    return formats.amount(fact.quantity, fact.unit)


def names_of(fact: Fact) -> str:
    """Its organisations, in one line."""
    return ", ".join(fact.names)  # type: ignore[attr-defined]  # annotated by `facts`


def fact_search(queryset: QuerySet[Fact], words: str) -> QuerySet[Fact]:
    """By the name of an organisation or of the kind."""
    return _searched(queryset, words, kinds_called(words))


def _searched(queryset: QuerySet[Fact], words: Any, of_kinds: Any) -> QuerySet[Fact]:
    """`of_kinds`: the kinds whose name holds these words; where none does, the few facts of the organisations are found first."""
    entities = matching(LegalEntity.objects.all(), words, names=["name"]).order_by()
    named = FactOrganisation.objects.filter(entity__in=entities.values("pk")).values("fact")
    return queryset.filter(Q(kind__in=of_kinds) | Q(pk__in=named)) if of_kinds else queryset.filter(Among(named))


def kinds_called(words: str) -> list[str]:
    """Codes of the kinds whose name holds these words."""
    return [code for code, label in kinds.labels().items() if words.casefold() in label.casefold()]


def fact_list() -> Definition[Fact]:
    """Columns are those of the export."""
    labels = kinds.labels()
    return Definition(
        page="facts:list",
        columns=(
            Column("day", gettext_lazy("Day"), lambda fact: fact.occurred_on, sort=("occurred_on",)),
            Column("kind", gettext_lazy("Fact"), lambda fact: labels.get(fact.kind, fact.kind), sort=("kind", "-occurred_on")),
            Column("organisations", gettext_lazy("Organisations"), names_of),
            Column("quantity", gettext_lazy("Quantity"), lambda fact: fact.quantity, sort=("quantity",), number=True),
            Column("persons", gettext_lazy("Persons"), lambda fact: fact.persons, sort=("persons",), number=True),
            Column("value", gettext_lazy("Value"), _euros_of, sort=("value_cents",), number=True),
            Column("goals", gettext_lazy("Goals"), lambda fact: ", ".join(map(str, fact.goals)), spare=True),
            Column("recorded_by", gettext_lazy("Recorded by"), lambda fact: fact.recorded_by.name, spare=True),
        ),
        order=("-occurred_on", "-id"),
        filters=FILTERS,
        search=fact_search,
    )


def fact_list_outside() -> Definition[Fact]:
    """The same without what could tell who stands behind a small count: figures on persons are read in the table alone."""
    full = fact_list()
    shown = tuple(column for column in full.columns if column.key not in ("persons", "recorded_by"))
    return Definition(page=full.page, columns=shown, order=full.order, filters=full.filters, search=full.search)


def _euros_of(fact: Fact) -> float | None:
    return None if fact.value_cents is None else fact.value_cents / 100


def _from(found: QuerySet[Fact], text: str) -> QuerySet[Fact]:
    return found.filter(occurred_on__gte=dt.date.fromisoformat(text))


def _to(found: QuerySet[Fact], text: str) -> QuerySet[Fact]:
    return found.filter(occurred_on__lte=dt.date.fromisoformat(text))


def _of_organisation(found: QuerySet[Fact], entity_id: str) -> QuerySet[Fact]:
    """The organisation and the sheets merged into it."""
    sheets = LegalEntity.objects.filter(Q(uuid=UUID(entity_id)) | Q(merged_into__uuid=UUID(entity_id))).values("pk")
    return found.filter(Among(FactOrganisation.objects.filter(entity__in=sheets).values("fact")))


def _of_goal(found: QuerySet[Fact], goal: str) -> QuerySet[Fact]:
    return found.filter(goals__contains=[int(goal)])


def _kind_choices() -> Sequence[tuple[str, Any]]:
    return [("", _("All")), *sorted(kinds.labels().items(), key=lambda item: item[1])]


def _goal_choices() -> Sequence[tuple[str, Any]]:
    return [("", _("All")), *((str(goal.number), f"{goal.number} · {goal.name}") for goal in GOALS)]


FILTERS: tuple[Filter[Fact], ...] = (
    Filter("kind", gettext_lazy("Kind"), lambda found, code: found.filter(kind=code), _kind_choices),
    Filter("from", gettext_lazy("From day"), _from),
    Filter("to", gettext_lazy("To day"), _to),
    Filter("organisation", gettext_lazy("Organisation"), _of_organisation),
    Filter("goal", gettext_lazy("Goal"), _of_goal, _goal_choices),
)


def fact_hits(viewer: User, words: str, limit: int) -> list[Hit]:
    """Facts for the search box, the latest first."""
    labels = kinds.labels()
    called = kinds_called(words)
    found = _found_or_called(limit)(viewer, words=words, kinds=called) if called else _found(limit)(viewer, words=words)
    return [
        Hit(f"{formats.opening(labels.get(kind, kind))}, {formats.day(occurred_on)}", address("facts:detail", uuid), ", ".join(names))
        for uuid, kind, occurred_on, names in found
    ]


@cache
def _found(limit: int) -> Prepared:
    """Where no kind is called so."""
    return Prepared(lambda reader: _latest(_searched(facts(reader), Given(CharField(), "words"), None), limit))


@cache
def _found_or_called(limit: int) -> Prepared:
    """Where some kinds are."""
    called = GivenList(CharField(), "kinds")
    return Prepared(lambda reader: _latest(_searched(facts(reader), Given(CharField(), "words"), called), limit))


def _latest(found: QuerySet[Any, Any], limit: int) -> QuerySet[Any, Any]:
    return found.order_by("-occurred_on", "-id").values_list("uuid", "kind", "occurred_on", "names")[:limit]
