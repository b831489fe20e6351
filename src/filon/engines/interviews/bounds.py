"""What no schedule can exceed.

Each bound is the optimum of a relaxation: a problem of which every schedule is a solution, with the same value. A student's maximum
is lowered beforehand to what she could have were she alone (`reach`), which every schedule obeys too.
"""

from __future__ import annotations

from math import floor
from typing import TYPE_CHECKING, NamedTuple

from filon.engines.interviews.laminar import Bonus, Choice, Relaxation

if TYPE_CHECKING:
    from filon.engines.interviews.problem import Problem
    from filon.engines.interviews.selection import Program

GENTLE = 2
"""bonus of a second interview, in heaviest pairs, where a timetable misses some."""
ROUNDING = 1e-7
"""share of the value granted to the linear solver's arithmetic before its bound is rounded down to a whole number."""


class Value(NamedTuple):
    """Goals of a timetable, most important first; `weight` leaves settled interviews aside."""

    with_one: int
    with_two: int
    weight: int


def served_once(relaxation: Relaxation) -> int:
    """The largest flow F(1) when nobody has more than one interview: every schedule gives one of value with_one."""
    return relaxation.served(1)


def served_twice(relaxation: Relaxation, program: Program | None, reached: Value) -> int:
    """The most students with two in a schedule that serves at least as many once as `reached`.

    Let F(2) be the largest flow when nobody has more than two. A schedule gives one of value with_one + with_two, so with_two is at most
    F(2) - with_one. Where that leaves doubt, the linear program is asked too.
    """
    bound = relaxation.served(2) - reached.with_one
    if program is None or bound <= reached.with_two:
        return bound
    level = relaxation.problem.level
    further = program.most_twice(reached.with_one - int((level > 0).sum()))
    return bound if further is None else min(bound, further + int((level > 1).sum()))


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


def further(problem: Problem, reached: Value) -> tuple[int, int]:
    """Students with one and with two, settled interviews left aside."""
    return reached.with_one - int((problem.level > 0).sum()), reached.with_two - int((problem.level > 1).sum())


def _beyond(problem: Problem, choice: Choice, bonus: Bonus, reached: Value) -> int:
    once, twice = further(problem, reached)
    return choice.value - bonus.first * once - bonus.second * twice


def weight_by_sites(problem: Problem, program: Program, reached: Value) -> int | None:
    """The same by the linear program of `options`; None when it was not solved.

    Every schedule is a solution of it: an option is 1 when the pair takes place in that cell. Under the gap rule a student may change site
    within a half-day, so the program must have no gates.
    """
    bound = program.bound(*further(problem, reached))
    return None if bound is None else floor(bound * (1 + ROUNDING) + ROUNDING)
