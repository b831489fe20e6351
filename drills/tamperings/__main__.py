"""Each tampering in a fresh copy of one Filon, then `filon verify`."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from drills.house import ROOT, DrillFailed, House, opened
from drills.outcome import Outcome, told
from drills.tamperings.kinds import KINDS, Tampering

WHOLE = "filon_whole"
"""The database as it was before anybody touched it."""


def tamperings(kinds: int) -> Outcome:
    with opened(furnishing=_demo) as house:
        _check_whole(house)
        _copy(house, "filon", WHOLE)
        chosen = [(kind.name, _in_database(kind)) for kind in KINDS] + list(ON_DISK.items())
        missed = [name for name, change in chosen[-kinds:] if not _is_found(house, change)]
        return Outcome(len(missed), f"tamperings of {len(chosen[-kinds:])} that filon verify does not find", failures=missed)


def _demo(house: House) -> None:
    """The stories of the demo, a few rows more, everything sealed."""
    house.command("prepare")
    _stage(house)
    house.seal()


def _stage(house: House, *words: str) -> str:
    command = [sys.executable, "-m", "drills.tamperings.stage", *words]
    variables = {**house.variables, "DJANGO_SETTINGS_MODULE": "filon.site.settings"}
    return subprocess.run(command, env=variables, cwd=ROOT, check=True, capture_output=True, text=True).stdout.strip()


def _check_whole(house: House) -> None:
    found = house.violations()
    if found:
        raise DrillFailed("filon verify finds something before anybody tampered:\n" + "\n".join(found))


def _is_found(house: House, change: Callable[[House], None]) -> bool:
    """The change alone, in a fresh copy; then everything as before."""
    _copy(house, WHOLE, "filon")
    with _files_as_they_were(house):
        change(house)
        return bool(house.violations())


def _copy(house: House, source: str, target: str) -> None:
    with _superuser(house, "postgres") as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {target} WITH (FORCE)")
        connection.execute(f"CREATE DATABASE {target} TEMPLATE {source} OWNER filon_owner")


@contextmanager
def _superuser(house: House, database: str) -> Iterator[psycopg.Connection[tuple[object, ...]]]:
    """Whoever holds the machine, known by the system itself."""
    place = house.place
    with psycopg.connect(host=str(place.socket), port="5432", user="postgres", dbname=database, autocommit=True) as connection:
        yield connection


def _in_database(kind: Tampering) -> Callable[[House], None]:
    def change(house: House) -> None:
        with _superuser(house, "filon") as connection:
            connection.execute("SET session_replication_role = 'replica'")  # no trigger, no foreign key
            touched = [connection.execute(statement).rowcount for statement in kind.statements]
            if touched[-1] < 1:
                raise DrillFailed(f"“{kind.name}” touches no row: {kind.statements[-1]}")
            if kind.hides:
                (version,) = connection.execute(kind.hides).fetchone() or (None,)
                changed = [_stage(house, str(version)), version]
                connection.execute("UPDATE agreements_agreementversion SET content_hash = %s WHERE id = %s", changed)

    return change


@contextmanager
def _files_as_they_were(house: House) -> Iterator[None]:
    contents = {path: path.read_bytes() for path in (house.var / "files").rglob("*") if path.is_file()}
    try:
        yield
    finally:
        for path, content in contents.items():
            path.write_bytes(content)


def _first_file(house: House) -> Path:
    path: Path = house.var / "files" / house.value("SELECT path FROM kernel_storedfile ORDER BY id LIMIT 1")
    return path


def _change_bytes(house: House) -> None:
    content = bytearray(_first_file(house).read_bytes())
    content[len(content) // 2] ^= 1
    _first_file(house).write_bytes(content)


def _forge_file(house: House) -> None:
    """Other bytes, and their digest beside them."""
    _first_file(house).write_bytes(b"%PDF-1.7\nforged\n%%EOF\n")
    with _superuser(house, "filon") as connection:
        connection.execute("SET session_replication_role = 'replica'")
        connection.execute(
            "UPDATE kernel_storedfile SET sha256 = encode(sha256(%s), 'hex'), size = 22 WHERE id = (SELECT min(id) FROM kernel_storedfile)",
            [b"%PDF-1.7\nforged\n%%EOF\n"],
        )


ON_DISK: dict[str, Callable[[House], None]] = {
    "a byte of a file": _change_bytes,
    "a file cut short": lambda house: _first_file(house).write_bytes(_first_file(house).read_bytes()[:-1]) and None,
    "a file gone": lambda house: _first_file(house).unlink(),
    "a file replaced together with its digest": _forge_file,
}


if __name__ == "__main__":
    sys.exit(told(tamperings, "tamperings", "Rows and files are changed behind Filon's back.", kinds=len(KINDS) + len(ON_DISK)))
