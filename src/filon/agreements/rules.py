"""Small rules of agreements, each a sentence. They read values and touch nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from filon.agreements.states import OPEN_STATES, VersionState
from filon.agreements.units import Unit
from filon.engines.balance import schedule
from filon.engines.balance.due_rule import DueRule, Every, OverTerm
from filon.kernel import formats
from filon.kernel.errors import Refused
from filon.kernel.periods import add_months

SIGNED_PDF_BYTES = 25 * 1024 * 1024
"""Greatest size of a signed PDF and of a proof."""
OUT_TO_SIGN = (VersionState.SENT, VersionState.PARTLY_SIGNED)
"""States in which signatories hold the text."""
NOTICE_AHEAD = dt.timedelta(days=90)
"""How long before the last day to give notice the decision is put before people."""


def check_open(state: str) -> None:
    """Only a draft is written; a signed text never changes."""
    if state not in OPEN_STATES:
        sentence = _("This version is “%(state)s”: its text no longer changes. Write an amendment.")
        raise Refused(sentence % {"state": VersionState(state).label})


def check_not_out_to_sign(state: str) -> None:
    """What signatories hold is neither signed elsewhere meanwhile nor given up behind their back."""
    if state in OUT_TO_SIGN:
        raise Refused(_("This version was sent to be signed: withdraw the sending first."))


def check_term(start: dt.date | None, end: dt.date | None) -> None:
    """An agreement ends after it starts."""
    if start is not None and end is not None and end <= start:
        raise Refused(_("The end comes before the start: correct one of the two dates."), field="term_end")


def check_renewal(*, is_tacit: bool, renewal_months: int | None, term_end: dt.date | None) -> None:
    """A tacit renewal needs an end to renew from, and says for how long."""
    if is_tacit and not renewal_months:
        raise Refused(_("The agreement is renewed tacitly: say for how many months."), field="renewal_months")
    if is_tacit and term_end is None:
        raise Refused(_("The agreement is renewed tacitly: say when its term ends."), field="term_end")


def check_fund(*, entity_id: int, entity: str, umbrella_id: int, umbrella: str, fund: str) -> None:
    """A fund has no legal personality: the party that acts for it is the foundation that shelters it."""
    if entity_id != umbrella_id:
        sentence = _("“%(fund)s” is a fund of %(umbrella)s, which alone signs for it: name %(umbrella)s as the party, not %(entity)s.")
        raise Refused(sentence % {"fund": fund, "umbrella": umbrella, "entity": entity}, field="fund")


def check_two_sides(debtor_id: object, creditor_id: object, *, field: str) -> None:
    """Nobody owes herself anything."""
    if debtor_id == creditor_id:
        raise Refused(_("The same party stands on both sides: choose two different parties."), field=field)


def check_quantity(quantity: Decimal | None) -> None:
    """A quantity is above zero, with two decimals at most."""
    if quantity is None:
        return
    if not quantity.is_finite() or quantity <= 0:
        raise Refused(_("The quantity must be above zero."), field="quantity")
    if quantity != quantity.quantize(Decimal("0.01")) or quantity >= Decimal(10) ** 12:
        raise Refused(_("The quantity has at most two decimals and twelve figures before them."), field="quantity")


def value_of_one(unit: str, unit_value_cents: int | None) -> int | None:
    """Value of one unit in cents: one euro is worth 100 whatever was given; None = unknown."""
    if unit == Unit.EURO:
        return 100
    if unit_value_cents is not None and unit_value_cents < 0:
        raise Refused(_("A value is zero or more; leave the field empty if it is not known."), field="unit_value")
    return unit_value_cents


def due_entries(
    rule: DueRule, *, quantity: Decimal | None, start: dt.date, end: dt.date | None, unit: str
) -> list[tuple[dt.date | None, Decimal]]:
    """The due dates of a commitment over its term; none while the quantity is not stated. Raises Refused where they do not fit."""
    if quantity is None:
        return []
    if end is None and (isinstance(rule, OverTerm) or (isinstance(rule, Every) and rule.count is None)):
        raise Refused(_("These due dates run to the end of the term: say when the agreement ends, or give the dates."), field="due_rule")
    try:
        return schedule.expand(rule, quantity=quantity, start=start, end=end or dt.date.max, unit=unit)
    except schedule.ScheduleDoesNotAddUp as refused:
        raise Refused(split_sentence(refused.scheduled, refused.promised, unit), field="due_rule") from refused
    except schedule.ScheduleOutsideTerm as refused:
        words = {"due": formats.day(refused.due), "start": formats.day(start), "end": formats.day(end)}
        sentence = (
            _("The due date of %(due)s lies outside the term, %(start)s to %(end)s.")
            if end
            else _("The due date of %(due)s lies before the agreement takes effect, on %(start)s.")
        )
        raise Refused(sentence % words, field="due_rule") from refused
    except (schedule.ScheduleRefused, OverflowError) as refused:
        raise Refused(_("These due dates do not fit the term: no date is left, or the rhythm is not one."), field="due_rule") from refused


def split_sentence(scheduled: Decimal, promised: Decimal, unit: str) -> str:
    words = {"scheduled": formats.amount(scheduled, unit), "promised": formats.amount(promised, unit)}
    return _("The split does not add up: the due dates make %(scheduled)s, the commitment %(promised)s.") % words


def check_split(*, amount_cents: int | None, parts: Sequence[Decimal | None]) -> None:
    """Commitments that pay a money line pay it to the cent."""
    if amount_cents is None or not parts:
        return
    paid = sum((part or Decimal(0) for part in parts), Decimal(0))
    if paid * 100 != amount_cents:
        words = {"paid": formats.amount(paid, Unit.EURO), "promised": formats.euros(amount_cents)}
        raise Refused(_("The split does not add up: the payments make %(paid)s, the money line %(promised)s.") % words, field="money_lines")


def check_follows(effective: dt.date, *, former: dt.date, former_end: dt.date | None) -> None:
    """An amendment takes effect after the version it amends, and while that one runs."""
    if effective <= former:
        words = {"effective": formats.day(effective), "former": formats.day(former)}
        sentence = _("The amendment would take effect on %(effective)s, not after the version it amends, in force from %(former)s.")
        raise Refused(sentence % words, field="effective_from")
    if former_end is not None and effective > former_end:
        words = {"effective": formats.day(effective), "end": formats.day(former_end)}
        sentence = _("The agreement ends on %(end)s, before %(effective)s: choose an earlier date or write a new agreement.")
        raise Refused(sentence % words, field="effective_from")


def check_occurred(occurred: dt.date, *, today: dt.date, start: dt.date, end: dt.date | None) -> None:
    """A delivery happened, and while the agreement was in force (half-open)."""
    if occurred > today:
        raise Refused(_("%(day)s has not come yet: declare what has happened.") % {"day": formats.day(occurred)}, field="occurred_on")
    if occurred < start:
        raise Refused(_("The agreement only takes effect on %(day)s.") % {"day": formats.day(start)}, field="occurred_on")
    if end is not None and occurred >= end:
        raise Refused(
            _("The agreement ended on %(day)s: nothing after that day counts for it.") % {"day": formats.day(end)}, field="occurred_on"
        )


def check_reason(reason: str, *, field: str = "reason") -> None:
    """What one party tells the other has a reason."""
    if not reason.strip():
        raise Refused(_("Say why: the other party will read it."), field=field)


def check_counts(counts: Decimal | None, *, declared: Decimal) -> None:
    """What a side would count of a delivery lies between nothing and all that was declared."""
    if counts is None:
        return
    if not counts.is_finite() or counts < 0 or counts > declared:
        words = {"declared": formats.number(declared)}
        raise Refused(_("Between 0, nothing counts, and %(declared)s, all that was declared.") % words, field="counts")


def check_offer(quantity: Decimal, *, offered: Decimal | None) -> None:
    """A dispute is settled on what the other side said it would count, as it says it now."""
    if offered is None:
        raise Refused(_("The other side has not said which quantity it would count: answer it, or say yours."), field="quantity")
    if quantity != offered:
        words = {"quantity": formats.number(quantity), "offered": formats.number(offered)}
        raise Refused(
            _("The other side now counts %(offered)s, not %(quantity)s: read what it says, then decide.") % words, field="quantity"
        )


def decision_day(end: dt.date | None, *, notice_months: int | None, is_noticed: bool) -> dt.date | None:
    """The last day to give notice before the term; None without a notice to give, or once one is given."""
    return None if end is None or not notice_months or is_noticed else add_months(end, -notice_months)


def silence_ended(state_since: dt.datetime, *, silence_days: int | None, now: dt.datetime) -> bool:
    """Has nobody contested for as long as the agreement gives?"""
    return silence_days is not None and state_since + dt.timedelta(days=silence_days) <= now
