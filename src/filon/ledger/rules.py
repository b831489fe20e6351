"""Small rules of money, the same for services, forms and proofs."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from django.utils.translation import gettext as _

from filon.kernel import formats
from filon.kernel.errors import Refused
from filon.ledger.inputs import FeeRuleInput
from filon.ledger.kinds import BorneBy
from filon.ledger.models import FeeRule, Programme

IBAN = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}")


def checked_iban(text: str) -> str:
    """Without spaces, in capitals. Raises Refused when its figures do not check (ISO 13616: modulo 97)."""
    iban = re.sub(r"\s", "", text).upper()
    digits = "".join(str(int(sign, 36)) for sign in iban[4:] + iban[:4] if sign.isalnum())
    if not IBAN.fullmatch(iban) or int(digits) % 97 != 1:
        raise Refused(_("“%(iban)s” is not an IBAN: check it against the bank’s document.") % {"iban": text.strip()}, field="iban")
    return iban


def check_amount(cents: int, *, field: str = "amount") -> None:
    if cents <= 0:
        raise Refused(_("Give an amount above zero."), field=field)


def check_reason(reason: str, *, field: str = "reason") -> str:
    words = reason.strip()
    if not words:
        raise Refused(_("Say why, in a few words."), field=field)
    return words[:300]


def check_not_later(day: dt.date, *, today: dt.date, field: str = "on") -> None:
    if day > today:
        raise Refused(_("%(day)s is still to come: give the day on which it happened.") % {"day": formats.day(day)}, field=field)


def is_within(purpose: Programme | None, earmark_id: int | None) -> bool:
    """May money given for this programme (None: for all of them) go there? To the programme itself, or to a project of it."""
    return earmark_id is None or (purpose is not None and earmark_id in (purpose.pk, purpose.parent_id))


def check_within(programme: Programme, earmark: Programme | None) -> None:
    if not is_within(programme, earmark.pk if earmark else None):
        words = {"earmark": earmark, "programme": programme}
        sentence = _("This money was given for “%(earmark)s”: it cannot go to “%(programme)s”.")
        raise Refused(sentence % words, field="programme")


def fee_of(rule: FeeRule | None, amount_cents: int, *, received_before: int) -> int:
    """What the umbrella takes of a gift, in cents, never more than the gift. ``received_before``: what the fund received in the same year.

    By slices the fee of a year is the same however its gifts were split; a cent is rounded down, for the fund.
    """
    if rule is None or rule.borne_by != BorneBy.GIFT:
        return 0
    tiers = [(int(start), int(points)) for start, points in rule.tiers] or [(0, rule.percent_bp)]
    by_slice = _by_slices(tiers, received_before + amount_cents) - _by_slices(tiers, received_before)
    return min(amount_cents, max(by_slice, rule.floor_cents))


def _by_slices(tiers: Sequence[tuple[int, int]], total: int) -> int:
    """Basis points of each slice of a total, rounded down to the cent once."""
    ends = [start for start, _points in tiers[1:]] + [total]
    slices = (max(0, min(end, total) - start) * points for (start, points), end in zip(tiers, ends, strict=True))
    return sum(slices) // 10_000


def fee_back(fee_cents: int, *, of_cents: int, refunded_before: int, refund_cents: int) -> int:
    """What of a fee goes back with a refund: in proportion, and all of it once the whole gift is back."""
    return fee_cents * (refunded_before + refund_cents) // of_cents - fee_cents * refunded_before // of_cents


def check_fee(rule: FeeRuleInput) -> None:
    """Does what the convention says add up? Raises Refused."""
    check_tiers(rule.tiers)
    if not 0 <= rule.percent_bp <= 10_000:
        raise Refused(_("A share is between 0 and 100 %."), field="percent_bp")
    if rule.tiers and rule.percent_bp:
        raise Refused(_("Give one share of each gift, or shares by slices: not both."), field="percent_bp")
    for name in ("floor_cents", "yearly_cents"):
        if getattr(rule, name) < 0:
            raise Refused(_("A fee is not below zero."), field=name)


def check_tiers(tiers: Sequence[tuple[int, int]]) -> None:
    starts = [start for start, _points in tiers]
    if tiers and starts[0] != 0:
        raise Refused(_("The first slice starts at 0: say what share is taken of the first euro."), field="tiers")
    if starts != sorted(set(starts)):
        raise Refused(_("Each slice starts above the one before: put them in order, each start once."), field="tiers")
    if any(not 0 <= points <= 10_000 for _start, points in tiers):
        raise Refused(_("A share is between 0 and 100 %."), field="tiers")
