"""Hide the small counts of a table, and enough others that none can be computed back from what is shown.

A table with its totals is a set of lines (rows, columns, the row and the column of totals) whose cells add up. Seen as a graph in
which a hidden cell joins its row and its column, a hidden cell can be computed back exactly when it lies on no cycle. So:
1. every count from 1 to `minimum` - 1 is hidden, totals included; a zero is shown, for nobody is behind it;
2. no line has a single hidden cell, and the hidden cells of a line whose total is shown are together at least `minimum` persons;
3. every hidden cell lies on a cycle.
The smallest counts are hidden first. Hiding a total is the last resort.
"""

from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum, auto


class Margin(Enum):
    """The row and the column of totals."""

    TOTAL = auto()


Row = Hashable
Column = Hashable
Cell = tuple[Row, Column]
Node = tuple[str, Hashable]


@dataclass(frozen=True, slots=True)
class ShownTable:
    """What may be shown: counts and totals, None where hidden. A cell that was not given counts 0 and is not listed in `cells`."""

    cells: Mapping[Cell, int | None]
    row_totals: Mapping[Row, int | None]
    column_totals: Mapping[Column, int | None]
    total: int | None


def suppress(table: Mapping[Cell, int], *, minimum: int = 5) -> ShownTable:
    """Hide what must not be shown of `table`, counts of persons by (row, column). Raises ValueError for a count below 0."""
    if any(count < 0 for count in table.values()):
        raise ValueError("A count of persons cannot be below 0.")
    counts = _with_totals(table)
    hidden = {cell for cell, count in counts.items() if 0 < count < minimum}
    while cell := _next_to_hide(counts, hidden, minimum):
        hidden.add(cell)
    shown = {cell: None if cell in hidden else count for cell, count in counts.items()}
    return ShownTable(
        cells={cell: shown[cell] for cell in table},
        row_totals={row: shown[row, Margin.TOTAL] for row, _ in table},
        column_totals={column: shown[Margin.TOTAL, column] for _, column in table},
        total=shown.get((Margin.TOTAL, Margin.TOTAL), 0),
    )


def _with_totals(table: Mapping[Cell, int]) -> dict[Cell, int]:
    counts = dict(table)
    for (row, column), count in table.items():
        for cell in ((row, Margin.TOTAL), (Margin.TOTAL, column), (Margin.TOTAL, Margin.TOTAL)):
            counts[cell] = counts.get(cell, 0) + count
    return counts


def _next_to_hide(counts: Mapping[Cell, int], hidden: set[Cell], minimum: int) -> Cell | None:
    """The next cell to hide, or None when the table is safe. Once all is hidden but the zeros, it is."""
    by_node: dict[Node, list[Cell]] = {}
    for cell in hidden:
        for node in _nodes(cell):
            by_node.setdefault(node, []).append(cell)
    for node, cells in sorted(by_node.items(), key=_name):
        if _is_exposed(node, cells, counts, minimum) and (choice := _smallest(counts, hidden, {node}, by_node)):
            return choice
    for cell in sorted(_bridges(by_node), key=repr):
        if choice := _smallest(counts, hidden, set(_nodes(cell)), by_node):
            return choice
    return None


def _nodes(cell: Cell) -> tuple[Node, Node]:
    return ("row", cell[0]), ("column", cell[1])


def _name(entry: tuple[Node, list[Cell]]) -> str:
    return repr(entry[0])


def _is_exposed(node: Node, cells: list[Cell], counts: Mapping[Cell, int], minimum: int) -> bool:
    """Whether the hidden cells of a line are alone, or together a small group that the shown total gives away."""
    kind, _ = node
    total_is_hidden = any((column if kind == "row" else row) is Margin.TOTAL for row, column in cells)
    return len(cells) == 1 or (not total_is_hidden and sum(counts[cell] for cell in cells) < minimum)


def _smallest(counts: Mapping[Cell, int], hidden: set[Cell], lines: set[Node], by_node: Mapping[Node, object]) -> Cell | None:
    """The cheapest cell of the lines to hide: no total if possible, then one that crosses a hidden cell, then the smallest count."""
    candidates = (cell for cell, count in counts.items() if count and cell not in hidden and lines.intersection(_nodes(cell)))
    return min(
        candidates,
        key=lambda cell: (Margin.TOTAL in cell, not all(n in by_node for n in _nodes(cell)), counts[cell], repr(cell)),
        default=None,
    )


def _bridges(by_node: Mapping[Node, Iterable[Cell]]) -> list[Cell]:
    """The hidden cells that lie on no cycle: edges below which no other edge leads back up (depth-first search, without recursion)."""
    depth: dict[Node, int] = {}
    lowest: dict[Node, int] = {}
    bridges: list[Cell] = []
    for root in by_node:
        path: list[tuple[Node, Cell | None, Iterator[Cell]]] = []
        if root not in depth:
            depth[root] = lowest[root] = 0
            path.append((root, None, iter(by_node[root])))
        while path:
            node, above, cells = path[-1]
            cell = next(cells, None)
            if cell is None:
                path.pop()
                if above is not None:
                    parent = path[-1][0]
                    lowest[parent] = min(lowest[parent], lowest[node])
                    if lowest[node] > depth[parent]:
                        bridges.append(above)
                continue
            if cell == above:
                continue
            other = next(end for end in _nodes(cell) if end != node)
            if other in depth:
                lowest[node] = min(lowest[node], depth[other])
            else:
                depth[other] = lowest[other] = depth[node] + 1
                path.append((other, cell, iter(by_node[other])))
    return bridges
