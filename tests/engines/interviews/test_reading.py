"""What is not of the format is refused with the path of the first wrong field and what was expected there."""

from __future__ import annotations

import copy
import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from filon.engines.interviews import Interview, InterviewsRefused, Malformed, documents, instance_of, read_instance, read_schedule
from filon.engines.interviews.writing import instance_document, schedule_document, write
from tests.engines.interviews.forums import Json, company, forum, presence, schedule, student

FORUM = forum(
    [company(presence(), presence(day=1, site=1, interviewers=2, closed=(6,))), company(presence(site=1))],
    [student((0, 3), (1, 2)), student((1, 4), home=1, busy=(0, 1)), student((0, 0), (1, 1), away=(7,))],
    days=2,
)


def changed(path: list[Any], value: Any) -> Json:
    """The forum with one field replaced."""
    document = copy.deepcopy(FORUM)
    place = document
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    return document


def without(*path: Any) -> Json:
    document = copy.deepcopy(FORUM)
    place = document
    for key in path[:-1]:
        place = place[key]
    del place[path[-1]]
    return document


def refusal(document: Json) -> str:
    with pytest.raises(Malformed) as refused:
        instance_of(document)
    return str(refused.value)


@pytest.mark.parametrize(
    ("path", "value", "sentence"),
    [
        (["format"], "filon-interviews/2", 'format: expected "filon-interviews/1", found "filon-interviews/2"'),
        (["slots"], [], "slots: expected between 1 and 500 slots, found 0"),
        (["slots", 1, "start"], 560, "slots[1].start: expected 570 or later, the end of the slot before, found 560"),
        (["slots", 6, "day"], -1, "slots[6].day: expected a day between 0 and 10000, found -1"),
        (["slots", 2, "end"], 600, "slots[2].end: expected minutes after the start between 601 and 1440, found 600"),
        (["sites"], [], "sites: expected between 1 and 50 sites, found 0"),
        (["rules", "site_rule"], "day", 'rules.site_rule: expected "half_day" or "gap", found "day"'),
        (["rules", "rank_points"], [], "rules.rank_points: expected at least one number of points, found an empty list"),
        (["rules", "rating_points", 1], 2.5, "rules.rating_points[1]: expected points between 0 and 1000, found 2.5"),
        (["companies", 0, "presence", 0, "day"], 9, "companies[0].presence[0].day: expected the day of a slot (0, 1), found 9"),
        (["companies", 0, "presence", 1, "site"], 2, "companies[0].presence[1].site: expected the number of a site, from 0 to 1, found 2"),
        (["companies", 1, "presence"], None, "companies[1].presence: expected a list, found null"),
        (["students", 0, "wishes", 1, 1], 7, "students[0].wishes[1][1]: expected a rating between 0 and 4, found 7"),
        (["students", 0, "wishes", 1, 0], 2, "students[0].wishes[1][0]: expected the number of a company, from 0 to 1, found 2"),
        (["students", 0, "wishes", 1, 0], 0, "students[0].wishes[1][0]: expected each company once, found 0 again (rank 0 and rank 1)"),
        (["students", 0, "wishes", 1], [1], "students[0].wishes[1]: expected [company, rating], found [1]"),
        (["students", 1, "busy"], [0, 12], "students[1].busy[1]: expected the number of a slot, from 0 to 11, found 12"),
        (["students", 1, "busy"], [3, 3], "students[1].busy[1]: expected each slot once, found 3 again"),
        (["students", 2, "max"], True, "students[2].max: expected interviews between 0 and 10000, found true"),
        (["locked"], [[0, 0, 1, 0]], "locked[0]: expected [student, company, slot, site, interviewer], found [0, 0, 1, 0]"),
    ],
)
def test_wrong_field_is_named(path: list[Any], value: Any, sentence: str):
    assert refusal(changed(path, value)).startswith(sentence)


@pytest.mark.parametrize(
    ("path", "named"),
    [(("slots",), "slots"), (("rules", "rank_points"), "rules.rank_points"), (("students", 1, "home"), "students[1].home")],
)
def test_missing_field_is_named(path: tuple[Any, ...], named: str):
    assert refusal(without(*path)) == f"{named}: expected this field, it is missing"


@pytest.mark.parametrize(
    ("locked", "sentence"),
    [
        ([[0, 1, 0, 0, 0]], "locked[0]: company 1 has no interviewer 0 at slot 0 on site 0"),
        ([[1, 0, 2, 0, 0]], "locked[0]: student 1 did not ask for company 0"),
        ([[2, 0, 0, 0, 0]], "locked[0]: company 0 refused student 2"),
        ([[1, 1, 0, 1, 0]], "locked[0]: student 1 is not free at slot 0"),
        ([[0, 0, 0, 0, 0], [0, 1, 0, 1, 0]], "locked[1]: student 0 cannot be there and in locked[0]"),
        ([[0, 0, 0, 0, 0], [0, 1, 2, 1, 0]], "locked[1]: student 0 cannot be there and in locked[0]"),
        ([[0, 0, 0, 0, 0], [0, 0, 4, 0, 0]], "locked[1]: student 0 already sees company 0 in locked[0]"),
        ([[0, 1, 3, 1, 0], [1, 1, 3, 1, 0]], "locked[1]: interviewer 0 of company 1 already has locked[0]"),
    ],
)
def test_contradictory_lock_is_named(locked: Json, sentence: str):
    assert refusal(changed(["locked"], locked)) == sentence


def test_lock_beyond_the_maximum_is_named():
    document = changed(["students", 0, "max"], 1)
    document["locked"] = [[0, 0, 0, 0, 0], [0, 1, 3, 1, 0]]

    assert refusal(document) == "locked[1]: student 0 may have 1 interviews, this is one more"


def test_class_too_near_a_lock_is_named():
    document = changed(["students", 1], student((0, 1), home=1, busy=(1,)))
    document["locked"] = [[1, 0, 0, 0, 0]]

    assert refusal(document) == "locked[0]: student 1 has a class at slot 1 on site 1, too near to come"


@pytest.mark.parametrize("name", ["forum.json", "forum.json.gz"])
def test_instance_is_read_as_it_was_written(tmp_path: Path, name: str):
    instance = instance_of(changed(["locked"], [[0, 0, 4, 0, 0]]))

    write(tmp_path / name, instance_document(instance))

    assert read_instance(tmp_path / name) == instance


def test_schedule_is_read_as_it_was_written(tmp_path: Path):
    instance = instance_of(FORUM)

    write(tmp_path / "plan.json", schedule((0, 0, 4, 0, 0)))

    assert read_schedule(tmp_path / "plan.json", instance).interviews == (Interview(0, 0, 4, 0, 0),)
    assert schedule_document(read_schedule(tmp_path / "plan.json", instance)) == schedule((0, 0, 4, 0, 0))


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b'{"format": ', "is not JSON: line 1, column 12: Expecting value."),
        (b'{"format": "\xe9"}', "is not a text in UTF-8."),
        (b"[" * 100_000, "is not an instance: its lists are nested too deeply."),
        (gzip.compress(b'{"format": 1}', mtime=0)[:-9], "cannot be read: it is not a whole gzip file."),
    ],
)
def test_what_is_not_a_document_is_refused(tmp_path: Path, content: bytes, sentence: str):
    path = tmp_path / "forum.json"
    path.write_bytes(content)

    with pytest.raises(InterviewsRefused) as refused:
        read_instance(path)

    assert str(refused.value) == f"{path} {sentence}"


def test_missing_file_is_refused(tmp_path: Path):
    with pytest.raises(InterviewsRefused, match=r"nothing\.json cannot be read: No such file or directory\."):
        read_instance(tmp_path / "nothing.json")


def test_number_that_json_has_not_is_refused():
    with pytest.raises(InterviewsRefused, match="contains NaN"):
        json.loads("[NaN]", parse_constant=documents.refuse_constant)


def test_huge_file_is_refused_before_it_is_read_whole(tmp_path: Path):
    path = tmp_path / "forum.json.gz"
    with gzip.open(path, "wb", compresslevel=1) as file:
        file.write(b" " * (documents.LARGEST + 1))

    with pytest.raises(InterviewsRefused) as refused:
        read_instance(path)

    assert str(refused.value).startswith(f"{path} is larger than 128 MB")


def test_file_that_cannot_be_written_leaves_nothing_behind(tmp_path: Path):
    (tmp_path / "plan.json").mkdir()

    with pytest.raises(InterviewsRefused, match="cannot be written"):
        write(tmp_path / "plan.json", schedule())

    assert [path.name for path in tmp_path.iterdir()] == ["plan.json"]
