"""Bounds by prices: no schedule exceeds them, and they are close to the optimum of the linear program."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from scipy import sparse

from filon.engines.interviews.bounds import Value
from filon.engines.interviews.generator import generate
from filon.engines.interviews.options import Options
from filon.engines.interviews.problem import Problem, compile_problem
from filon.engines.interviews.proof import Proof, proven
from filon.engines.interviews.reach import within_reach
from filon.engines.interviews.reading import instance_of
from filon.engines.interviews.selection import Program
from filon.engines.interviews.solving import solve
from tests.engines.interviews.exhaustive import best_goals
from tests.engines.interviews.forums import Json
from tests.engines.interviews.strategies import tiny_forums

TINY = settings(max_examples=60, deadline=None)


def problem_of(instance: Json) -> Problem:
    return within_reach(compile_problem(instance_of(instance)))


@TINY
@given(tiny_forums())
def test_no_schedule_exceeds_what_prices_prove(instance: Json):
    problem, best = problem_of(instance), best_goals(instance)
    reached = Value(best.with_one, best.with_two, best.weight)

    proof = Proof(problem) if problem.pairs else None

    assert proof is None or (proof.most_twice(reached) >= best.with_two and proof.most_weight(reached) >= best.weight)


def test_prices_prove_nearly_what_the_linear_program_does():
    instance = generate(20, 300, 1)
    problem, score = problem_of(instance), solve(instance_of(instance), seed=1).report.score
    reached = Value(score.with_one, score.with_two, score.weight)

    proved = Proof(problem).most_weight(reached)

    assert proved == pytest.approx(Program(Options(problem)).bound(reached.with_one, reached.with_two), rel=1e-3)


def test_any_prices_prove_something_and_those_found_the_optimum():
    matrix = sparse.csr_array(np.array([[1.0, 1.0, 0.0], [0.0, 1.0, 1.0]]))

    bound = proven(np.array([2.0, 3.0, 2.0]), matrix, np.array([1.0, 1.0]), np.ones(3))

    assert bound == pytest.approx(4.0, abs=1e-2)
    assert bound >= 4.0
