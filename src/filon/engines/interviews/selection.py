"""Chooses pairs with their half-day and site by linear programming, and proves how much weight is possible.

The linear relaxation of `options` bounds the weight of every schedule. Its optimum is nearly whole (a few hundred of tens of thousands
of options are not); a small integer program settles the students it leaves in between, everybody else keeping her choice.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, linprog, milp

if TYPE_CHECKING:
    from filon.engines.interviews.options import Options
    from filon.engines.interviews.problem import Flags, Integers

Column: TypeAlias = NDArray[np.float64]

FIRST, SECOND = 200, 10
"""bonuses in heaviest pairs; larger ones blur the arithmetic of the linear solver, so results are counted again afterwards."""
HEAVIEST = 40.0
"""weights are scaled to this: the solver's tolerances are absolute, and around one it takes eight times longer."""
GENTLE = 2
"""bonus of a second interview, in heaviest pairs, where a timetable misses some."""
BLUR = 0.001
"""of the scaled weights; the smallest there is counts a hundred times as much or more."""
WHOLE = 1e-6
ROUNDING = 1e-3
"""granted to the solver before a number of students is rounded down."""
NODES = 100
"""of the search tree of the integer program: a limit in work, not in time, keeps the answer the same on every machine."""


@dataclass(frozen=True, slots=True)
class Selection:
    """Chosen options, and their cell."""

    pairs: Integers
    cells: Integers


@dataclass(frozen=True, slots=True)
class Relaxed:
    """What came out of the linear relaxation."""

    solution: Column
    most: float
    """no solution gains more."""


class Program:
    """The linear program over the options of a problem."""

    def __init__(self, options: Options) -> None:
        self.options = options
        self.matrix, self.right = options.rows.matrix(options.width)
        self.scale = HEAVIEST / max(1, int(options.weight.max(initial=1)))
        self.first = slice(options.count, options.count + options.students)
        self.second = slice(options.count + options.students, options.count + 2 * options.students)
        steps = options.problem.steps()
        self.most = np.ones(options.width)
        self.most[self.first] = steps[:, 0]
        self.most[self.second] = steps[:, 1]
        self.cost = self._cost(FIRST, SECOND)
        self.relaxed = self._relax(self.cost)
        """a solution of the linear relaxation, and what none exceeds; None when the solver gives up."""

    def _cost(self, first: int, second: int) -> Column:
        cost = np.zeros(len(self.most))
        cost[: self.options.count] = -self.scale * self.options.weight
        cost[self.first] = -first * HEAVIEST
        cost[self.second] = -second * HEAVIEST
        return cost

    def _relax(self, cost: Column) -> Relaxed | None:
        """Near the optimum: the solver is given costs blurred by less than any weight counts, for among equals it takes six times longer.

        What it proves is summed up here, from its prices and the true costs, by the inequality of `proof`.
        """
        limits = np.stack([np.zeros(len(self.most)), self.most], axis=1)
        blur = np.random.default_rng(0).random(len(cost)) * (np.arange(len(cost)) < self.options.count)
        answer = linprog(cost - BLUR * blur, A_ub=self.matrix, b_ub=self.right, bounds=limits, method="highs-ds")
        if answer.status != 0:
            return None
        prices = np.maximum(0, -answer.ineqlin.marginals)
        return Relaxed(answer.x, float(self.right @ prices + self.most @ np.maximum(0, -cost - self.matrix.T @ prices)))

    def selection(self) -> Selection | None:
        """A whole solution close to the best one; None when the solver gives up."""
        return None if self.relaxed is None else self._whole(self.relaxed.solution)

    def _whole(self, relaxed: Column) -> Selection | None:
        options = self.options
        between = np.abs(relaxed - np.round(relaxed)) > WHOLE
        unsettled = np.zeros(options.students, dtype=bool)
        unsettled[options.owner[between]] = True
        loose = unsettled[options.owner]
        solution = np.where(loose, 0, np.round(relaxed))
        if loose.any():
            settled = self._search(loose, solution)
            if settled is None:
                return None
            solution[loose] = settled
        chosen = np.flatnonzero(solution[: options.count] > 0.5)
        return Selection(options.pair[chosen], options.of_cell[chosen])

    def _search(self, loose: Flags, solution: Column) -> Column | None:
        constraint = LinearConstraint(self.matrix[:, loose], -np.inf, self.right - self.matrix @ solution)
        answer = milp(
            self.cost[loose],
            constraints=constraint,
            bounds=Bounds(0, self.most[loose]),
            integrality=np.ones(int(loose.sum())),
            options={"mip_rel_gap": 1e-7, "node_limit": NODES},
        )
        return None if answer.x is None else np.round(answer.x)

    def most_twice(self, once: int) -> int | None:
        """The most students with a second interview in a solution that gives so many a first one; None when unknown.

        Let V be the optimum with bonuses b1 and b2: b1 once + b2 twice + weight <= V. Since b2 is larger than all weight there can be, the
        quotient (V - b1 once) / b2 is below the best number of second ones plus one. (Without weights the solver takes ten times longer.)
        """
        if self.relaxed is None:
            return None
        second = 2 * ceil(-float(self._cost(0, 0) @ self.relaxed.solution) / HEAVIEST) + 2 * SECOND
        cost = self._cost(20 * second, second)
        answer = self._relax(cost)
        if answer is None:
            return None
        return floor((answer.most / HEAVIEST - 20 * second * once) / second + ROUNDING)

    def bound(self, once: int, twice: int) -> float | None:
        """The most weight of a solution that gives so many students a first interview, and so many a second; None when unknown.

        Let V be the optimum with bonuses b1 and b2: the weight is at most V - b1 once - b2 twice, whatever the bonuses.
        """
        if self.relaxed is None:
            return None
        bound = self._beyond(self.relaxed, (FIRST, SECOND), once, twice)
        more_once = self._served(self.first) > once
        if more_once or self._served(self.second) > twice:
            gentle = (2 * GENTLE if more_once else FIRST, GENTLE)
            answer = self._relax(self._cost(*gentle))
            return bound if answer is None else min(bound, self._beyond(answer, gentle, once, twice))
        return bound

    def ceiling(self, once: int, twice: int) -> float | None:
        """A bound of the weight that is there at once; None where so many students lack an interview that it would say little."""
        if self.relaxed is None or self._served(self.first) > once or self._served(self.second) > twice:
            return None
        return self._beyond(self.relaxed, (FIRST, SECOND), once, twice)

    def _served(self, columns: slice) -> int:
        """Students with a first or a second interview in the relaxed solution, rounded down."""
        return 0 if self.relaxed is None else floor(self.relaxed.solution[columns].sum() + ROUNDING)

    def _beyond(self, answer: Relaxed, bonus: tuple[int, int], once: int, twice: int) -> float:
        return (answer.most - HEAVIEST * (bonus[0] * once + bonus[1] * twice)) / self.scale
