"""`pg_dump`, which saves a database: which ones are on this machine, which one fits a server, how it is told where to connect."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from psycopg.conninfo import make_conninfo

from filon.launcher.addresses import Address
from filon.launcher.errors import CannotStart
from filon.launcher.place import installation

NAME = "pg_dump"
SYSTEM_FOLDERS = ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/opt/homebrew/opt/postgresql@*/bin", "/usr/local/opt/postgresql@*/bin")
"""Where Debian, Red Hat and Homebrew put it, one folder a version."""


def pg_dump_for(server: int, known: Mapping[int, Path] | None = None) -> Path:
    """That of the server's own major version, else of the next newer one: an older one does not know the server.
    Raises CannotStart when there is none."""
    programs = found() if known is None else known
    fitting = min((major for major in programs if major >= server), default=None)
    if fitting is not None:
        return programs[fitting]
    newest = f"the newest here is {max(programs)}" if programs else "there is none here"
    raise CannotStart(
        f"This database takes a pg_dump of PostgreSQL {server} or newer and {newest}: "
        f"install one, on Debian with `apt install postgresql-client-{server}`."
    )


def found() -> dict[int, Path]:
    """Those of this machine by their major version; of one version, the wheel's before the system's."""
    paths = [path / NAME for path in _folders()]
    return {major: path for path in reversed(paths) if (major := _major(path)) is not None}


def named(address: Address) -> str:
    """How it is told where to connect: everything but the password, which nobody may read on a command line."""
    return f"--dbname={make_conninfo(**{key: value for key, value in address.connection().items() if key != 'password'})}"


def variables(address: Address) -> dict[str, str]:
    """The environment in which it connects: the password of this address, nothing of the operator's own PG… variables."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    return {**kept, "PGPASSWORD": address.password} if address.password else kept


def _folders() -> list[Path]:
    folders: list[Path] = []
    with suppress(CannotStart):
        folders.append(installation() / "bin")
    if on_path := shutil.which(NAME):
        folders.append(Path(on_path).parent)
    for pattern in SYSTEM_FOLDERS:
        folders += sorted(Path("/").glob(pattern.removeprefix("/")))
    return folders


def _major(path: Path) -> int | None:
    """None for a program that is not there or does not run here."""
    try:
        said = subprocess.run([path, "--version"], check=True, capture_output=True, text=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return None
    version = re.search(r"\) (\d+)", said)
    return int(version.group(1)) if version else None
