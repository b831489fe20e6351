"""The page of a pledge: what was promised, what came, what comes next."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from filon.agreements.models.kind import in_language
from filon.giving.kinds import CallKind, Channel, InstalmentState
from filon.giving.models import Call, Gift, Instalment, Pledge, PledgeTerm, Waive
from filon.giving.queries.donor_names import donor_name
from filon.giving.queries.gift_lists import with_receipts
from filon.giving.queries.instalments import MARKS, with_state
from filon.kernel import formats
from filon.kernel.rights import get_visible_or_404

if TYPE_CHECKING:
    from filon.people.models import User

RELATED = ("agreement__host", "donor__entity", "donor__personal", "credited", "beneficiary", "fund")


@dataclass(frozen=True)
class Segment:
    """A piece of the opening sentence; what is wrong stands in bold."""

    text: str
    strong: bool = False


@dataclass(frozen=True)
class Bar:
    """An instalment in the picture: place on the time line and height, in percent of the picture; what of it is paid from the bottom."""

    x: float
    width: float
    height: float
    paid: float
    row: Instalment
    state: InstalmentState


@dataclass(frozen=True)
class PledgeSheet:
    """`gifts` are annotated by `with_receipts`."""

    pledge: Pledge
    donor: str
    rows: Sequence[Instalment]
    replaced: Sequence[Instalment]
    gifts: Sequence[Gift]
    may_write: bool
    today: dt.date

    @property
    def total_cents(self) -> int:
        found: int | None = self.pledge.total_cents  # type: ignore[attr-defined]
        return found or 0

    @property
    def earmark(self) -> str:
        return in_language(self.pledge.earmark_fr or "", self.pledge.earmark_en or "")  # type: ignore[attr-defined]

    @cached_property
    def calls(self) -> list[Asked]:
        found = [_asked(one, told) for one in [*self.replaced, *self.rows] for told in one.calls_told]  # type: ignore[attr-defined]
        return sorted(found, key=lambda call: call.on)

    @cached_property
    def waives(self) -> list[GivenUp]:
        told = [each for one in [*self.replaced, *self.rows] for each in one.waives_told]  # type: ignore[attr-defined]
        return [GivenUp(dt.date.fromisoformat(one["on"]), one["cents"], one["by"], one["reason"]) for one in told]

    @cached_property
    def paid_cents(self) -> int:
        return sum(one.paid_cents for one in [*self.rows, *self.replaced])

    @cached_property
    def open_cents(self) -> int:
        return sum(max(0, one.open_cents) for one in self.rows)

    @cached_property
    def late(self) -> list[Instalment]:
        return [one for one in self.rows if one.state_now == InstalmentState.LATE]

    @cached_property
    def next(self) -> Instalment | None:
        return next((one for one in self.rows if one.open_cents > 0 and one.due_on >= self.today), None)

    def state(self, one: Instalment) -> InstalmentState:
        return InstalmentState(one.state_now)

    def mark(self, one: Instalment) -> str:
        return MARKS[self.state(one)]


def pledge_sheet(viewer: User, pledge_id: UUID) -> PledgeSheet:
    """Everything its page shows, in three queries: the pledge with its last terms, the plan with what was asked and given up, the gifts."""
    last = PledgeTerm.objects.filter(pledge=OuterRef("pk")).order_by("-version__number")
    named = {name: Subquery(last.values(name)[:1]) for name in ("total_cents", "earmark_fr", "earmark_en")}
    pledge = get_visible_or_404(Pledge.objects.select_related(*RELATED).annotate(**named), viewer=viewer, id=pledge_id)
    today = timezone.localdate()
    rows = list(_told(with_state(pledge.instalments.select_related("receivable"), today)))
    gifts = with_receipts(Gift.objects.standing().with_refunds().filter(pledge=pledge)).select_related("match__line", "in_kind")
    return PledgeSheet(
        pledge=pledge,
        donor=donor_name(pledge.donor, viewer),
        rows=[one for one in rows if one.retired_by_id is None],
        replaced=[one for one in rows if one.retired_by_id is not None],
        gifts=list(gifts.order_by("gift_date", "id")),
        may_write=viewer.has_perm("giving.pledge.write", pledge),
        today=today,
    )


def _told(rows: QuerySet[Instalment]) -> QuerySet[Instalment]:
    """Each with its calls and with what was given up of it."""
    called = Call.objects.filter(instalment=OuterRef("pk")).order_by("id")
    waived = Waive.objects.filter(instalment=OuterRef("pk")).order_by("id")
    of_call = JSONObject(
        uuid="uuid",
        number="number",
        kind="kind",
        channel="channel",
        cents="asked_cents",
        on="called_on",
        by="called_by__name",
        to="contact__name",
    )
    of_waive = JSONObject(cents="amount_cents", on="waived_on", reason="reason", by="waived_by__name")
    return rows.annotate(calls_told=ArraySubquery(called.values(told=of_call)), waives_told=ArraySubquery(waived.values(told=of_waive)))


@dataclass(frozen=True)
class Asked:
    """A call or a reminder, as its page tells it."""

    uuid: str
    on: dt.date
    title: str
    reference: str
    cents: int
    channel: str
    by: str
    to: str


@dataclass(frozen=True)
class GivenUp:
    on: dt.date
    cents: int
    by: str
    reason: str


def _asked(instalment: Instalment, told: Mapping[str, Any]) -> Asked:
    return Asked(
        uuid=told["uuid"],
        on=dt.date.fromisoformat(told["on"]),
        title=str(CallKind(told["kind"]).label),
        reference=f"{instalment.receivable.reference}-{told['number']}",
        cents=told["cents"],
        channel=str(Channel(told["channel"]).label),
        by=told["by"],
        to=told["to"] or "",
    )


def opening(sheet: PledgeSheet) -> list[Segment]:
    """How things stand, with what is wrong in bold."""
    words = {"donor": sheet.donor, "total": formats.euros(sheet.total_cents), "paid": formats.euros(sheet.paid_cents)}
    said = [Segment(_("%(donor)s promises %(total)s and has paid %(paid)s.") % words)]
    if sheet.late:
        since = min(one.due_on for one in sheet.late)
        late = {"cents": formats.euros(sum(one.open_cents for one in sheet.late)), "day": formats.day(since)}
        said += [Segment(" "), Segment(_("%(cents)s are late since %(day)s.") % late, strong=True)]
    if sheet.next:
        coming = {"cents": formats.euros(sheet.next.open_cents), "day": formats.day(sheet.next.due_on)}
        said += [Segment(" "), Segment(_("%(cents)s come next, on %(day)s.") % coming)]
    without = [gift for gift in sheet.gifts if gift.receipt_uuid is None]  # type: ignore[attr-defined]
    if without and sheet.may_write:
        sentence = ngettext("%(num)d gift has no receipt yet.", "%(num)d gifts have no receipt yet.", len(without))
        said += [Segment(" "), Segment(sentence % {"num": len(without)})]
    return said


def bars(sheet: PledgeSheet) -> list[Bar]:
    """The plan as a picture: each instalment on its date, its height an amount."""
    if not sheet.rows:
        return []
    first, last = sheet.rows[0].due_on, sheet.rows[-1].due_on
    days, most = max((last - first).days, 1), max(one.amount_cents for one in sheet.rows)
    width = _width(sheet)
    return [
        Bar(
            x=round((one.due_on - first).days / days * (100 - width), 2) if len(sheet.rows) > 1 else 50 - width / 2,
            width=round(width, 2),
            height=round(one.amount_cents / most * 100, 2),
            paid=round(min(one.paid_cents, one.amount_cents) / most * 100, 2),
            row=one,
            state=sheet.state(one),
        )
        for one in sheet.rows
    ]


def today_at(sheet: PledgeSheet) -> float | None:
    """Where today stands on the time line, in percent; None outside it."""
    if len(sheet.rows) < 2:
        return None
    first, last = sheet.rows[0].due_on, sheet.rows[-1].due_on
    if not first <= sheet.today <= last:
        return None
    width = _width(sheet)
    return round((sheet.today - first).days / max((last - first).days, 1) * (100 - width) + width / 2, 2)


def _width(sheet: PledgeSheet) -> float:
    """Of a bar, whose middle stands on its date."""
    return min(6.0, 80 / len(sheet.rows))
