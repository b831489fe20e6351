"""What the ledger tells of renewals and of programmes to the pages of the portfolio."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, QuerySet, Sum
from django.db.models.functions import Coalesce, JSONArray
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from filon.kernel import formats
from filon.kernel.addresses import address
from filon.kernel.prepared import GivenKeys, Prepared
from filon.kernel.registry import ProgrammeTie, RenewalAsked, RenewalSign
from filon.ledger.models import Match, Receivable

if TYPE_CHECKING:
    from filon.people.models import User


def late_payments(viewer: User, asked: Sequence[RenewalAsked]) -> Iterable[RenewalSign]:
    """For each one asked, the payment of these organisations that was overdue the longest on its day."""
    entities = {entity for one in asked for entity in one.entity_ids}
    if not entities or not viewer.has_perm("ledger.money.read"):
        return
    expected: Mapping[int, list[Any]] = _by_debtor(_EXPECTED(viewer, entities=list(entities)))
    for one in asked:
        late = [row for entity in one.entity_ids for row in expected.get(entity, ()) if _is_late(row, one.on)]
        if late:
            yield _sign(one, min(late, key=lambda row: (row.due_on, row.pk)))


def _sign(one: RenewalAsked, row: Any) -> RenewalSign:
    words = {"amount": formats.euros(_left(row, one.on)), "day": formats.day(row.due_on)}
    said = _("%(amount)s expected on %(day)s had not come") if _left(row, dt.date.max) != _left(row, one.on) else None
    said = said or _("%(amount)s expected on %(day)s have not come")
    return RenewalSign(one.place, "payment_is_late", row.due_on, said % words, address("ledger:receivable", row.uuid))


def _by_debtor(rows: Iterable[Any]) -> Mapping[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.owed_by].append(row)
    return found


def _is_late(row: Any, on: dt.date) -> bool:
    is_closed = row.closed_on is not None and row.closed_on <= on
    return row.due_on < on and not is_closed and _left(row, on) > 0


def _left(row: Any, on: dt.date) -> int:
    """What was not paid by that day."""
    paid: int = sum(cents for day, cents in row.payments if dt.date.fromisoformat(day) <= on)
    left: int = row.amount_cents - paid
    return left


def _expected(reader: Any) -> QuerySet[Receivable]:
    paid = Match.objects.live().filter(receivable=OuterRef("pk")).order_by().values(json=JSONArray(F("line__booked_on"), F("amount_cents")))
    seen = Receivable.objects.visible_to(reader).annotate(owed_by=Coalesce("debtor__merged_into_id", "debtor_id"))
    return seen.filter(owed_by__in=GivenKeys("entities")).annotate(payments=ArraySubquery(paid)).order_by("pk")


_EXPECTED = Prepared(_expected)


def programme_ties(viewer: User) -> Iterable[ProgrammeTie]:
    """What is expected of each organisation, or came from it, for a programme."""
    if not viewer.has_perm("ledger.money.read"):
        return
    for uuid, french, english, entity, cents in _TIES(viewer):
        name = english if english and get_language() == "en" else french
        yield ProgrammeTie(name, address("ledger:programme", uuid), entity, cents)


def _ties(reader: Any) -> QuerySet[Any, Any]:
    named = Receivable.objects.visible_to(reader).filter(earmark__isnull=False, debtor__isnull=False)
    tied = named.annotate(owed_by=Coalesce("debtor__merged_into_id", "debtor_id"))
    grouped = tied.order_by().values("earmark__uuid", "earmark__name_fr", "earmark__name_en", "owed_by").annotate(cents=Sum("amount_cents"))
    return grouped.values_list("earmark__uuid", "earmark__name_fr", "earmark__name_en", "owed_by", "cents")


_TIES = Prepared(_ties)
