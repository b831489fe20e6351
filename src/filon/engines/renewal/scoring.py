"""The points of each reason. A judgement of 2026, to be corrected by what `backtest` shows of a school's own past."""

from collections.abc import Mapping

from filon.engines.renewal.model import Assessment, Level, Observation, Reason, Side

POINTS: Mapping[Reason, int] = {
    Reason.CLOSED: 80,
    Reason.THEY_ARE_BEHIND: 35,
    Reason.PAYMENT_IS_LATE: 30,
    Reason.WE_ARE_BEHIND: 25,
    Reason.SILENCE: 25,
    Reason.CONTACT_GONE: 20,
}
"""Points of a reason that holds in full."""
SILENT_MONTHS = 6
"""Without a fact for so long an agreement is silent; twice as long, in full."""
LATE_DAYS = 30
"""A payment late for so long counts; three times as long, in full."""
MANY = 3
"""One commitment of so many that are behind, or more, counts in full."""
WATCH, HIGH = 20, 50
"""From so many points on."""
MOST = 100


def assess(seen: Observation) -> Assessment:
    """The reasons that hold, with their points. One more reason, or a graver one, never makes less."""
    found = {
        Reason.CLOSED: POINTS[Reason.CLOSED] if seen.is_closed else 0,
        Reason.THEY_ARE_BEHIND: _behind(seen.theirs, POINTS[Reason.THEY_ARE_BEHIND]),
        Reason.PAYMENT_IS_LATE: _graded(seen.late_days, LATE_DAYS, 3 * LATE_DAYS, POINTS[Reason.PAYMENT_IS_LATE]),
        Reason.WE_ARE_BEHIND: _behind(seen.ours, POINTS[Reason.WE_ARE_BEHIND]),
        Reason.SILENCE: _graded(seen.silent_months or 0, SILENT_MONTHS, 2 * SILENT_MONTHS, POINTS[Reason.SILENCE]),
        Reason.CONTACT_GONE: POINTS[Reason.CONTACT_GONE] if seen.is_contact_gone else 0,
    }
    held = {reason: points for reason, points in sorted(found.items(), key=lambda item: -item[1]) if points}
    score = min(MOST, sum(held.values()))
    return Assessment(held, score, Level.HIGH if score >= HIGH else Level.WATCH if score >= WATCH else Level.CALM)


def _behind(side: Side, points: int) -> int:
    """Half as soon as one commitment is behind, all of it from one of three on."""
    if not side.behind:
        return 0
    return points if side.behind * MANY >= side.due else points // 2


def _graded(measured: int, least: int, whole: int, points: int) -> int:
    """Nothing below `least`, half from there, all from `whole` on."""
    if measured < least:
        return 0
    return points if measured >= whole else points // 2
