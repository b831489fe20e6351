"""Which `pg_dump` saves which server, and what it is told."""

from pathlib import Path

import pytest

from filon.launcher import programs
from filon.launcher.addresses import parse
from filon.launcher.errors import CannotStart

KNOWN = {major: Path(f"/{major}/pg_dump") for major in (14, 16, 18)}


@pytest.mark.parametrize(("server", "chosen"), [(15, 16), (16, 16), (17, 18), (18, 18)])
def test_program_is_that_of_the_server_or_the_next_newer_one(server: int, chosen: int) -> None:
    assert programs.pg_dump_for(server, KNOWN) == KNOWN[chosen]


def test_program_older_than_the_server_is_refused_with_a_sentence() -> None:
    with pytest.raises(CannotStart, match=r"PostgreSQL 19 or newer and the newest here is 18: install one"):
        programs.pg_dump_for(19, KNOWN)
    with pytest.raises(CannotStart, match="there is none here"):
        programs.pg_dump_for(15, {})


def test_program_of_the_wheel_is_found() -> None:
    assert programs.found()[18].parts[-3:] == ("pginstall", "bin", "pg_dump")


def test_password_stands_in_the_environment_and_not_on_the_command_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PGDATABASE", "another")
    address = parse("postgres://me:se%20cret@db.example.org:5433/filon?sslmode=require")

    said, variables = programs.named(address), programs.variables(address)

    assert said == "--dbname=dbname=filon user=me host=db.example.org port=5433 sslmode=require"
    assert (variables["PGPASSWORD"], "PGDATABASE" in variables) == ("se cret", False)
