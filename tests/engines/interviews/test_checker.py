"""The checker: each way to be impossible is found, named and told, and nothing else is."""

from __future__ import annotations

import copy
import gzip
import json
from argparse import ArgumentParser
from pathlib import Path

import pytest

from filon.engines.interviews import checker
from filon.engines.interviews.checker import Changes, Conflict, Kind, Malformed, Scores, check, check_instance
from filon.engines.interviews.checker.sentences import LANGUAGES, SENTENCES, sentence_of
from tests.engines.interviews.forums import Json, company, forum, presence, schedule, student

EVERYWHERE = company(presence(site=0, interviewers=2), presence(site=1, interviewers=2))
TWO_FIRMS = [EVERYWHERE, company(presence(site=0), presence(site=1), name="Brasserie")]
WISHES = ((0, 4), (1, 2))


def found(instance: Json, *rows: tuple[int, int, int, int, int]) -> list[tuple[Kind, list[int]]]:
    """Kind and students' rows, as places in `rows`."""
    verdict = check(instance, schedule(*rows))
    return [(conflict.kind, [rows.index(row) for row in conflict.rows]) for conflict in verdict.conflicts]


@pytest.mark.parametrize("rule", ["half_day", "gap"])
def test_possible_schedule_has_no_conflict(rule: str):
    instance = forum(TWO_FIRMS, [student(*WISHES, busy=(3,)), student(*WISHES)], rule=rule, locked=((0, 0, 0, 0, 1),))

    assert found(instance, (0, 0, 0, 0, 1), (0, 1, 1, 0, 0), (1, 0, 0, 0, 0), (1, 1, 5, 1, 0)) == []


@pytest.mark.parametrize("row", [(1, 0, 0, 0, 0), (-1, 0, 0, 0, 0), (0, 1, 0, 0, 0), (0, 0, 6, 0, 0), (0, 0, 0, 2, 0), (0, 0, 0, -1, 0)])
def test_row_that_names_nobody_is_unknown_and_counts_nowhere(row: tuple[int, int, int, int, int]):
    instance = forum([EVERYWHERE], [student((0, 4))])

    verdict = check(instance, schedule(row))

    assert verdict.conflicts == (Conflict(Kind.UNKNOWN, (row,)),)
    assert verdict.scores.interviews == 0


def test_student_at_two_firms_at_once():
    assert found(forum(TWO_FIRMS, [student(*WISHES)]), (0, 0, 2, 0, 0), (0, 1, 2, 0, 0)) == [(Kind.STUDENT_TWICE, [0, 1])]


def test_student_who_meets_a_firm_twice():
    assert found(forum(TWO_FIRMS, [student(*WISHES)]), (0, 0, 2, 0, 0), (0, 0, 4, 0, 0)) == [(Kind.COMPANY_TWICE, [0, 1])]


def test_interviewer_before_two_students():
    instance = forum([EVERYWHERE], [student((0, 4)), student((0, 4))])

    assert found(instance, (0, 0, 2, 0, 1), (1, 0, 2, 0, 1)) == [(Kind.SEAT_TWICE, [0, 1])]


def test_student_in_class():
    assert found(forum([EVERYWHERE], [student((0, 4), busy=(2,))]), (0, 0, 2, 0, 0)) == [(Kind.BUSY, [0])]


def test_student_away():
    assert found(forum([EVERYWHERE], [student((0, 4), away=(2,))]), (0, 0, 2, 1, 0)) == [(Kind.AWAY, [0])]


def test_being_away_ties_to_no_site():
    assert found(forum([EVERYWHERE], [student((0, 4), away=(1,))]), (0, 0, 2, 1, 0)) == []


@pytest.mark.parametrize("slot", [0, 6])
def test_firm_on_another_site_or_another_day(slot: int):
    instance = forum([company(presence(day=0, site=1))], [student((0, 4))], days=2)

    assert found(instance, (0, 0, slot, 0 if slot == 0 else 1, 0)) == [(Kind.ABSENT, [0])]


def test_firm_that_is_closed():
    instance = forum([company(presence(closed=(2,)))], [student((0, 4))])

    assert found(instance, (0, 0, 2, 0, 0)) == [(Kind.CLOSED, [0])]


@pytest.mark.parametrize("interviewer", [-1, 2])
def test_interviewer_who_does_not_exist(interviewer: int):
    assert found(forum([EVERYWHERE], [student((0, 4))]), (0, 0, 2, 0, interviewer)) == [(Kind.NO_INTERVIEWER, [0])]


def test_interviewers_of_two_presences_add_up_and_close_apart():
    firm = company(presence(interviewers=2), presence(interviewers=1, closed=(3,)))
    instance = forum([firm], [student((0, 4)), student((0, 4))])

    assert found(instance, (0, 0, 2, 0, 2), (1, 0, 3, 0, 2)) == [(Kind.NO_INTERVIEWER, [1])]


def test_firm_that_was_not_wished():
    assert found(forum(TWO_FIRMS, [student((0, 4))]), (0, 1, 2, 0, 0)) == [(Kind.NOT_WISHED, [0])]


def test_firm_that_refused():
    assert found(forum(TWO_FIRMS, [student((0, 0))]), (0, 0, 2, 0, 0)) == [(Kind.REFUSED, [0])]


def test_two_sites_in_one_half_day():
    instance = forum(TWO_FIRMS, [student(*WISHES)])

    assert found(instance, (0, 0, 0, 0, 0), (0, 1, 2, 1, 0)) == [(Kind.SITES_HALF_DAY, [0, 1])]
    assert found(instance, (0, 0, 2, 0, 0), (0, 1, 3, 1, 0)) == []


@pytest.mark.parametrize(("second", "expected"), [(1, [(Kind.SITES_GAP, [0, 1])]), (2, [(Kind.SITES_GAP, [0, 1])]), (3, [])])
def test_too_little_time_to_change_site(second: int, expected: list[tuple[Kind, list[int]]]):
    """0 minutes, 30 minutes, and lunch."""
    instance = forum(TWO_FIRMS, [student(*WISHES)], rule="gap")

    assert found(instance, (0, 0, 0, 0, 0), (0, 1, second, 1, 0)) == expected


def test_just_enough_time_to_change_site():
    instance = forum(TWO_FIRMS, [student(*WISHES)], rule="gap")
    instance["rules"]["travel_minutes"] = 30

    assert found(instance, (0, 0, 0, 0, 0), (0, 1, 2, 1, 0)) == []


def test_same_hours_of_another_day_are_far():
    assert (
        found(forum([company(presence(day=1, site=1)), EVERYWHERE], [student((0, 4), (1, 4))], days=2), (0, 1, 0, 0, 0), (0, 0, 7, 1, 0))
        == []
    )


def test_class_that_keeps_at_home_for_a_half_day():
    instance = forum([EVERYWHERE], [student((0, 4), busy=(0,), home=1)])

    assert found(instance, (0, 0, 2, 0, 0)) == [(Kind.CLASS_HALF_DAY, [0])]
    assert found(instance, (0, 0, 2, 1, 0)) == []
    assert found(instance, (0, 0, 3, 0, 0)) == []


@pytest.mark.parametrize(("slot", "expected"), [(0, [(Kind.CLASS_GAP, [0])]), (3, []), (1, [(Kind.CLASS_GAP, [0])])])
def test_class_too_close_to_another_site(slot: int, expected: list[tuple[Kind, list[int]]]):
    """Before the class, long after, just before."""
    instance = forum([EVERYWHERE], [student((0, 4), busy=(2,), home=1)], rule="gap")

    assert found(instance, (0, 0, slot, 0, 0)) == expected


@pytest.mark.parametrize(("own", "of_all"), [(1, 6), (6, 1)])
def test_more_interviews_than_allowed(own: int, of_all: int):
    instance = forum(TWO_FIRMS, [student(*WISHES, most=own)])
    instance["rules"]["max_per_student"] = of_all

    assert found(instance, (0, 0, 0, 0, 0), (0, 1, 2, 0, 0)) == [(Kind.TOO_MANY, [0, 1])]


@pytest.mark.parametrize("row", [(0, 0, 3, 0, 0), (0, 0, 2, 1, 0), (0, 0, 2, 0, 1)])
def test_lock_that_is_not_kept_to_the_interviewer(row: tuple[int, int, int, int, int]):
    verdict = check(forum([EVERYWHERE], [student((0, 4))], locked=((0, 0, 2, 0, 0),)), schedule(row))

    assert verdict.conflicts == (Conflict(Kind.LOCK, ((0, 0, 2, 0, 0),)),)


def test_every_kind_has_its_sentence_in_both_languages():
    assert {kind: set(sentences) for kind, sentences in SENTENCES.items()} == {kind: set(LANGUAGES) for kind in Kind}


def test_sentence_names_who_where_and_when():
    instance = forum(TWO_FIRMS, [student(*WISHES, busy=(0,), home=1)])
    (conflict,) = check(instance, schedule((0, 1, 2, 0, 0))).conflicts

    assert sentence_of(instance, conflict) == (
        "Student 0 has a class on site Nîmes (1) in the same half-day (slot 0 (day 0, 09:00)) and cannot be on site Alès (0) "
        "at slot 2 (day 0, 10:00)."
    )
    assert sentence_of(instance, conflict, "fr") == (
        "L’étudiant 0 a cours sur le site Nîmes (1) la même demi-journée (créneau 0 (jour 0, 9 h 00)) et ne peut être sur le site "
        "Alès (0), créneau 2 (jour 0, 10 h 00)."
    )


def test_scores_of_a_schedule():
    firms = [company(presence(0, 0), presence(0, 1), presence(1, 0), presence(1, 1), name=f"Firm {number}") for number in range(5)]
    wishes = tuple((number, 4 - number % 2) for number in range(5))
    instance = forum(firms, [student(*wishes), student(*wishes), student(*wishes)], days=2)

    verdict = check(instance, schedule((0, 0, 0, 0, 0), (0, 4, 2, 0, 0), (0, 1, 5, 1, 0), (0, 2, 7, 0, 0), (1, 3, 0, 0, 0)))

    assert verdict.is_valid
    assert verdict.scores == Scores(
        with_one=2,
        with_two=1,
        weight=10 * 4 + 1 * 4 + 9 * 3 + 8 * 4 + 1 * 3,
        idle_slots=1 + 2,
        interviews=5,
        seats=5 * 2 * 12,
        students=3,
        site_changes=1,
    )


def test_changes_since_another_schedule():
    firms = [company(presence(interviewers=2), name="A"), company(presence(closed=(2,)), name="B"), company(presence(), name="C")]
    instance = forum(firms, [student((0, 4), (1, 4), (2, 4)), student((0, 4), (2, 4))])
    before = schedule((0, 0, 0, 0, 0), (0, 1, 2, 0, 0), (0, 2, 4, 0, 0), (1, 0, 1, 0, 0))
    after = schedule((0, 0, 0, 0, 1), (1, 0, 3, 0, 0), (1, 2, 4, 0, 0))

    assert check(instance, after, before).changes == Changes(kept=1, moved=1, lost=2, displaced=1, added=1)


@pytest.mark.parametrize(("interviewers", "displaced"), [(3, 2), (2, 1), (1, 0), (0, 0)])
def test_who_loses_a_seat_that_is_no_longer_there_is_not_displaced(interviewers: int, displaced: int):
    """Of three guests of a slot one stays, renumbered."""
    instance = forum([company(presence(interviewers=interviewers))], [student((0, 4)) for _guest in range(3)])
    before = schedule((0, 0, 2, 0, 0), (1, 0, 2, 0, 1), (2, 0, 2, 0, 2))

    changes = check(instance, schedule((2, 0, 2, 0, 0)), before).changes

    assert changes == Changes(kept=1, moved=0, lost=2, displaced=displaced, added=0)


def test_nothing_is_changed_in_what_is_judged():
    instance, given = forum(TWO_FIRMS, [student(*WISHES)]), schedule((0, 1, 2, 0, 0), (0, 0, 0, 0, 0))
    copies = copy.deepcopy((instance, given))

    check(instance, given, given)

    assert (instance, given) == copies


def replaced(path: list[str | int], value: object) -> Json:
    instance = forum(copy.deepcopy(TWO_FIRMS), [student((0, 4), (1, 1)), student()], locked=((0, 0, 0, 0, 0),))
    place: Json = instance
    for step in path[:-1]:
        place = place[step]
    if value is None:
        del place[path[-1]]
    else:
        place[path[-1]] = value
    return instance


@pytest.mark.parametrize(
    ("path", "value", "sentence"),
    [
        (
            ["format"],
            "filon-interviews/2",
            "format: expected “filon-interviews/1”, the only version this Filon reads",
        ),
        (["format"], None, "format: expected this field, which is missing."),
        (["slots"], [], "slots: expected a list that is not empty, not []."),
        (["slots", 1, "start"], 540, "slots[1]: expected a slot after the one before it, by day and then by start, not "),
        (["slots", 0, "end"], 540, "slots[0].end: expected an end after the start, 540, not 540."),
        (["rules", "site_rule"], "week", "rules.site_rule: expected “half_day” or “gap”, not 'week'."),
        (["rules", "rank_points"], [], "rules.rank_points: expected a list that is not empty, not []."),
        (["companies", 0, "presence", 1, "site"], 2, "companies[0].presence[1].site: expected a whole number from 0 to 1, not 2."),
        (
            ["companies", 0, "presence", 0, "interviewers"],
            True,
            "companies[0].presence[0].interviewers: expected a whole number of at least 0",
        ),
        (["companies", 0, "name"], 3, "companies[0].name: expected text, not 3."),
        (["students", 1], [], "students[1]: expected an object, not []."),
        (["students", 0, "wishes", 1], [1], "students[0].wishes[1]: expected a list of 2 whole numbers, not [1]."),
        (["students", 0, "wishes", 1, 0], 2, "students[0].wishes[1][0]: expected a whole number from 0 to 1, not 2."),
        (["students", 0, "wishes", 1, 1], 5, "students[0].wishes[1][1]: expected a whole number from 0 to 4, not 5."),
        (["students", 0, "wishes", 1], [0, 3], "students[0].wishes[1]: expected each company once, not 0."),
        (["students", 0, "busy"], [6], "students[0].busy[0]: expected a whole number from 0 to 5, not 6."),
        (["students", 0, "max"], 2.0, "students[0].max: expected a whole number of at least 0, not 2.0."),
        (["locked", 0], [0, 0, 0, 0], "locked[0]: expected a list of 5 whole numbers, not [0, 0, 0, 0]."),
        (["locked", 0, 0], 2, "locked[0][0]: expected a whole number from 0 to 1, not 2."),
    ],
)
def test_instance_out_of_shape_is_refused_at_its_place(path: list[str | int], value: object, sentence: str):
    with pytest.raises(Malformed) as refusal:
        check_instance(replaced(path, value))

    assert str(refusal.value).startswith(sentence)


def test_empty_forum_is_a_forum():
    assert check(forum([], []), schedule()).scores == Scores(0, 0, 0, 0, 0, 0, 0, 0)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ([], "the document: expected an object, not []."),
        ({}, "interviews: expected this field, which is missing."),
        ({"interviews": [[0, 0, 0, 0]]}, "interviews[0]: expected a list of 5 whole numbers, not [0, 0, 0, 0]."),
        ({"interviews": [[0, 0, 0, 0, "1"]]}, "interviews[0][4]: expected a whole number, not '1'."),
    ],
)
def test_schedule_out_of_shape_is_refused_at_its_place(given: Json, sentence: str):
    with pytest.raises(Malformed) as refusal:
        check(forum([EVERYWHERE], [student((0, 4))]), given)

    assert str(refusal.value) == sentence


def test_schedule_before_out_of_shape_is_told_from_the_other():
    with pytest.raises(Malformed, match=r"^before\.interviews: expected a list, not 3\.$"):
        check(forum([EVERYWHERE], [student((0, 4))]), schedule(), {"interviews": 3})


def command(*words: object) -> int:
    parser = ArgumentParser()
    checker.add_arguments(parser)
    return checker.run(parser.parse_args([str(word) for word in words]))


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path, Path]:
    """An instance (compressed), a possible schedule, an impossible one."""
    instance = tmp_path / "instance.json.gz"
    with gzip.open(instance, "wt", encoding="utf-8") as file:
        json.dump(forum(TWO_FIRMS, [student(*WISHES)]), file)
    good, bad = tmp_path / "good.json", tmp_path / "bad.json"
    good.write_text(json.dumps(schedule((0, 0, 0, 0, 0))))
    bad.write_text(json.dumps(schedule((0, 0, 0, 0, 0), (0, 1, 2, 1, 0))))
    return instance, good, bad


def test_command_tells_the_score_and_the_changes(files: tuple[Path, Path, Path], capsys: pytest.CaptureFixture[str]):
    instance, good, bad = files

    code = command(instance, good, bad)

    assert code == 0
    assert capsys.readouterr().out == (
        "Conflicts: 0.\n"
        "1 interviews on 36 seats. Of 1 students 1 have one or more and 0 two or more. Weight 40; idle slots 0; changes of site 0.\n"
        "Since before: 1 kept, 0 moved, 1 lost (1 of them still possible), 0 added.\n"
    )


def test_command_refuses_a_conflict(files: tuple[Path, Path, Path], capsys: pytest.CaptureFixture[str]):
    instance, _good, bad = files

    code = command(instance, bad, "--language", "fr")

    assert code == 1
    assert capsys.readouterr().out.splitlines()[:2] == [
        "L’étudiant 0 est sur deux sites dans la même demi-journée : [0, 0, 0, 0, 0], [0, 1, 2, 1, 0].",
        "Conflits : 1.",
    ]


def test_command_as_json_lists_every_conflict(files: tuple[Path, Path, Path], capsys: pytest.CaptureFixture[str]):
    instance, _good, bad = files

    code = command(instance, bad, "--json")

    document = json.loads(capsys.readouterr().out)
    assert code == 1
    assert (document["valid"], [conflict["kind"] for conflict in document["conflicts"]]) == (False, ["sites_half_day"])
    assert document["scores"]["weight"] == 40 + 18
    assert "changes" not in document


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("none.json", None, "none.json cannot be read: No such file or directory."),
        ("cut.json", b'{"interviews": [', "cut.json is not JSON: "),
        ("not.json.gz", b"{}", "not.json.gz cannot be read: Not a gzipped file"),
        ("latin.json", b'{"interviews": "\xe9"}', "latin.json is not JSON: "),
        ("deep.json", b"[" * 100_000, "deep.json is not JSON: "),
    ],
)
def test_file_that_cannot_be_read_gets_a_sentence(
    files: tuple[Path, Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, content: bytes | None, sentence: str
):
    if content is not None:
        (tmp_path / name).write_bytes(content)

    code = command(files[0], tmp_path / name)

    assert code == 1
    assert capsys.readouterr().err.startswith(f"{tmp_path}/{sentence}")


def test_file_that_swells_when_unpacked_is_refused(files: tuple[Path, Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    swelling = tmp_path / "swelling.json.gz"
    with gzip.open(swelling, "wb", compresslevel=1) as file:
        for _megabyte in range(101):
            file.write(b" " * 1_000_000)

    code = command(swelling, files[1])

    assert code == 1
    assert capsys.readouterr().err.startswith(f"{swelling} holds more than 100 MB")
