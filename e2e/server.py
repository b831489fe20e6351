"""A Filon of its own for the browser: free port, temporary FILON_VAR, the demo in a database that is thrown away at the end."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import django
from tools import trial

START_SECONDS = 180
STOP_SECONDS = 30
LOOK_EVERY = 0.25


@dataclass(frozen=True)
class Server:
    """A running Filon. `variables` is the environment that its commands need."""

    address: str
    variables: dict[str, str]
    log: Path

    def filon(self, *words: str) -> subprocess.CompletedProcess[str]:
        """One command of the same installation, for instance `filon("verify")`."""
        command = [sys.executable, "-m", "filon", *words]
        return subprocess.run(command, env=self.variables, check=False, capture_output=True, text=True)


@contextmanager
def running() -> Iterator[Server]:
    """Starts everything, waits until it answers, stops it by its pid, removes what it wrote."""
    port = trial.free_port()
    with tempfile.TemporaryDirectory(prefix="filon-e2e-") as folder, trial.database(f"filon_e2e_{port}") as urls:
        variables = {**os.environ, **urls, "FILON_VAR": f"{folder}/var", "PORT": str(port), "FILON_BASE_URL": f"http://127.0.0.1:{port}"}
        server = Server(f"http://127.0.0.1:{port}", variables, Path(folder) / "server.log")
        try:
            with _process(server, port):
                yield server
        finally:
            trial.remove_system_folder(Path(variables["FILON_VAR"]))


@contextmanager
def _process(server: Server, port: int) -> Iterator[None]:
    with server.log.open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "filon", "run"], env=server.variables, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT
        )
        try:
            _wait(process, server, port)
            yield
        finally:
            _stop(process)


def _wait(process: subprocess.Popen[bytes], server: Server, port: int) -> None:
    """Until the server answers. Raises RuntimeError with what it printed when it stops or takes too long."""
    deadline = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        if trial.answers(port, "/sante"):
            return
        time.sleep(LOOK_EVERY)
    raise RuntimeError(f"Filon did not start:\n{server.log.read_text()}")


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGINT)
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def load_django(server: Server) -> None:
    """The addresses and the records of that server, read in this process; playwright's loop runs in it, hence the permission."""
    os.environ.update(server.variables)
    os.environ.update(DJANGO_SETTINGS_MODULE="filon.site.settings", DJANGO_ALLOW_ASYNC_UNSAFE="1")
    django.setup()
