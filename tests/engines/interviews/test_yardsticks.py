"""What the benchmark measures the solver against says the truth: the bounds, the single model, the picture."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest
from bench.interviews import kept, single_model
from bench.interviews.baseline import first_come_first_served
from bench.interviews.bounds import rescued_at_most, served_at_most
from bench.interviews.chart import Line, Panel, drawn
from bench.interviews.forums import FORUMS, SHIPPED, read
from bench.interviews.processes import Run
from bench.interviews.results import Reached, Result
from hypothesis import given, settings

from filon.engines.interviews.checker import check, check_instance
from tests.engines.interviews.exhaustive import best_goals
from tests.engines.interviews.forums import Json, company, forum, presence, student
from tests.engines.interviews.strategies import locked_forums, tiny_forums

TINY = settings(max_examples=60, deadline=None)


@TINY
@given(tiny_forums())
def test_bound_of_those_served_once_is_exact_and_of_twice_holds(instance: Json):
    best = best_goals(instance)

    once, together = served_at_most(instance)

    assert once == best.with_one
    assert together >= best.with_one + best.with_two


@TINY
@given(locked_forums())
def test_bound_of_those_rescued_by_free_seats_is_exact_once_and_holds_twice(instance: Json):
    best = best_goals(instance)

    once, together = rescued_at_most(instance, {"interviews": instance["locked"]})

    assert once == best.with_one
    assert together >= best.with_one + best.with_two


@pytest.mark.parametrize("rule", ["half_day", "gap"])
def test_single_model_finds_the_best_of_a_tiny_forum(tmp_path: Path, rule: str):
    firms = [company(presence(0, site, closed=(2, 4, 5)), name=f"Firm {site}") for site in (0, 1, 0)]
    wishes = ((0, 4), (1, 3), (2, 1))
    instance = forum(firms, [student(*wishes), student(*wishes[::-1], busy=(1,)), student(*wishes, home=1, busy=(0,))], rule=rule)
    source, out, trace = tmp_path / "forum.json", tmp_path / "out.json", tmp_path / "trace"
    source.write_text(json.dumps(instance))

    single_model.main(source, out, trace, 20)

    verdict = check(instance, json.loads(out.read_text()))
    scores, last = verdict.scores, json.loads(trace.read_text().splitlines()[-1])
    assert verdict.is_valid
    assert (scores.with_one, scores.with_two, scores.weight) == best_goals(instance)[:3] == tuple(last[1:])


def test_shipped_forums_have_the_format_and_the_figures_of_their_study():
    instance = read(SHIPPED / "S1.json.gz")

    check_instance(instance)
    scores = check(instance, first_come_first_served(instance)).scores
    assert (scores.with_one, scores.with_two, scores.weight) == (1210, 947, 55547)
    assert served_at_most(instance) == (1375, 1375 + 1323)


def test_picture_is_drawn_whole_and_the_same_again():
    panels = [Panel("n1", [Line("Filon", [(0.5, 80.0), (2.0, 100.0)]), Line("first come & served", []), Line("model", [(50.0, 3.0)])])]

    picture = drawn("S1 < S3", panels, first=0.1, last=100)

    root = ElementTree.fromstring(picture)
    assert [element.text for element in root.iter("{http://www.w3.org/2000/svg}title")] == ["S1 < S3"]
    assert len(root.findall("{http://www.w3.org/2000/svg}path")) == 2 + 3
    assert picture == drawn("S1 < S3", panels, first=0.1, last=100)


def test_figures_of_a_forum_are_kept_and_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(kept, "KEPT", tmp_path / "measured.json")
    result = Result(
        forum=FORUMS[0],
        reached=Reached(3, 2, 70, 1),
        report={"bounds": {"with_one": 3, "with_two": 2, "weight": 71}},
        cost=Run(0, 1.5, 1.2, 90.0, "", "", 0.4),
        served_at_most=(3, 5),
        first_come=Reached(2, 1, 50, 4),
        single_model=None,
        proven=70,
    )
    measured = kept.Measured("a machine, load 0.1 before", result, {"free": [{"kind": "add student"}]})

    kept.keep(measured)

    assert kept.read() == [measured]
    assert (result.n1_bound, result.n2_bound, result.weight_bound) == (3, 2, 70)
