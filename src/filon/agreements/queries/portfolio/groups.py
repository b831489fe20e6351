"""The agreements counted by kind, state, partner, theme or department, each with its balance of today."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from filon.agreements.queries.list_lines import mini_of
from filon.agreements.queries.portfolio.held import Held, Portfolio
from filon.agreements.queries.sums import SideSums
from filon.agreements.states import VersionState
from filon.engines.balance.picture import Mini
from filon.kernel.addresses import address
from filon.kernel.formats import number

MOST = 12
"""Rows of a table; the others are one row that says how many they are."""
NONE = ""
"""Key of what has no theme, partner or department."""


@dataclass
class Tally:
    """Agreements counted together. Cents and items are those of both sides; `late` counts agreements in which somebody is late."""

    label: str
    url: str = ""
    is_rest: bool = False
    agreements: int = 0
    live: int = 0
    late: int = 0
    promised_cents: int = 0
    kept_cents: int = 0
    late_cents: int = 0
    sums: list[SideSums] = field(default_factory=list)
    mini: Mini | None = None

    def add(self, held: Held, sums: Sequence[SideSums]) -> None:
        self.agreements += 1
        self.live += held.state in (VersionState.IN_FORCE, VersionState.SIGNED)
        self.late += any(side.items_late for side in sums)
        self.promised_cents += sum(side.promised_cents - side.waived_cents for side in sums)
        self.kept_cents += sum(side.kept_cents for side in sums)
        self.late_cents += sum(side.late_cents for side in sums)
        self.sums.extend(sums)

    def join(self, other: Tally) -> None:
        """Counts what another one counted: an agreement under both is counted twice, as in the rows they stand for."""
        for name in ("agreements", "live", "late", "promised_cents", "kept_cents", "late_cents"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.sums.extend(other.sums)


@dataclass(frozen=True)
class Group:
    """A table of the portfolio. `note` says what its rows count twice or leave out, in words."""

    code: str
    title: str
    head: str
    rows: Sequence[Tally]
    note: str = ""


Keys = Callable[[Held], Iterable[tuple[Any, str, str]]]
"""Of an agreement: under which keys it counts, each with its words and its address."""


def groups_of(portfolio: Portfolio) -> list[Group]:
    """The five tables."""
    several = _("An agreement with several of them counts under each.")
    return [
        Group("kind", _("By kind"), _("Kind"), _tallied(portfolio, _kinds, order=_by_count)),
        Group("state", _("By state"), _("State"), _tallied(portfolio, _states, order=_by_state)),
        Group("partner", _("By partner"), _("Partner"), _tallied(portfolio, _partners, order=_by_weight), several),
        Group("theme", _("By theme"), _("Theme"), _tallied(portfolio, _themes, order=_by_count), several),
        Group("territory", _("By territory"), _("Department of the partner"), _tallied(portfolio, _departments, order=_by_count), several),
    ]


def _tallied(portfolio: Portfolio, keys: Keys, *, order: Callable[[tuple[Any, Tally]], Any]) -> list[Tally]:
    found = tallies(portfolio, keys)
    ranked = [tally for _key, tally in sorted(found.items(), key=order)]
    shown, rest = ranked[:MOST], ranked[MOST:]
    if len(rest) == 1:
        shown, rest = ranked, []
    rows = [*shown, *([rest_of(rest)] if rest else [])]
    for tally in rows:
        tally.mini = mini_of(tally.sums, portfolio.ours) if tally.sums else None
    return rows


def tallies(portfolio: Portfolio, keys: Keys) -> dict[Any, Tally]:
    """One for each key that an agreement has."""
    found: dict[Any, Tally] = {}
    for held in portfolio.all:
        for key, label, url in {key: (key, label, url) for key, label, url in keys(held)}.values():
            found.setdefault(key, Tally(label, url)).add(held, portfolio.sums[held.key])
    return found


def rest_of(tallies_left: Collection[Tally]) -> Tally:
    """The rows that are not shown, as one that says how many they are."""
    count = len(tallies_left)
    rest = Tally(ngettext("%(count)s other", "%(count)s others", count) % {"count": number(count)}, is_rest=True)
    for tally in tallies_left:
        rest.join(tally)
    return rest


def _by_count(item: tuple[Any, Tally]) -> Any:
    key, tally = item
    return key == NONE, -tally.agreements, tally.label


def _by_weight(item: tuple[Any, Tally]) -> Any:
    """What binds today first, by what it promises."""
    key, tally = item
    return key == NONE, not tally.live, -tally.promised_cents, -tally.agreements, tally.label


_ORDER = list(VersionState)


def _by_state(item: tuple[Any, Tally]) -> Any:
    return _ORDER.index(item[0])


def _listed(name: str, value: str) -> str:
    return f"{address('agreements:list')}?{name}={value}"


def _kinds(held: Held) -> Iterable[tuple[Any, str, str]]:
    yield held.kind.key, str(held.kind), _listed("nature", held.kind.key)


def _states(held: Held) -> Iterable[tuple[Any, str, str]]:
    state = VersionState(held.state)
    yield state, str(state.label), _listed("etat", state.value)


def _partners(held: Held) -> Iterable[tuple[Any, str, str]]:
    for partner in held.partners:
        yield (partner.entity_id, partner.name), partner.name, address("partners:detail", partner.uuid)
    if not held.partners:
        yield NONE, _("no partner yet"), ""


def _themes(held: Held) -> Iterable[tuple[Any, str, str]]:
    for theme in held.themes:
        yield theme.key, str(theme), _listed("theme", theme.key)
    if not held.themes:
        yield NONE, _("no theme"), ""


def _departments(held: Held) -> Iterable[tuple[Any, str, str]]:
    for code in {partner.department for partner in held.partners}:
        if code:
            yield code, code, f"{address('partners:list')}?department={code}"
    if not any(partner.department for partner in held.partners):
        yield NONE, _("department not known"), ""


def late_of(sums: Mapping[int, Sequence[SideSums]], ours: Collection[UUID]) -> tuple[int, int]:
    """In how many agreements we are late, and they."""
    late: dict[bool, int] = defaultdict(int)
    for sides in sums.values():
        for is_ours in {side.party in ours for side in sides if side.items_late}:
            late[is_ours] += 1
    return late[True], late[False]
