"""`python -m bench.start`: from a fresh clone to the first page that answers 200, cold and then warm; everything is removed afterwards."""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tools import trial

from bench import report

ROOT = Path(__file__).resolve().parent.parent
LONGEST_START, LONGEST_STOP = 600, 30
LOOK_EVERY = 0.1
NOT_HANDED_ON = {"DATABASE_URL", "DATABASE_OWNER_URL", "FILON_VAR", "FILON_BASE_URL", "VIRTUAL_ENV"}


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.start", description="Cold and warm start of a fresh clone.")
    parser.add_argument("--write", action="store_true", help="put the figures into bench/README.md")
    arguments = parser.parse_args()
    with _clone() as folder:
        rows = [(name, f"{_start(folder):.1f}") for name in ("cold start", "warm start")]
    text = f"{report.machine()}\n\n{report.table(('start', 'seconds to the first 200'), rows)}"
    print(text)
    if arguments.write:
        report.write("start", text)
    return 0


@contextmanager
def _clone() -> Iterator[Path]:
    """Of what is committed; `make clean` removes what Filon wrote outside the folder."""
    with tempfile.TemporaryDirectory(prefix="filon-start-") as parent:
        folder = Path(parent) / "filon"
        subprocess.run(["git", "clone", "--quiet", str(ROOT), str(folder)], check=True)
        try:
            yield folder
        finally:
            subprocess.run(["make", "clean"], cwd=folder, env=_variables(0), check=True, capture_output=True)


def _variables(port: int) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in NOT_HANDED_ON}
    return {**kept, "PORT": str(port)} if port else kept


def _start(folder: Path) -> float:
    """Seconds until the home of the site answers. Raises RuntimeError with what was printed when it does not."""
    port = trial.free_port()
    with tempfile.TemporaryFile() as log:
        began = time.perf_counter()
        process = subprocess.Popen(
            ["make", "run"], cwd=folder, env=_variables(port), stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True
        )
        try:
            while not trial.answers(port, "/connexion"):
                if process.poll() is not None or time.perf_counter() - began > LONGEST_START:
                    log.seek(0)
                    raise RuntimeError(f"Filon did not start:\n{log.read().decode(errors='replace')}")
                time.sleep(LOOK_EVERY)
            return time.perf_counter() - began
        finally:
            _stop(process)


def _stop(process: subprocess.Popen[bytes]) -> None:
    """As Ctrl-C does: the whole group of `make run`."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGINT)
    try:
        process.wait(LONGEST_STOP)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


if __name__ == "__main__":
    sys.exit(main())
