"""The page of a pledge: what was promised, what came, what comes next."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from filon.giving.kinds import InstalmentState
from filon.giving.models import Call, Gift, Instalment, Pledge, PledgeTerm, TaxReceiptLine, Waive
from filon.giving.queries.donor_names import donor_name
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
    pledge: Pledge
    donor: str
    term: PledgeTerm | None
    rows: Sequence[Instalment]
    replaced: Sequence[Instalment]
    gifts: Sequence[Gift]
    receipts: dict[int, TaxReceiptLine]
    calls: Sequence[Call]
    waives: Sequence[Waive]
    may_write: bool
    today: dt.date

    @property
    def total_cents(self) -> int:
        return self.term.total_cents if self.term else 0

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
    """Everything its page shows, in a constant number of queries."""
    pledge = get_visible_or_404(Pledge.objects.select_related(*RELATED), viewer=viewer, id=pledge_id)
    today = timezone.localdate()
    rows = list(with_state(pledge.instalments.select_related("receivable"), today))
    gifts = list(pledge.gifts.standing().with_refunds().select_related("match__line", "in_kind", "instalment").order_by("gift_date", "id"))  # type: ignore[attr-defined]
    lines = TaxReceiptLine.objects.filter(gift__in=gifts, is_live=True).select_related("receipt")
    return PledgeSheet(
        pledge=pledge,
        donor=donor_name(pledge.donor, viewer),
        term=pledge.terms.select_related("version").last(),
        rows=[one for one in rows if one.retired_by_id is None],
        replaced=[one for one in rows if one.retired_by_id is not None],
        gifts=gifts,
        receipts={line.gift_id: line for line in lines},
        calls=list(Call.objects.filter(instalment__in=rows).select_related("called_by", "contact", "instalment__receivable")),
        waives=list(Waive.objects.filter(instalment__in=rows).select_related("waived_by", "instalment")),
        may_write=viewer.has_perm("giving.pledge.write", pledge),
        today=today,
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
    without = [gift for gift in sheet.gifts if gift.pk not in sheet.receipts]
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
    width = min(6.0, 80 / len(sheet.rows))
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
    return round((sheet.today - first).days / max((last - first).days, 1) * 100, 2)
