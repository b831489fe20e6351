"""The server's process: which one it is, and how it stops. Standard library only, so that `make clean` needs no environment."""

import os
import signal
import time
from contextlib import suppress
from pathlib import Path

from filon.launcher.errors import CannotStart
from filon.launcher.place import PORT, Place

STOP_SECONDS = 60


def kept(place: Place) -> Path:
    """The file that says: keep the server when nobody uses it (`filon db start`)."""
    return place.var / "postgres.kept"


def process_id(place: Place) -> int | None:
    """The server of this data folder; None when it does not run (after a crash, a stale file names a dead process)."""
    try:
        number, folder = (place.data / "postmaster.pid").read_text(encoding="utf-8").splitlines()[:2]
    except (FileNotFoundError, ValueError):
        return None
    return int(number) if Path(folder) == place.data and _is_postgres(int(number)) else None


def bury(place: Place) -> None:
    """Takes leave of a server that this very process started and that was killed: until then the system keeps its number, and the next
    server takes it for alive."""
    with suppress(OSError, ValueError):
        number = int((place.data / "postmaster.pid").read_text(encoding="utf-8").split("\n", 1)[0])
        os.waitpid(number, os.WNOHANG)


def clear_socket(place: Place) -> None:
    """Takes away the socket that a killed server left. PostgreSQL would not: the number in its lock file may be another process by now.
    The folder is this server's alone, and it does not run; its data has a lock of its own."""
    for name in (f".s.PGSQL.{PORT}", f".s.PGSQL.{PORT}.lock"):
        (place.socket / name).unlink(missing_ok=True)


def stop_unless_kept(place: Place) -> None:
    if not kept(place).exists():
        stop(place)


def stop(place: Place) -> bool:
    """Fast shutdown: open transactions are rolled back, data is written. False when it was not running."""
    kept(place).unlink(missing_ok=True)
    pid = process_id(place)
    if pid is None:
        return False
    os.kill(pid, signal.SIGINT)
    deadline = time.monotonic() + STOP_SECONDS
    while process_id(place) is not None:
        if time.monotonic() > deadline:
            raise CannotStart(f"PostgreSQL (process {pid}) did not stop within {STOP_SECONDS} seconds: read {place.log}.")
        with suppress(ChildProcessError):
            os.waitpid(pid, os.WNOHANG)  # when this very process started it
        time.sleep(0.05)
    return True


def _is_postgres(pid: int) -> bool:
    """Process ids are given again after a crash: the process must be a PostgreSQL of ours (elsewhere than on Linux, alive is enough)."""
    try:
        os.kill(pid, 0)
        return b"postgres" in Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")[0]
    except (ProcessLookupError, PermissionError):
        return False
    except FileNotFoundError:
        return not Path("/proc/self").exists()
