"""The network as a picture in three columns: schools, partners, programmes. The width of a tie is what it promises; late is dashed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from textwrap import shorten

from filon.agreements.queries.portfolio.network import Member, Network, Tie

WIDTH, STEP, TOP = 960, 26, 34
COLUMNS = (150, 430, 720)
"""Where the marks of each column stand; names are beside them."""
WIDEST = 12.0
LETTERS = (20, 38, 32)


@dataclass(frozen=True)
class Mark:
    """A member: `name` cut to the room it has; those who want it whole find it in `member`."""

    member: Member
    name: str
    x: int
    y: float
    label_x: int
    is_left: bool
    kind: str


@dataclass(frozen=True)
class Line:
    path: str
    width: float
    is_late: bool


@dataclass(frozen=True)
class Picture:
    """`heads`: where the title of each column stands."""

    marks: Sequence[Mark]
    lines: Sequence[Line]
    heads: Sequence[tuple[int, str]]
    width: int
    height: int


def picture_of(network: Network) -> Picture | None:
    """Of what `chosen` chose; None when nothing binds."""
    if not network.partners:
        return None
    columns = [network.schools, network.partners, network.programmes]
    tallest = max(len(column) for column in columns)
    places = {key: (COLUMNS[at], y) for at, column in enumerate(columns) for key, y in _spread(column, tallest).items()}
    marks = [_mark(at, member, *places[key]) for at, column in enumerate(columns) for key, member in column.items()]
    heaviest = max((tie.cents for tie in network.ties), default=0)
    lines = [_line(tie, places, heaviest) for tie in sorted(network.ties, key=lambda tie: tie.is_late)]
    heads = [(mark_x(at), "end" if at == 0 else "start") for at, column in enumerate(columns) if column]
    return Picture(marks, lines, heads, WIDTH, TOP + tallest * STEP)


def mark_x(at: int) -> int:
    """Where names of a column begin, or end for the first one."""
    return COLUMNS[at] - 12 if at == 0 else COLUMNS[at] + 12


def _spread(column: Mapping[object, Member], tallest: int) -> dict[object, float]:
    """From top to bottom, over the height of the tallest column."""
    step = STEP * tallest / max(1, len(column))
    return {key: TOP + step * (place + 0.5) for place, key in enumerate(column)}


def _mark(at: int, member: Member, x: int, y: float) -> Mark:
    kind = "others" if member.others else "late" if member.late and at else ("hub", "kept", "programme")[at]
    return Mark(member, shorten(member.name, LETTERS[at], placeholder="…"), x, round(y, 1), mark_x(at), at == 0, kind)


def _line(tie: Tie, places: Mapping[object, tuple[int, float]], heaviest: int) -> Line:
    (x1, y1), (x2, y2) = places[tie.source], places[tie.target]
    bend = (x1 + x2) / 2
    width = max(1.0, WIDEST * tie.cents / heaviest) if heaviest else 1.0
    path = f"M{x1} {y1:.1f}C{bend:.0f} {y1:.1f} {bend:.0f} {y2:.1f} {x2} {y2:.1f}"
    return Line(path, round(width, 1), tie.is_late)
