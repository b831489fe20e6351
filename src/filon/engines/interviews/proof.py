"""Bounds of the site-aware program for forums whose linear program the simplex method does not solve in time.

A first-order method (PDLP) comes near the best prices of all rows; prices need not be the best to prove something. For any prices y >= 0
of `matrix @ x <= right`, 0 <= x <= most, no solution gains more than

    right . y + sum over columns of most * max(0, gain - y @ matrix)

so the solver is trusted with nothing: the sum is computed here.
"""

from __future__ import annotations

from functools import cached_property
from math import floor, inf
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from numpy.typing import NDArray
from ortools.pdlp import solvers_pb2
from ortools.pdlp.python import pdlp
from scipy import sparse

from filon.engines.interviews.options import Options

if TYPE_CHECKING:
    from filon.engines.interviews.bounds import Value
    from filon.engines.interviews.problem import Problem

Column: TypeAlias = NDArray[np.float64]

FIRST, SECOND = 4, 2
"""bonuses in heaviest pairs: small ones, since what is near is near in comparison with the whole sum."""
CLOSE_COUNT, CLOSE_VALUE = 1e-4, 5e-4
"""relative distance between prices and solution at which the search for better prices ends: for students, and for weights."""
MOST_STEPS = 3000
THREADS = 2
ROUNDING = 1e-9
"""share of a sum granted to the arithmetic before it is rounded down."""


class Proof:
    """Two optima of the linear program, from above: of first and second interviews, and of bonuses and weights."""

    def __init__(self, problem: Problem, close: float = CLOSE_VALUE) -> None:
        """For 140,000 pairs it takes some hundred MB, and each of the two optima, computed when it is asked for, some seconds."""
        self.close = close
        self.options = options = Options(problem)
        self.matrix, right = options.rows.matrix(options.width)
        self.right = right.astype(float)
        self.heaviest = max(1, int(options.weight.max(initial=1)))
        self.first = slice(options.count, options.count + options.students)
        self.second = slice(options.count + options.students, options.count + 2 * options.students)
        self.settled = int((problem.level > 0).sum()), int((problem.level > 1).sum())
        """students with one and two settled interviews, which are no part of the program."""
        steps = problem.steps()
        self.most = np.ones(options.width)
        self.most[self.first] = steps[:, 0]
        self.most[self.second] = steps[:, 1]

    @cached_property
    def served(self) -> float:
        """First and second interviews together, settled ones left aside."""
        return self._bound(0, 1, 1, CLOSE_COUNT)

    @cached_property
    def value(self) -> float:
        """Weights in heaviest pairs and bonuses together."""
        return self._bound(1 / self.heaviest, FIRST, SECOND, self.close)

    def most_twice(self, reached: Value) -> int:
        """The most students with two in a schedule that serves at least as many once."""
        once, _ = self._further(reached)
        return floor(self.served) - once + self.settled[1]

    def most_weight(self, reached: Value) -> int:
        """The most weight of a schedule that serves at least as many once and twice."""
        once, twice = self._further(reached)
        return floor((self.value - FIRST * once - SECOND * twice) * self.heaviest)

    def _further(self, reached: Value) -> tuple[int, int]:
        return reached.with_one - self.settled[0], reached.with_two - self.settled[1]

    def _bound(self, weight: float, first: int, second: int, close: float) -> float:
        gain = np.zeros(len(self.most))
        gain[: self.options.count] = weight * self.options.weight
        gain[self.first] = first
        gain[self.second] = second
        return proven(gain, self.matrix, self.right, self.most, close)


def proven(gain: Column, matrix: sparse.csr_array, right: Column, most: Column, close: float = CLOSE_COUNT) -> float:
    """What `gain @ x` is at most where `matrix @ x <= right` and 0 <= x <= most."""
    prices = np.maximum(0, -_dual(gain, matrix, right, most, close))
    bound = float(right @ prices + most @ np.maximum(0, gain - matrix.T @ prices))
    return bound + ROUNDING * abs(bound)


def _dual(gain: Column, matrix: sparse.csr_array, right: Column, most: Column, close: float) -> Column:
    """Near the best; of a minimisation, so not above zero."""
    program = pdlp.QuadraticProgram()
    program.objective_vector = -gain
    program.constraint_matrix = sparse.csc_matrix(matrix)
    program.constraint_lower_bounds = np.full(len(right), -inf)
    program.constraint_upper_bounds = right
    program.variable_lower_bounds = np.zeros(len(most))
    program.variable_upper_bounds = most
    search = solvers_pb2.PrimalDualHybridGradientParams()
    search.num_threads = THREADS
    search.termination_criteria.iteration_limit = MOST_STEPS
    search.termination_criteria.simple_optimality_criteria.eps_optimal_absolute = close
    search.termination_criteria.simple_optimality_criteria.eps_optimal_relative = close
    return np.asarray(pdlp.primal_dual_hybrid_gradient(program, search).dual_solution)
