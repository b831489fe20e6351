"""What no schedule can exceed.

Each bound is the optimum of a relaxation: a problem of which every schedule is a solution, with the same value. A student's maximum
is lowered beforehand to what she could have were she alone (`reach`), which every schedule obeys too.
"""

from __future__ import annotations

from math import floor
from typing import TYPE_CHECKING, NamedTuple

from filon.engines.interviews.laminar import Bonus, Choice, Relaxation
from filon.engines.interviews.selection import GENTLE

if TYPE_CHECKING:
    from filon.engines.interviews.problem import Problem
    from filon.engines.interviews.selection import Program

ROUNDING = 1e-7
"""share of the value granted to the linear solver's arithmetic before its bound is rounded down to a whole number."""


class Value(NamedTuple):
    """Goals of a timetable, most important first; `weight` leaves settled interviews aside."""

    with_one: int
    with_two: int
    weight: int


class Served(NamedTuple):
    """Bounds on students served; `both` bounds the sum of those with one and those with two."""

    once: int
    both: int


def fairness(relaxation: Relaxation) -> Served:
    """With F(k) the largest flow when nobody has more than k interviews.

    A schedule gives a flow of value sum over students of min(interviews, k), so with_one <= F(1) and with_one + with_two <= F(2).
    Hence a schedule that serves n1 students or more at least once serves at most F(2) - n1 of them twice.
    """
    return Served(relaxation.served(1), relaxation.served(2))


def weight_by_flow(relaxation: Relaxation, choice: Choice, bonus: Bonus, reached: Value) -> int:
    """The most weight of a schedule that serves at least as many once and twice as `reached`.

    Let V be the largest value of a flow with bonuses b1 and b2. A schedule with n1, n2 is a flow, so its weight is at most
    V - b1 n1 - b2 n2, for any bonuses: smaller ones are tried where the best flow serves more than was reached.
    """
    bound = _beyond(relaxation.problem, choice, bonus, reached)
    if (choice.with_one, choice.with_two) == (reached.with_one, reached.with_two):
        return bound
    heaviest = max(1, int(relaxation.problem.pair_weight.max()))
    first = bonus.first if choice.with_one == reached.with_one else 2 * GENTLE * heaviest
    gentle = Bonus(first, GENTLE * heaviest)
    return min(bound, _beyond(relaxation.problem, relaxation.best(gentle), gentle, reached))


def _beyond(problem: Problem, choice: Choice, bonus: Bonus, reached: Value) -> int:
    once = reached.with_one - int((problem.level > 0).sum())
    twice = reached.with_two - int((problem.level > 1).sum())
    return choice.value - bonus.first * once - bonus.second * twice


def weight_by_sites(problem: Problem, program: Program, reached: Value) -> int | None:
    """The same by the linear program of `options`; None when it was not solved.

    Every schedule is a solution of it: an option is 1 when the pair takes place in that cell. Under the gap rule a student may change site
    within a half-day, so the program must have no gates.
    """
    once = reached.with_one - int((problem.level > 0).sum())
    twice = reached.with_two - int((problem.level > 1).sum())
    bound = program.bound(once, twice)
    return None if bound is None else floor(bound * (1 + ROUNDING) + ROUNDING)
