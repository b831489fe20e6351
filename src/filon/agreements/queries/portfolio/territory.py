"""The territory: in each French department, the partners that a school follows and those that agreements bind."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from filon.agreements.queries.portfolio.figures import Figures
from filon.agreements.queries.portfolio.groups import NONE, By, departments, single, tallies
from filon.agreements.queries.portfolio.held import Portfolio
from filon.kernel.addresses import address
from filon.kernel.formats import number
from filon.kernel.prepared import Prepared
from filon.partners.departments import CELLS, COLUMNS, ROWS, department_name
from filon.partners.models import Relationship

if TYPE_CHECKING:
    from filon.people.models import User

STEPS = (1, 3, 10, 30)
"""From so many bound partners on, a cell is one shade darker."""
SIDE = 46
"""Of a cell, in the units of the drawing."""


@dataclass(frozen=True)
class Place:
    """A department, or a code that is none, or none known: `followed` partners, `bound` ones by an agreement that holds today."""

    code: str
    name: str
    url: str
    followed: int
    bound: int
    agreements: int
    figures: Figures


@dataclass(frozen=True)
class Tile:
    """A cell of the map. `shade` from 0, nobody bound, to 4; `words` say the same to whoever does not see it."""

    place: Place
    x: int
    y: int
    shade: int
    words: str


@dataclass(frozen=True)
class Territory:
    """`tiles` are all departments, `places` those in which somebody is followed or bound; `elsewhere`: what no cell stands for."""

    tiles: Sequence[Tile]
    places: Sequence[Place]
    bound: int
    departments: int
    elsewhere: Place | None
    legend: Sequence[tuple[int, str]]
    width: int = COLUMNS * SIDE
    height: int = ROWS * SIDE
    side: int = SIDE - 3


def territory_of(viewer: User, today: dt.date) -> Territory:
    """Four queries."""
    portfolio = Portfolio(viewer, today)
    followed = dict(_FOLLOWED(viewer))
    bound = _bound(portfolio)
    singles = [(held, single(portfolio, held)) for held in portfolio.all]
    counted = tallies(singles, By(departments, lambda _held, key: (key, ""), lambda item: item[0]))
    found = {}
    for code in {*followed, *bound, *counted, *CELLS}:
        tally = counted.get(code)
        figures = tally.both if tally else Figures()
        words = department_name(code) if code else _("department not known")
        url = f"{address('partners:list')}?department={code}" if code else ""
        found[code] = Place(code, words, url, followed.get(code, 0), len(bound.get(code, ())), tally.live if tally else 0, figures)
    return _drawn(found, bound)


def _drawn(found: dict[str, Place], bound: dict[str, set[int]]) -> Territory:
    listed = [place for place in found.values() if place.code != NONE and (place.followed or place.bound or place.agreements)]
    return Territory(
        tiles=[_tile(found[code]) for code in CELLS],
        places=sorted(listed, key=lambda place: (-place.bound, -place.followed, place.code)),
        bound=len(set().union(*bound.values())),
        departments=sum(place.bound > 0 for place in listed),
        elsewhere=found.get(NONE),
        legend=_legend(),
    )


def _bound(portfolio: Portfolio) -> dict[str, set[int]]:
    """The partners of agreements that hold today, by department."""
    found: dict[str, set[int]] = {}
    for held in portfolio.live:
        for partner in held.partners:
            found.setdefault(partner.department or NONE, set()).add(partner.entity_id)
    return found


def _tile(place: Place) -> Tile:
    cell = CELLS[place.code]
    bound = ngettext("%(count)s partner bound", "%(count)s partners bound", place.bound) % {"count": number(place.bound)}
    followed = ngettext("%(count)s followed", "%(count)s followed", place.followed) % {"count": number(place.followed)}
    words = _("%(name)s: %(bound)s, %(followed)s") % {"name": place.name, "bound": bound, "followed": followed}
    return Tile(place, cell.column * SIDE, cell.row * SIDE, sum(place.bound >= step for step in STEPS), words)


def _legend() -> list[tuple[int, str]]:
    """Each shade with its numbers of bound partners."""
    ends = [*(step - 1 for step in STEPS[1:]), None]
    ranges = [(first, last) for first, last in zip(STEPS, ends, strict=True)]
    told = [_("%(first)s or more") % {"first": first} if last is None else f"{first} – {last}" for first, last in ranges]
    return [(0, "0"), *enumerate(told, start=1)]


def _followed(reader: Any) -> QuerySet[Any, Any]:
    seen = Relationship.objects.visible_to(reader).filter(entity__merged_into=None, entity__host=None).order_by()
    return seen.values("entity__department").annotate(followed=Count("entity", distinct=True)).values_list("entity__department", "followed")


_FOLLOWED = Prepared(_followed)
