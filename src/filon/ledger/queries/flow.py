"""The way of the euros as a picture: received, then the fee and the fund, then programmes, then spent. Heights are amounts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from filon.ledger.queries.books import Sums

WIDTH, HEIGHT, GAP, LEAST = 760, 220, 10, 3
Point = tuple[float, float]
RECEIVED_X, MIDDLE_X, END_X, BAR = 0, 300, 600, 12


@dataclass(frozen=True)
class Block:
    """A bar on the picture, with its words beside it."""

    label: str
    cents: int
    kind: str
    x: int
    y: float
    height: float

    @property
    def middle(self) -> float:
        return round(self.y + self.height / 2, 1)


@dataclass(frozen=True)
class Ribbon:
    """From one bar to another."""

    path: str
    kind: str


@dataclass(frozen=True)
class Flow:
    blocks: tuple[Block, ...]
    ribbons: tuple[Ribbon, ...]
    width: int
    height: int


def flow_of(sums: Sums) -> Flow | None:
    """None when nothing was received."""
    if sums.received <= 0:
        return None
    scale = HEIGHT / sums.received
    middle = _stacked(_middle(sums), MIDDLE_X, scale)
    ends, ribbons = _ends(sums, middle, scale)
    tall = max([HEIGHT, *(block.y + block.height for block in (*middle, *ends))])
    first = Block(_("received"), sums.received, "received", RECEIVED_X, 0, HEIGHT)
    return Flow((first, *middle, *ends), (*_from_first(middle, scale), *ribbons), WIDTH, round(tall + 24))


def _middle(sums: Sums) -> list[tuple[str, int, str]]:
    parts = [(_("fee of the umbrella"), sums.fee, "fee"), (_("refunded"), sums.refunded, "refunded")]
    parts += [(one.programme.name, one.allocated, "programme") for one in sums.programmes]
    parts.append((_("to allocate"), sums.unallocated, "waiting"))
    return [part for part in parts if part[1]]


def _stacked(parts: Sequence[tuple[str, int, str]], x: int, scale: float) -> list[Block]:
    """One below the other, each with room for its words."""
    blocks, y = [], 0.0
    for label, cents, kind in parts:
        height = max(LEAST, cents * scale)
        blocks.append(Block(label, cents, kind, x, round(y, 1), round(height, 1)))
        y += max(height, 24) + GAP
    return blocks


def _from_first(middle: Sequence[Block], scale: float) -> list[Ribbon]:
    ribbons, y = [], 0.0
    for block in middle:
        height = block.cents * scale
        ribbons.append(ribbon((RECEIVED_X + BAR, y), (block.x, block.y), height, block.kind))
        y += height
    return ribbons


def _ends(sums: Sums, middle: Sequence[Block], scale: float) -> tuple[list[Block], list[Ribbon]]:
    """What each programme spent, and what is left in it."""
    blocks: list[Block] = []
    ribbons: list[Ribbon] = []
    drawn = {block.label: block for block in middle if block.kind == "programme"}
    for one in sums.programmes:
        if one.programme.name not in drawn or not one.spent:
            continue
        source = drawn[one.programme.name]
        y = max(source.y, (blocks[-1].y + max(blocks[-1].height, 24) + GAP) if blocks else 0)
        block = Block(_("spent"), one.spent, "spent", END_X, round(y, 1), round(max(LEAST, one.spent * scale), 1))
        blocks.append(block)
        ribbons.append(ribbon((MIDDLE_X + BAR, source.y), (block.x, block.y), one.spent * scale, "spent"))
    return blocks, ribbons


def ribbon(start: Point, end: Point, height: float, kind: str) -> Ribbon:
    """From the top of a bar's right edge to the top of another's left edge; however small, it is seen."""
    (x1, y1), (x2, y2) = start, end
    bend, height = (x1 + x2) / 2, max(1.0, height)
    top = f"M{x1} {y1:.1f}C{bend} {y1:.1f} {bend} {y2:.1f} {x2} {y2:.1f}"
    bottom = f"L{x2} {y2 + height:.1f}C{bend} {y2 + height:.1f} {bend} {y1 + height:.1f} {x1} {y1 + height:.1f}Z"
    return Ribbon(top + bottom, kind)
