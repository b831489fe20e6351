"""The agreements counted by kind, state, partner, theme or department, each with its balance of today."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from filon.agreements.queries.list_lines import shares_of
from filon.agreements.queries.portfolio.figures import NOTHING, Figures
from filon.agreements.queries.portfolio.held import Held, Portfolio
from filon.agreements.states import VersionState
from filon.engines.balance.picture import Mini
from filon.kernel.addresses import address
from filon.kernel.formats import number
from filon.partners.departments import department_name

MOST = 12
"""Rows of a table; the others are one row that says how many they are."""
NONE = ""
"""Key of what has no theme, partner or department."""


class Single(NamedTuple):
    """One agreement, ready to be counted."""

    live: int
    late: int
    ours: Figures
    theirs: Figures
    agreements: int = 1


def single(portfolio: Portfolio, held: Held) -> Single:
    sides = portfolio.figures(held)
    ours, theirs = sides.get(True, Figures()), sides.get(False, Figures())
    return Single(held.state in (VersionState.IN_FORCE, VersionState.SIGNED), bool(ours.items_late or theirs.items_late), ours, theirs)


@dataclass
class Tally:
    """Agreements counted together, with the figures of both sides; `late` counts those in which somebody is late."""

    label: str
    url: str = ""
    is_rest: bool = False
    agreements: int = 0
    live: int = 0
    late: int = 0
    ours: Figures = NOTHING
    theirs: Figures = NOTHING

    def add(self, counted: Counted) -> None:
        self.agreements += counted.agreements
        self.live += counted.live
        self.late += counted.late
        self.ours = self.ours.plus(counted.ours)
        self.theirs = self.theirs.plus(counted.theirs)

    @property
    def both(self) -> Figures:
        return self.ours.plus(self.theirs)

    @property
    def mini(self) -> Mini | None:
        """The balance in one cell; None while nothing is due."""
        return Mini(*_shares(self.ours), *_shares(self.theirs)) if self.ours.items or self.theirs.items else None


def _shares(figures: Figures) -> tuple[float, float]:
    cents = figures.promised_cents, figures.kept_cents, figures.late_cents
    return shares_of(cents, (figures.items, figures.items_kept, figures.items_late))


Counted = Tally | Single
"""What a tally adds up: another one, or one agreement."""


@dataclass(frozen=True)
class Group:
    """A table of the portfolio. `note` says what its rows count twice or leave out, in words."""

    code: str
    title: str
    head: str
    rows: Sequence[Tally]
    note: str = ""


@dataclass(frozen=True)
class By:
    """One way of counting: the keys under which an agreement counts, and the words and the address of a key found in one."""

    keys: Callable[[Held], Iterable[Any]]
    words: Callable[[Held, Any], tuple[str, str]]
    order: Callable[[tuple[Any, Tally]], Any]


def groups_of(portfolio: Portfolio) -> list[Group]:
    """The five tables."""
    several = _("An agreement with several of them counts under each.")
    singles = [(held, single(portfolio, held)) for held in portfolio.all]
    return [
        Group("kind", _("By kind"), _("Kind"), _tallied(singles, By(lambda held: [held.kind.key], _kind, _by_count))),
        Group("state", _("By state"), _("State"), _tallied(singles, By(lambda held: [held.state], _state, _by_state))),
        Group("partner", _("By partner"), _("Partner"), _tallied(singles, By(_partners, _partner, _by_weight)), several),
        Group("theme", _("By theme"), _("Theme"), _tallied(singles, By(_themes, _theme, _by_count)), several),
        Group(
            "territory",
            _("By territory"),
            _("Department of the partner"),
            _tallied(singles, By(departments, _department, _by_count)),
            several,
        ),
    ]


def _tallied(singles: Iterable[tuple[Held, Single]], by: By) -> list[Tally]:
    found = tallies(singles, by)
    ranked = [tally for _key, tally in sorted(found.items(), key=by.order)]
    shown, rest = ranked[:MOST], ranked[MOST:]
    if len(rest) == 1:
        return ranked
    return [*shown, *([rest_of(rest)] if rest else [])]


def tallies(singles: Iterable[tuple[Held, Single]], by: By) -> dict[Any, Tally]:
    """One for each key that an agreement has."""
    found: dict[Any, Tally] = {}
    for held, counted in singles:
        for key in by.keys(held):
            tally = found.get(key)
            if tally is None:
                tally = found[key] = Tally(*by.words(held, key))
            tally.add(counted)
    return found


def rest_of(tallies_left: Collection[Tally]) -> Tally:
    """The rows that are not shown, as one that says how many they are."""
    count = len(tallies_left)
    rest = Tally(ngettext("%(count)s other", "%(count)s others", count) % {"count": number(count)}, is_rest=True)
    for tally in tallies_left:
        rest.add(tally)
    return rest


def _by_count(item: tuple[Any, Tally]) -> Any:
    key, tally = item
    return key == NONE, -tally.agreements, tally.label


def _by_weight(item: tuple[Any, Tally]) -> Any:
    """What binds today first, by what it promises."""
    key, tally = item
    return key == NONE, not tally.live, -tally.both.promised_cents, -tally.agreements, tally.label


_ORDER = list(VersionState)


def _by_state(item: tuple[Any, Tally]) -> Any:
    return _ORDER.index(VersionState(item[0]))


def _listed(name: str, value: str) -> str:
    return f"{address('agreements:list')}?{name}={value}"


def _kind(held: Held, _key: Any) -> tuple[str, str]:
    return str(held.kind), _listed("nature", held.kind.key)


def _state(held: Held, _key: Any) -> tuple[str, str]:
    return str(VersionState(held.state).label), _listed("etat", held.state)


def _partners(held: Held) -> Iterable[Any]:
    """An organisation and a fund that it shelters are two."""
    return {(partner.entity_id, partner.name) for partner in held.partners} or (NONE,)


def _partner(held: Held, key: Any) -> tuple[str, str]:
    found = next((partner for partner in held.partners if (partner.entity_id, partner.name) == key), None)
    return (found.name, address("partners:detail", found.uuid)) if found else (_("no partner yet"), "")


def _themes(held: Held) -> Iterable[Any]:
    return [theme.key for theme in held.themes] or (NONE,)


def _theme(held: Held, key: Any) -> tuple[str, str]:
    found = next((theme for theme in held.themes if theme.key == key), None)
    return (str(found), _listed("theme", found.key)) if found else (_("no theme"), "")


def departments(held: Held) -> Iterable[Any]:
    """Of its partners, where known."""
    return {partner.department for partner in held.partners if partner.department} or (NONE,)


def _department(_held: Held, key: Any) -> tuple[str, str]:
    return (department_name(key), f"{address('partners:list')}?department={key}") if key else (_("department not known"), "")


def late_of(portfolio: Portfolio) -> tuple[int, int]:
    """In how many agreements we are late, and they."""
    sides = portfolio.told.by_agreement.values()
    ours, theirs = (sum(bool(own[is_ours].items_late) for own in sides if is_ours in own) for is_ours in (True, False))
    return ours, theirs
