"""What was known of an agreement on a day: promises behind, silence, people gone, and what other apps tell (`RenewalSource`)."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from filon.agreements.queries.portfolio.held import Held
from filon.agreements.queries.portfolio.signs_sql import BEHIND, GONE, SILENT
from filon.engines.renewal import SILENT_MONTHS, Observation, Reason, Side
from filon.kernel.addresses import address
from filon.kernel.formats import day, number
from filon.kernel.periods import add_months
from filon.kernel.registry import RenewalAsked, RenewalSource, all_of
from filon.people.roles import READING

if TYPE_CHECKING:
    from filon.people.models import User


@dataclass(frozen=True)
class Told:
    """A reason in words, and the page that shows it."""

    words: str
    url: str


@dataclass
class Seen:
    """An agreement on a day, as it is being put together."""

    held: Held
    on: dt.date
    ours: Side = field(default_factory=Side)
    theirs: Side = field(default_factory=Side)
    silent_months: int | None = None
    is_contact_gone: bool = False
    late_days: int = 0
    is_closed: bool = False
    told: dict[Reason, Told] = field(default_factory=dict)

    @property
    def observation(self) -> Observation:
        return Observation(self.ours, self.theirs, self.silent_months, self.is_contact_gone, self.late_days, self.is_closed)


def observed(viewer: User, asked: Sequence[tuple[Held, dt.date]], ours: Collection[UUID]) -> list[Seen]:
    """Each agreement on its day, in the order given: three queries, and one for each source of another app."""
    seen = [Seen(held, on) for held, on in asked]
    if seen:
        _see_behind(seen, ours)
        _see_silence(viewer, seen)
        _see_gone(viewer, seen)
        _see_sources(viewer, seen)
    return seen


def _see_behind(seen: Sequence[Seen], ours: Collection[UUID]) -> None:
    given = {"agreements": [one.held.key for one in seen], "days": [one.on for one in seen]}
    worst: dict[tuple[int, bool], UUID] = {}
    counts: dict[tuple[int, bool], list[int]] = defaultdict(lambda: [0, 0])
    for place, party, due, behind, commitment in _rows(BEHIND, given):
        key = (place - 1, party in ours)
        counts[key][0] += due
        counts[key][1] += behind
        if commitment is not None:
            worst.setdefault(key, commitment)
    for (place, is_ours), (due, behind) in counts.items():
        _set_side(seen[place], Side(due, behind), worst.get((place, is_ours)), is_ours=is_ours)


def _set_side(one: Seen, side: Side, worst: UUID | None, *, is_ours: bool) -> None:
    if is_ours:
        one.ours = side
    else:
        one.theirs = side
    if worst is None:
        return
    words = {"behind": number(side.behind), "due": number(side.due)}
    said = ngettext("%(behind)s promise of %(due)s is behind", "%(behind)s promises of %(due)s are behind", side.behind) % words
    who = _("On our side: %(said)s") if is_ours else _("On their side: %(said)s")
    reason = Reason.WE_ARE_BEHIND if is_ours else Reason.THEY_ARE_BEHIND
    one.told[reason] = Told(who % {"said": said}, address("agreements:commitment", one.held.uuid, worst))


def _see_silence(viewer: User, seen: Sequence[Seen]) -> None:
    """Of agreements that are old enough to be silent."""
    old = [place for place, one in enumerate(seen) if one.held.began and add_months(one.held.began, SILENT_MONTHS) <= one.on]
    seats = [(place, partner.entity_id) for place in old for partner in seen[place].held.partners]
    given = _seats(viewer, seen, seats) | {"months": SILENT_MONTHS}
    for place, fact, last in _rows(SILENT, given) if seats else ():
        one = seen[place]
        since = last or one.held.began or one.on
        one.silent_months = months_between(since, one.on)
        one.told[Reason.SILENCE] = _silence(one, fact, last)


def _silence(one: Seen, fact: UUID | None, last: dt.date | None) -> Told:
    if fact is None or last is None:
        return Told(_("Nothing is recorded with this partner since the beginning"), address("agreements:detail", one.held.uuid))
    return Told(_("Nothing is recorded with this partner since %(day)s") % {"day": day(last)}, address("facts:detail", fact))


def _see_gone(viewer: User, seen: Sequence[Seen]) -> None:
    seats = [(place, partner.entity_id) for place, one in enumerate(seen) for partner in one.held.partners]
    parties = [partner.party for one in seen for partner in one.held.partners]
    given = _seats(viewer, seen, seats) | {"parties": parties}
    for place, is_nobody_left, on in _rows(GONE, given) if seats else ():
        one = seen[place]
        one.is_contact_gone = True
        said = _("Nobody we know there holds a function since %(day)s") if is_nobody_left else _("Who signed for them left on %(day)s")
        one.told[Reason.CONTACT_GONE] = Told(said % {"day": day(on)}, address("partners:detail", one.held.partners[0].uuid) + "#people")


def _seats(viewer: User, seen: Sequence[Seen], seats: Sequence[tuple[int, int]]) -> dict[str, Any]:
    return {
        "places": [place for place, _entity in seats],
        "entities": [entity for _place, entity in seats],
        "days": [seen[place].on for place, _entity in seats],
        "hosts": list(viewer.standing.hosts_where(READING)),
    }


def _see_sources(viewer: User, seen: Sequence[Seen]) -> None:
    """Of several signs of a kind the oldest counts."""
    asked = [RenewalAsked(place, tuple(partner.entity_id for partner in one.held.partners), one.on) for place, one in enumerate(seen)]
    signs = [sign for source in all_of(RenewalSource) for sign in source.signs(viewer, asked)]
    for sign in sorted(signs, key=lambda sign: sign.since, reverse=True):
        one = seen[sign.place]
        one.told[Reason(sign.kind)] = Told(sign.words, sign.url)
        if sign.kind == "closed":
            one.is_closed = True
        else:
            one.late_days = (one.on - sign.since).days


def months_between(start: dt.date, end: dt.date) -> int:
    """Whole months from one day to a later one."""
    return 12 * (end.year - start.year) + end.month - start.month - (end.day < start.day)


def _rows(sql: str, given: dict[str, Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        return list(cursor.fetchall())
