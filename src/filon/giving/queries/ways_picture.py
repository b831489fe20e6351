"""The way of the euros as a picture in four columns: donors, funds, programmes, outcomes. Heights are amounts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from django.utils.translation import gettext as _

from filon.giving.queries.where import Where
from filon.ledger.queries.flow import BAR, Block, Flow, Ribbon, ribbon

WIDTH, HEIGHT, GAP, LEAST, MOST = 960, 280, 12, 3, 7
COLUMNS = (0, 240, 480, 720)
KINDS = ("received", "fund", "programme", "spent")
Steps = tuple[str, str, str, str]


def picture_of(where: Where) -> Flow | None:
    """None when nothing was received."""
    flows = _flows(where)
    total = sum(flows.values())
    if total <= 0:
        return None
    columns = [_column(flows, place, HEIGHT / total) for place in range(4)]
    bands = [band for place in range(3) for band in _bands(flows, place, columns, HEIGHT / total)]
    tall = max(bar.y + max(bar.height, 30) for column in columns for bar in column.values())
    return Flow(tuple(bar for column in columns for bar in column.values()), tuple(bands), WIDTH, round(tall + 8))


def _flows(where: Where) -> dict[Steps, int]:
    """What has an outcome by its way; the rest stops at the fund, and says so. Small ones are told together."""
    flows: dict[Steps, int] = defaultdict(int)
    donors, outcomes = _biggest([(way.donor, way.cents) for way in where.ways]), _biggest([(way.label, way.cents) for way in where.ways])
    for way in where.ways:
        donor = way.donor if way.donor in donors else _("others")
        outcome = way.label if way.label in outcomes else _("other outcomes")
        flows[donor, way.fund, way.programme or _("programme not named"), outcome] += way.cents
    rest = where.whole.received - where.whole.attributed
    if rest > 0:
        flows[_("gifts still without an outcome"), _("in the funds"), _("to attribute"), _("no outcome yet")] += rest
    return flows


def _biggest(rows: Sequence[tuple[str, int]]) -> set[str]:
    sums: dict[str, int] = defaultdict(int)
    for name, cents in rows:
        sums[name] += cents
    return set(sorted(sums, key=lambda name: (-sums[name], name))[:MOST])


def _column(flows: dict[Steps, int], place: int, scale: float) -> dict[str, Block]:
    """Its bars, the biggest first, what waits last."""
    sums: dict[str, int] = defaultdict(int)
    waits = {steps[place] for steps in flows if steps[3] == _("no outcome yet")}
    for steps, cents in flows.items():
        sums[steps[place]] += cents
    bars, y = {}, 0.0
    for label in sorted(sums, key=lambda name: (name in waits, -sums[name], name)):
        height = max(LEAST, sums[label] * scale)
        kind = "waiting" if label in waits else KINDS[place]
        bars[label] = Block(label, sums[label], kind, COLUMNS[place], round(y, 1), round(height, 1))
        y += max(height, 30) + GAP
    return bars


def _bands(flows: dict[Steps, int], place: int, columns: Sequence[dict[str, Block]], scale: float) -> list[Ribbon]:
    """Between a column and the next, in the order of their bars."""
    pairs: dict[tuple[str, str], int] = defaultdict(int)
    for steps, cents in flows.items():
        pairs[steps[place], steps[place + 1]] += cents
    left, right = columns[place], columns[place + 1]
    out, into = {name: bar.y for name, bar in left.items()}, {name: bar.y for name, bar in right.items()}
    bands = []
    for (start, end), cents in sorted(pairs.items(), key=lambda pair: (left[pair[0][0]].y, right[pair[0][1]].y)):
        height = max(1.0, cents * scale)
        bands.append(ribbon((left[start].x + BAR, out[start]), (right[end].x, into[end]), height, right[end].kind))
        out[start] += height
        into[end] += height
    return bands
