"""What an umbrella takes, in the words of its convention, and which years' fee is still to be taken."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from filon.kernel import formats
from filon.ledger.kinds import BorneBy, MovementKind
from filon.ledger.models import FeeRule, Movement
from filon.ledger.services.matches import fee_rule_on
from filon.partners.models import Fund
from filon.people.models import User


def fee_rules(viewer: User, fund: Fund) -> list[FeeRule]:
    """The last first."""
    return list(FeeRule.objects.visible_to(viewer).filter(fund=fund).order_by("-valid_from"))


def fee_words(rule: FeeRule) -> str:
    """The whole rule as one sentence."""
    parts = [_shares(rule)] if rule.tiers or rule.percent_bp else []
    if rule.floor_cents:
        parts.append(_("at least %(amount)s for one gift") % {"amount": formats.euros(rule.floor_cents)})
    if rule.yearly_cents:
        parts.append(_("%(amount)s each year") % {"amount": formats.euros(rule.yearly_cents)})
    said = {"day": formats.day(rule.valid_from), "parts": ", ".join(parts) or _("nothing"), "who": _bearers()[rule.borne_by]}
    return _("From %(day)s, the umbrella takes %(parts)s; %(who)s.") % said


def _bearers() -> dict[str, str]:
    return {
        BorneBy.GIFT: _("it is taken from the gifts"),
        BorneBy.SCHOOL: _("the school pays it beside, and gifts stay whole"),
        BorneBy.UMBRELLA: _("the umbrella bears it, and gifts stay whole"),
    }


def _shares(rule: FeeRule) -> str:
    if not rule.tiers:
        return _("%(share)s of each gift") % {"share": _percent(rule.percent_bp)}
    ends = [start for start, _points in rule.tiers[1:]]
    bounded = [
        _("%(share)s up to %(end)s") % {"share": _percent(points), "end": formats.euros(end)}
        for (_start, points), end in zip(rule.tiers, ends, strict=False)
    ]
    last = _("%(share)s beyond") if bounded else "%(share)s"
    slices = ", ".join([*bounded, last % {"share": _percent(rule.tiers[-1][1])}])
    return _("of what the fund receives in a year: %(slices)s") % {"slices": slices}


def _percent(points: int) -> str:
    return _("%(number)s%%") % {"number": formats.number(points / 100)}


def years_to_take(fund: Fund, today: dt.date) -> list[tuple[int, int]]:
    """This year and the one before, with the cents of their yearly fee, when there is one and nobody took it."""
    taken = Movement.objects.standing().filter(fund=fund, kind=MovementKind.YEARLY_FEE).values_list("on__year", flat=True)
    rules = {year: fee_rule_on(fund.pk, min(today, dt.date(year, 12, 31))) for year in (today.year - 1, today.year)}
    return [
        (year, rule.yearly_cents)
        for year, rule in rules.items()
        if rule is not None and rule.yearly_cents and rule.borne_by == BorneBy.GIFT and year not in set(taken)
    ]
