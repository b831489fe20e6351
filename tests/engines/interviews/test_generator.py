"""Generated forums: of the format, the same for the same arguments, and what their family promises."""

from __future__ import annotations

import gzip
import hashlib
import json
from argparse import ArgumentParser
from collections import Counter
from pathlib import Path

import pytest
from bench.interviews.baseline import first_come_first_served

from filon.engines.interviews import generator
from filon.engines.interviews.checker import check, check_instance
from filon.engines.interviews.checker.conflicts import Seats
from filon.engines.interviews.generator import FAMILIES, Impossible, generate
from tests.engines.interviews.forums import Json


def small(family: str, *, seed: int = 3, students: int = 120) -> Json:
    return generate(30, FAMILIES[family].students or students, seed, family=family)


def afternoons(instance: Json) -> set[int]:
    return {number for number, slot in enumerate(instance["slots"]) if slot["half"] == 1}


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("seed", [0, 1])
def test_forum_of_every_family_has_the_format_and_possible_locks(family: str, seed: int):
    instance = small(family, seed=seed)

    check_instance(instance)
    assert check(instance, {"interviews": instance["locked"]}).conflicts == ()
    assert (len(instance["companies"]), len(instance["slots"]), len(instance["sites"])) == (30, 32, 2)


@pytest.mark.parametrize("family", FAMILIES)
def test_first_come_first_served_is_possible_on_every_family(family: str):
    instance = small(family)

    assert check(instance, first_come_first_served(instance)).conflicts == ()


def test_same_arguments_same_forum_and_another_seed_another():
    assert small("plain") == small("plain")
    assert small("plain") != small("plain", seed=4)


def test_forum_of_a_seed_stays_what_it_was():
    """Figures of the benchmark name a family and a seed: whoever changes what they mean writes the figures again."""
    text = "".join(generator.pieces(5, 8, 7))

    assert hashlib.sha256(text.encode()).hexdigest() == "93d648266b47f9a5a2e31587c94750d716c22b3faed569a77bb805dfb3080930"


@pytest.mark.parametrize(("companies", "students"), [(0, 0), (0, 5), (5, 0), (1, 1), (2, 40)])
def test_forum_may_be_tiny_or_empty(companies: int, students: int):
    instance = generate(companies, students, 1, family="star_firm")

    check_instance(instance)
    assert (len(instance["companies"]), len(instance["students"])) == (companies, students)


def test_gap_is_a_family_and_a_rule_of_any_other():
    assert small("gap")["rules"]["site_rule"] == "gap"
    assert generate(5, 8, 7, family="scarce", site_rule="gap")["rules"]["site_rule"] == "gap"
    assert small("plain")["rules"]["site_rule"] == "half_day"


def test_scarce_has_fewer_seats_than_students_and_ample_four_times_as_many():
    seats = {family: Seats(small(family, students=3000)).total for family in ("scarce", "ample")}

    assert 0.8 < seats["scarce"] / 3000 < 0.9
    assert 3.8 < seats["ample"] / seats["scarce"] < 4.3


def test_one_site_holds_all_firms_but_students_live_on_two():
    instance = small("one_site")

    assert {presence["site"] for company in instance["companies"] for presence in company["presence"]} == {0}
    assert {student["home"] for student in instance["students"]} == {0, 1}


def test_star_firm_is_the_first_wish_of_all_and_has_one_interviewer():
    instance = small("star_firm")

    assert {student["wishes"][0][0] for student in instance["students"]} == {0}
    assert instance["companies"][0]["presence"] == [{"day": 0, "site": 0, "interviewers": 1, "closed": []}]


def test_no_afternoon_is_free():
    instance = small("no_afternoon")

    assert all(afternoons(instance) <= {*student["busy"], *student["away"]} for student in instance["students"])


def test_no_wish_is_made():
    assert [student for student in small("no_wish")["students"] if student["wishes"]] == []


def test_twenty_interviewers_sit_in_one_firm():
    assert [presence["interviewers"] for presence in small("twenty_interviewers")["companies"][0]["presence"]] == [20, 20]


def test_hard_timetables_leave_fewer_free_slots():
    taken = {family: sum(len(student["busy"]) for student in small(family)["students"]) for family in ("plain", "hard_timetables")}

    assert taken["hard_timetables"] > 1.3 * taken["plain"]


def test_locked_is_a_tenth_of_the_students():
    locked = small("locked", students=1000)["locked"]

    assert 70 < len(locked) < 130
    assert max(Counter(row[0] for row in locked).values()) == 1


def test_absences_are_of_all_kinds():
    instance = generate(60, 300, 1, family="absences")

    ratings = {company: set[int]() for company in range(60)}
    for student in instance["students"]:
        for company, rating in student["wishes"]:
            ratings[company].add(rating)
    presences = [company["presence"] for company in instance["companies"]]
    assert [] in presences
    assert any(presence["interviewers"] == 0 for own in presences for presence in own)
    assert {0} in ratings.values()
    assert any(len(student["busy"]) + len(student["away"]) == 32 for student in instance["students"])


def test_few_firms_are_wished_by_most_and_firms_refuse_a_quarter():
    instance = generate(80, 1400, 1)

    wishes = [wish for student in instance["students"] for wish in student["wishes"]]
    popularity = Counter(company for company, _ in wishes).most_common()
    assert popularity[0][1] > 10 * popularity[-1][1]
    assert 9 < len(wishes) / 1400 < 12
    assert 0.2 < sum(rating == 0 for _, rating in wishes) / len(wishes) < 0.4


@pytest.mark.parametrize(
    ("arguments", "family", "sentence"),
    [
        ((3, -1, 1), "plain", "A forum cannot have -1 for students: give 0 or more."),
        ((-3, 1, 1), "plain", "A forum cannot have -3 for companies: give 0 or more."),
        ((3, 2, 1), "one_student", "A forum “one_student” has 1 student, not 2: give --students 1."),
        ((3, 2, 1), "odd", "There is no family “odd”: choose one of plain, gap, "),
    ],
)
def test_forum_that_cannot_be_is_refused(arguments: tuple[int, int, int], family: str, sentence: str):
    with pytest.raises(Impossible) as refusal:
        generate(*arguments, family=family)

    assert str(refusal.value).startswith(sentence)


def command(*words: object) -> int:
    parser = ArgumentParser()
    generator.add_arguments(parser)
    return generator.run(parser.parse_args([str(word) for word in words]))


@pytest.mark.parametrize("name", ["forum.json", "forum.json.gz"])
def test_command_writes_the_same_bytes_again(tmp_path: Path, name: str):
    words = ("--companies", 12, "--students", 30, "--seed", 5, "--family", "locked", "--out", tmp_path / name)
    codes = [command(*words)]
    first = (tmp_path / name).read_bytes()

    codes.append(command(*words))

    assert codes == [0, 0]
    assert (tmp_path / name).read_bytes() == first
    text = gzip.decompress(first) if name.endswith(".gz") else first
    assert json.loads(text) == generate(12, 30, 5, family="locked")
    assert [path.name for path in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize("words", [("--students", 2, "--family", "one_student"), ("--students", -2)])
def test_command_that_is_refused_writes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str], words: tuple[object, ...]):
    code = command("--companies", 3, *words, "--out", tmp_path / "forum.json")

    assert (code, list(tmp_path.iterdir())) == (1, [])
    assert capsys.readouterr().err.startswith("A forum ")


def test_command_names_the_file_it_cannot_write(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    code = command("--companies", 3, "--students", 2, "--out", tmp_path / "none" / "forum.json")

    assert code == 1
    assert capsys.readouterr().err == f"{tmp_path}/none/forum.json cannot be written: No such file or directory.\n"
