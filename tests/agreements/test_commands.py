"""`filon agreement list` and `filon agreement balance`."""

from __future__ import annotations

import datetime as dt
import json
from argparse import ArgumentParser, Namespace

import pytest

from filon.agreements import commands
from tests.factories.agreements import in_force

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def run(command, *words: str) -> int:
    parser = ArgumentParser()
    command.arguments(parser)
    arguments: Namespace = parser.parse_args(words)
    return command.run(arguments)


def test_balance_as_json_is_the_document_of_the_issue(capsys):
    world, meetings, _ = in_force()
    world.deliver(meetings, 1, on=dt.date(2024, 5, 2))

    code = run(commands.BALANCE, world.agreement.reference, "--as-of", "2024-07-01", "--json")

    document = json.loads(capsys.readouterr().out)
    assert code == 0
    assert (document["reference"], document["as_of"], document["version"]) == (world.agreement.reference, "2024-07-01", 1)
    assert document["parties"][0] == {
        "name": world.school.name,
        "owed_cents": 80_000,
        "delivered_cents": 80_000,
        "late_cents": 0,
        "lines_without_value": 0,
        "commitments": [
            {
                "what": "Meetings with students",
                "unit": "event",
                "items": [
                    {"due": "2024-06-30", "quantity": 1, "delivered": 1, "state": "kept"},
                    {"due": "2024-12-30", "quantity": 1, "delivered": 0, "state": "to_come"},
                    {"due": "2025-06-30", "quantity": 1, "delivered": 0, "state": "to_come"},
                    {"due": "2025-12-30", "quantity": 1, "delivered": 0, "state": "to_come"},
                ],
            }
        ],
    }


def test_balance_known_before_the_recording_knows_nothing(capsys):
    world, *_ = in_force()

    run(commands.BALANCE, world.agreement.reference, "--known-at", "2024-07-01", "--json")

    assert json.loads(capsys.readouterr().out)["version"] is None


def test_balance_in_words_is_aligned(capsys):
    world, *_ = in_force()

    code = run(commands.BALANCE, world.agreement.reference, "--as-of", "2024-07-01")

    lines = capsys.readouterr().out.splitlines()
    assert code == 0
    assert lines[0] == f"{world.agreement.reference}  Mécénat, 1\xa0July 2024"
    assert lines[2] == f"{world.school.name}: owed €800, kept €0, late €800"
    assert lines[5].split() == ["Meetings", "with", "students", "30", "June", "2024", "1", "0", "late"]


def test_unknown_reference_is_a_sentence_and_code_1(capsys):
    code = run(commands.BALANCE, "MEC-1999-001")

    captured = capsys.readouterr()
    assert (code, captured.out) == (1, "")
    assert captured.err == "No agreement is called “MEC-1999-001”: `filon agreement list` shows them.\n"


@pytest.fixture
def twins():
    """Two schools, each with its agreement of the same reference."""
    ours, theirs = in_force()[0], in_force()[0]
    assert ours.agreement.reference == theirs.agreement.reference
    return ours, theirs


def test_reference_of_several_schools_is_refused_with_an_example(capsys, twins):
    first = min(world.host.short_name for world in twins)
    reference = twins[0].agreement.reference

    code = run(commands.BALANCE, reference)

    assert (code, capsys.readouterr().err) == (
        1,
        f'Several schools have an agreement called “{reference}”: say which one, like `filon agreement balance "{first}/{reference}"`.\n',
    )


def test_reference_after_the_name_of_its_school_is_found(capsys, twins):
    theirs = twins[1]

    code = run(commands.BALANCE, f"{theirs.host.short_name}/{theirs.agreement.reference}", "--as-of", "2024-07-01", "--json")

    assert code == 0
    assert json.loads(capsys.readouterr().out)["parties"][0]["name"] == theirs.school.name


def test_reference_of_another_school_is_unknown(capsys, twins):
    code = run(commands.BALANCE, f"École inconnue/{twins[0].agreement.reference}")

    assert code == 1
    assert "No agreement is called “École inconnue/" in capsys.readouterr().err


def test_bad_date_is_usage_and_code_2(capsys):
    with pytest.raises(SystemExit) as left:
        run(commands.BALANCE, "MEC-1999-001", "--as-of", "14/10/2024")

    assert left.value.code == 2
    assert "“14/10/2024” is not a date: write it like 2026-01-31" in capsys.readouterr().err


def test_list_as_json(capsys):
    world, *_ = in_force()

    run(commands.LIST, "--json")

    assert json.loads(capsys.readouterr().out) == [
        {
            "reference": world.agreement.reference,
            "title": "Mécénat",
            "kind": "mecenat",
            "school": world.host.name,
            "state": "in_force",
        }
    ]
