"""Quality against time, as an SVG: three panels, a stepped line for each method, and a table could say no more."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

WIDTH, HEIGHT, PANEL, GAP, LEFT, TOP, BOTTOM = 940, 300, 260, 40, 50, 46, 60
COLOURS = ("#9a6210", "#3b5b7a", "#8a8a80")
"""ochre for Filon, then blue and grey."""
DASHES = ("", "6 4", "2 3")
INK, PAPER, RULE = "#26241f", "#fbfaf6", "#d9d5c8"
SHARES = (0, 25, 50, 75, 100)
Point = tuple[float, float]
"""seconds, percent."""


@dataclass(frozen=True, slots=True)
class Line:
    """What a method had reached at which second; it stays there until the next point."""

    name: str
    points: Sequence[Point]


@dataclass(frozen=True, slots=True)
class Panel:
    """One goal, in percent of its bound."""

    title: str
    lines: Sequence[Line]


def drawn(title: str, panels: Sequence[Panel], *, first: float, last: float) -> str:
    """The whole picture; seconds from `first` to `last` on a logarithmic axis. No clock, no random: same figures, same bytes."""
    body = [f'<text x="{LEFT}" y="20" font-weight="600">{escape(title)}</text>']
    for place, panel in enumerate(panels):
        x = LEFT + place * (PANEL + GAP)
        body += _panel(panel, x, first, last, has_numbers=place == 0)
    body += _legend([line.name for line in panels[0].lines])
    style = 'font-family="Inter, system-ui, sans-serif" font-size="12"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" {style} fill="{INK}">'
    return "\n".join(
        [head, f"<title>{escape(title)}</title>", f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{PAPER}"/>', *body, "</svg>", ""]
    )


def _panel(panel: Panel, x: float, first: float, last: float, *, has_numbers: bool) -> Iterable[str]:
    low = HEIGHT - BOTTOM

    def across(seconds: float) -> float:
        return x + PANEL * math.log(min(max(seconds, first), last) / first) / math.log(last / first)

    def up(percent: float) -> float:
        return low - (low - TOP) * percent / 100

    yield f'<text x="{x}" y="{TOP - 8}">{escape(panel.title)}</text>'
    for share in SHARES:
        yield f'<line x1="{x}" x2="{x + PANEL}" y1="{up(share):.1f}" y2="{up(share):.1f}" stroke="{RULE}"/>'
        if has_numbers:
            yield f'<text x="{x - 6}" y="{up(share) + 4:.1f}" text-anchor="end">{share} %</text>'
    for seconds in _ticks(first, last):
        yield f'<text x="{across(seconds):.1f}" y="{low + 16}" text-anchor="middle">{seconds:g} s</text>'
    for number, line in enumerate(panel.lines):
        yield _stepped(line, number, across, up, last)


def _ticks(first: float, last: float) -> list[float]:
    powers = range(math.ceil(math.log10(first) - 1e-9), math.floor(math.log10(last) + 1e-9) + 1)
    return [10.0**power for power in powers]


def _stepped(line: Line, number: int, across, up, last: float) -> str:  # type: ignore[no-untyped-def]  # noqa: ANN001
    """Up at each better schedule, level until the next; from where it begins to the end of the panel."""
    if not line.points:
        return ""
    (began, level), *rest = line.points
    path = [f"M {across(began):.1f} {up(0):.1f}", f"V {up(level):.1f}"]
    for seconds, percent in rest:
        path += [f"H {across(seconds):.1f}", f"V {up(percent):.1f}"]
    path.append(f"H {across(last):.1f}")
    steps = " ".join(path)
    return f'<path d="{steps}" fill="none" {_pen(number)}/>'


def _pen(number: int) -> str:
    dashes = f' stroke-dasharray="{DASHES[number]}"' if DASHES[number] else ""
    return f'stroke="{COLOURS[number]}" stroke-width="2"{dashes}'


def _legend(names: Sequence[str]) -> Iterable[str]:
    y, x = HEIGHT - 14, float(LEFT)
    for number, name in enumerate(names):
        yield f'<path d="M {x} {y - 4} h 28" fill="none" {_pen(number)}/>'
        yield f'<text x="{x + 34}" y="{y}">{escape(name)}</text>'
        x += 50 + 7 * len(name)
