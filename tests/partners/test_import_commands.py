"""`filon import …` and `filon register refresh` from a terminal."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path

import pytest

from filon.kernel.errors import Refused
from filon.kernel.files import LARGEST
from filon.kernel.imports.commands import command_of
from filon.kernel.imports.queries import kind_called
from filon.kernel.models import Import, ImportState
from filon.partners.commands import REGISTER_REFRESH
from filon.partners.models import Relationship
from filon.people.models import Host, User
from filon.people.roles import Role
from tests.factories.people import MembershipFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def officer(host: Host) -> User:
    return MembershipFactory(host=host, role=Role.PARTNERSHIP_OFFICER).user


def run(*words: str) -> int:
    command = command_of(kind_called("organisations"))
    parser = ArgumentParser()
    command.arguments(parser)
    return command.run(parser.parse_args(words))


def sheet(folder: Path, text: str) -> str:
    path = folder / "liste.csv"
    path.write_text(text, encoding="cp1252")
    return str(path)


def test_import_takes_over_and_answers_zero(officer: User, host: Host, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = run(sheet(tmp_path, "Nom;Ville\nÉnergies;Alès\n"), "--by", officer.email)

    assert (code, Relationship.objects.get(host=host).entity.name) == (0, "Énergies")
    assert capsys.readouterr().out.splitlines()[-1] == "1 line taken over"


def test_dry_run_writes_nothing_and_tells_reasons_on_the_errors(
    officer: User, host: Host, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = run(sheet(tmp_path, "Nom;SIREN\nA;\nB;12\n"), "--dry-run")

    assert (code, Relationship.objects.filter(host=host).count(), Import.objects.get().state) == (1, 0, ImportState.GIVEN_UP)
    assert capsys.readouterr().err == "line 3, SIREN: A SIREN has nine digits: “12” has not.\n"


def test_map_names_the_columns(officer: User, host: Host, tmp_path: Path) -> None:
    mapping = tmp_path / "map.json"
    mapping.write_text(json.dumps({"name": "Appellation"}))

    code = run(sheet(tmp_path, "Appellation;Ville\nA;Alès\n"), "--map", str(mapping))

    assert (code, Relationship.objects.get(host=host).entity.name) == (0, "A")


@pytest.mark.parametrize("told", ['{"nom": "A"}', "[]", "{"])
def test_map_that_says_something_else_is_refused(officer: User, tmp_path: Path, told: str) -> None:
    mapping = tmp_path / "map.json"
    mapping.write_text(told)

    with pytest.raises(Refused, match="JSON object whose keys"):
        run(sheet(tmp_path, "Nom\nA\n"), "--map", str(mapping))


def test_file_of_300_megabytes_is_refused_before_it_is_read(officer: User, tmp_path: Path) -> None:
    path = tmp_path / "lourd.xlsx"
    with path.open("wb") as file:
        file.truncate(300 * 1024**2)

    with pytest.raises(Refused) as refused:
        run(str(path))

    assert refused.value.sentence == f"This file is too large: at most {LARGEST // 1024**2} MB. Split it into several files."


def test_file_that_is_not_there_is_usage(officer: User) -> None:
    with pytest.raises(SystemExit) as ended:
        run("/nowhere/liste.csv")

    assert ended.value.code == 2


def test_somebody_must_be_named_when_several_could(officer: User, host: Host, tmp_path: Path) -> None:
    MembershipFactory(host=host, role=Role.DIRECTOR)

    with pytest.raises(Refused, match="--by"):
        run(sheet(tmp_path, "Nom\nA\n"))


def test_register_refresh_with_a_wrong_number_is_usage() -> None:
    parser = ArgumentParser()
    REGISTER_REFRESH.arguments(parser)

    with pytest.raises(SystemExit) as ended:
        parser.parse_args(["--siren", "123"])

    assert ended.value.code == 2
