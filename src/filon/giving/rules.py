"""Small rules of giving, each a sentence. They read values and touch nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext as _

from filon.engines.balance import amendment
from filon.engines.tax import gift_date, kind
from filon.engines.tax.errors import NoRule, TaxRefused
from filon.giving.kinds import HANDED_OVER, InKind, InstalmentState, Means
from filon.kernel import formats
from filon.kernel.errors import Refused

PLANNED_AHEAD = dt.timedelta(days=30)
"""How long before its day an instalment may be called."""
REMINDED_AFTER = dt.timedelta(days=15)
"""How long after a call, or after the due day, the donor is reminded."""
RECEIPT_CODE_SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Signs of a verification code: none is taken for another on paper."""

STATED: Mapping[str, Sequence[str]] = {
    InKind.GOODS: ("purchase_cents", "rebate_cents", "borne_cents"),
    InKind.SERVICE: ("hours_hundredths", "hour_cost_cents"),
    InKind.SKILLS: ("months", "share_hundredths", "cost_cents"),
}
"""What a donor states, by kind: cents, hundredths of an hour, months, hundredths of a full time."""


# Plans


@dataclass(frozen=True)
class Due:
    """A part of the plan of a version: when, how much, and the commitment of the agreement that says it."""

    on: dt.date
    cents: int
    commitment_id: int | None = None


@dataclass(frozen=True)
class Standing:
    """An instalment that counts, and what of it is settled: paid or given up."""

    id: int
    on: dt.date
    cents: int
    settled_cents: int


@dataclass(frozen=True)
class Plan:
    """What an amendment does: instalments to retire with what each keeps, and those to make."""

    retire: tuple[tuple[int, int], ...]
    make: tuple[Due, ...]


def replanned(standing: Sequence[Standing], *, dues: Sequence[Due], total_cents: int, effective: dt.date) -> Plan:
    """The new plan takes the place of what is not settled; what is the same as before stays as it is, with its reference and its calls.

    kept + made = max(total, settled), to the cent (`engines.balance.amendment`, counted in cents)."""
    olds = [amendment.OldItem(one.id, one.on, Decimal(one.cents), Decimal(min(one.settled_cents, one.cents))) for one in standing]
    schedule = [(due.on, Decimal(due.cents)) for due in dues]
    planned = amendment.plan(olds, schedule=schedule, quantity=Decimal(total_cents), effective=effective)
    commitments = {due.on: due.commitment_id for due in dues}
    make = [Due(on or effective, int(part), commitments.get(on or effective)) for on, part in planned.create]
    return _without_the_same(Plan(tuple((int(str(key)), int(kept)) for key, kept in planned.retire), tuple(make)), standing)


def _without_the_same(plan: Plan, standing: Sequence[Standing]) -> Plan:
    """An instalment retired for one of the same day and of what was left of it is not replaced at all."""
    known = {one.id: one for one in standing}
    make, retire = list(plan.make), []
    for key, kept in plan.retire:
        old = known[key]
        same = next((due for due in make if (due.on, due.cents) == (old.on, old.cents - kept)), None)
        if same is None:
            retire.append((key, kept))
        else:
            make.remove(same)
    return Plan(tuple(retire), tuple(make))


def state_of(
    *, amount_cents: int, paid_cents: int, waived_cents: int, due_on: dt.date, is_called: bool, is_retired: bool, today: dt.date
) -> InstalmentState:
    """Where an instalment stands on a day."""
    if is_retired and not paid_cents:
        return InstalmentState.REPLACED
    if paid_cents >= amount_cents or (is_retired and paid_cents):
        return InstalmentState.PAID
    if paid_cents + waived_cents >= amount_cents:
        return InstalmentState.WAIVED
    if due_on < today:
        return InstalmentState.LATE
    if paid_cents:
        return InstalmentState.PART_PAID
    return InstalmentState.CALLED if is_called else InstalmentState.PLANNED


# Calls and what is given up


def check_callable(*, open_cents: int, due_on: dt.date, today: dt.date) -> None:
    """A donor is asked for what is still open, when its day is near."""
    if open_cents <= 0:
        raise Refused(_("Nothing is left to ask for: this instalment is settled."))
    if due_on - today > PLANNED_AHEAD:
        words = {"day": formats.day(due_on), "from": formats.day(due_on - PLANNED_AHEAD)}
        raise Refused(_("This instalment is due on %(day)s: it can be called from %(from)s on.") % words)


def check_waivable(cents: int, *, open_cents: int) -> None:
    """Nobody gives up more than is open."""
    check_amount(cents, field="amount")
    if cents > open_cents:
        words = {"open": formats.euros(open_cents), "asked": formats.euros(cents)}
        raise Refused(_("Only %(open)s is still open: %(asked)s cannot be given up.") % words, field="amount")


def check_reason(reason: str, *, field: str = "reason") -> str:
    """What is given up, cancelled or justified has its reason."""
    if not reason.strip():
        raise Refused(_("Say why: it stays in the file."), field=field)
    return reason.strip()


def check_amount(cents: int, *, field: str = "amount") -> None:
    """A gift is above zero."""
    if cents <= 0:
        raise Refused(_("A gift is an amount above zero: correct it."), field=field)


def check_not_before(day: dt.date, *, first: dt.date | None) -> None:
    """Nothing is given for an agreement before it takes effect."""
    if first is not None and day < first:
        words = {"day": formats.day(day), "first": formats.day(first)}
        sentence = _("This money came on %(day)s, before the agreement takes effect on %(first)s: match it to something else.")
        raise Refused(sentence % words, field="line")


# Gifts


MEANS_OF_ENGINE = {
    Means.TRANSFER: gift_date.Means.TRANSFER,
    Means.DEBIT: gift_date.Means.DIRECT_DEBIT,
    Means.CARD: gift_date.Means.CARD,
    Means.CHEQUE: gift_date.Means.CHEQUE_HANDED,
    Means.CHEQUE_BY_POST: gift_date.Means.CHEQUE_POSTED,
    Means.CASH: gift_date.Means.CASH,
    Means.IN_KIND: gift_date.Means.GOODS,
}


def date_of_gift(means: Means, *, credited_on: dt.date | None, handed_on: dt.date | None) -> dt.date:
    """The day that decides year and rules (BOI-IR-RICI-250-20 § 20-30). Raises Refused when the day that counts is missing."""
    if means in HANDED_OVER and handed_on is None:
        raise Refused(_("Say on which day it was handed over or arrived: that is the date of the gift."), field="handed_on")
    return gift_date.of(MEANS_OF_ENGINE[means], credited_on=credited_on, handed_on=handed_on, received_on=handed_on).on


def check_handed(means: Means, handed_on: dt.date | None, *, today: dt.date) -> None:
    """A cheque or cash arrived on a day that has come."""
    date_of_gift(means, credited_on=today, handed_on=handed_on)
    if handed_on is not None and handed_on > today:
        raise Refused(_("%(day)s has not come yet.") % {"day": formats.day(handed_on)}, field="handed_on")


def value_in_kind(what: InKind, statement: Mapping[str, int], *, on: dt.date) -> kind.Value:
    """What the donor's figures are worth on the receipt. Raises Refused, naming the figure that is missing or impossible."""
    missing = [name for name in STATED[what] if statement.get(name) is None]
    if missing:
        sentence = _("The donor has not stated this figure: ask for it. Nobody values a gift in the donor’s place.")
        raise Refused(sentence, field=missing[0])
    for name in STATED[what]:
        if statement[name] < 0:
            raise Refused(_("A figure of the statement is zero or more."), field=name)
    try:
        found = kind.value(_stated(what, statement, on))
    except NoRule as refused:
        sentence = _("The ceiling of social security is not known for %(day)s: the value of skills cannot be worked out.")
        raise Refused(sentence % {"day": formats.day(on)}, field="received_on") from refused
    except TaxRefused as refused:
        raise Refused(_("These figures do not fit: check rebate, months and share of time."), field=STATED[what][0]) from refused
    check_amount(found.cents, field=STATED[what][0])
    return found


def _stated(what: InKind, given: Mapping[str, int], on: dt.date) -> kind.GiftInKind:
    if what is InKind.GOODS:
        return kind.GoodsInStock(on, given["purchase_cents"], given["rebate_cents"], given["borne_cents"])
    if what is InKind.SERVICE:
        return kind.Service(on, Decimal(given["hours_hundredths"]) / 100, given["hour_cost_cents"])
    return kind.Secondment(on, given["months"], given["cost_cents"], Fraction(given["share_hundredths"], 100))


def check_form_of_skills(what: InKind, form: str) -> None:
    """Skills come as a loan of staff or as a service; nothing else has a form."""
    if what is InKind.SKILLS and not form:
        raise Refused(_("Say whether the staff is lent (the school directs it) or gives a service (the company directs it)."), field="form")
    if what is not InKind.SKILLS and form:
        raise Refused(_("Only a gift of skills has such a form: leave it empty."), field="form")


# Attributions


def check_shares(shares: Iterable[int], *, added: int) -> None:
    """What one euro made possible counts once: the shares make at most the whole."""
    if not 1 <= added <= 10_000:
        raise Refused(_("A share is above zero and at most 100 %."), field="share")
    left = 10_000 - sum(shares)
    if added > left:
        words = {"left": formats.percent(Decimal(left) / 10_000), "asked": formats.percent(Decimal(added) / 10_000)}
        raise Refused(_("Only %(left)s of this money has no outcome yet: %(asked)s cannot be attributed.") % words, field="share")
