"""The linear program of a small forum: blurred costs change neither what it finds nor, by more than a little, what it proves."""

from __future__ import annotations

import pytest

from filon.engines.interviews import instance_of, selection
from filon.engines.interviews.generator import generate
from filon.engines.interviews.options import Options
from filon.engines.interviews.problem import compile_problem
from filon.engines.interviews.reach import within_reach
from filon.engines.interviews.selection import Program


def _program(seed, rule):
    return Program(Options(within_reach(compile_problem(instance_of(generate(12, 120, seed, site_rule=rule))))))


@pytest.mark.parametrize("rule", ["half_day", "gap"])
@pytest.mark.parametrize("seed", [1, 2])
def test_blurred_costs_prove_nearly_what_true_ones_do(monkeypatch, seed, rule):
    blurred = _program(seed, rule)
    monkeypatch.setattr(selection, "BLUR", 0)
    true = _program(seed, rule)

    loss = blurred.relaxed.most - true.relaxed.most

    assert true.relaxed.most == pytest.approx(-float(true.cost @ true.relaxed.solution), rel=1e-9)
    assert -1e-6 * true.relaxed.most <= loss <= selection.HEAVIEST / 10


def test_ceiling_is_a_bound_and_is_told_only_where_nobody_is_missing():
    program = _program(1, "half_day")
    relaxed = program.relaxed.solution
    once, twice = round(relaxed[program.first].sum()), int(relaxed[program.second].sum() + 1e-3)

    assert program.ceiling(once, twice) >= program.bound(once, twice)
    assert program.ceiling(once, twice - 1) is None
    assert program.ceiling(once - 1, twice) is None
