"""The commands of the house itself; those of the apps come from `kernel.registry`.

Django is imported inside the functions: `filon run` and `filon db` must work, and fail with a sentence, without it.
"""

# ruff: noqa: PLC0415

import os
import signal
import subprocess
import threading
from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from dataclasses import dataclass

from filon.launcher import environment, postgres
from filon.launcher.errors import CannotStart
from filon.launcher.place import installation
from filon.launcher.run import run as run_everything

BLOCKING_THREADS = 4
"""a web process: each thread holds one connection to the database."""


@dataclass(frozen=True)
class HouseCommand:
    """Like `kernel.registry.Command`; `needs_database` starts our own PostgreSQL around it, `needs_django` loads the apps."""

    words: tuple[str, ...]
    help: str
    example: str
    run: Callable[[Namespace], int]
    arguments: Callable[[ArgumentParser], None] = lambda _parser: None
    needs_database: bool = True
    needs_django: bool = True


def _run(_arguments: Namespace) -> int:
    return run_everything(environment.read())


def _serve(arguments: Namespace) -> int:
    """The web server in this process; its workers are its children."""
    from granian.constants import Interfaces
    from granian.log import LogLevels
    from granian.server import Server

    chosen = environment.read()
    Server(
        "filon.site.wsgi:application",
        address="127.0.0.1",
        port=arguments.port or chosen.port,
        interface=Interfaces.WSGI,
        workers=chosen.web_processes,
        blocking_threads=BLOCKING_THREADS,
        respawn_failed_workers=True,
        workers_kill_timeout=5,
        log_level=LogLevels.warning,
    ).serve()
    return 0


def _serve_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--port", type=int, help="port on 127.0.0.1; default: PORT, or 8000")


def _worker(_arguments: Namespace) -> int:
    """Tasks, events, schedules; SIGTERM or Ctrl-C: the task at hand is finished first."""
    from filon.kernel import worker

    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda _number, _frame: stop.set())
    worker.run(stop)
    return 0


def _migrate(_arguments: Namespace) -> int:
    from filon.site.preparation import migrate

    migrate()
    return 0


def _prepare(_arguments: Namespace) -> int:
    from filon.site.preparation import prepare

    prepare()
    return 0


def _demo(arguments: Namespace) -> int:
    from filon.site.demo import load, load_size

    if arguments.size is None:
        load(seed=arguments.seed)
    else:
        load_size(arguments.size, seed=arguments.seed, say=lambda line: print(line, flush=True))
    return 0


def _demo_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--seed", type=int, default=1, help="same seed, same story; default: 1")
    parser.add_argument("--size", choices=("school", "network"), help="beside the story, ten years of a school or of a network of eight")


def _database_start(_arguments: Namespace) -> int:
    postgres.start(_own().var)
    return _database_status(_arguments)


def _database_stop(_arguments: Namespace) -> int:
    print("PostgreSQL is stopped." if postgres.stop(_own().var) else "PostgreSQL was not running.")
    return 0


def _database_status(_arguments: Namespace) -> int:
    """Exit code 0 when it runs, 1 when not."""
    is_running = postgres.is_running(_own().var)
    print("PostgreSQL runs." if is_running else "PostgreSQL does not run.")
    return 0 if is_running else 1


def _database_psql(_arguments: Namespace) -> int:
    """As the owner; the password goes through the environment, never the command line."""
    chosen = _own()
    with postgres.running(chosen.var) as place:
        owner = place.owner()
        named = {"PGHOST": owner.host, "PGPORT": owner.port, "PGUSER": owner.user, "PGPASSWORD": owner.password, "PGDATABASE": owner.name}
        return subprocess.run([installation() / "bin" / "psql"], check=False, env={**os.environ, **named}).returncode


def _own() -> environment.Environment:
    chosen = environment.read()
    if chosen.database_url:
        raise CannotStart("DATABASE_URL is set: Filon runs no PostgreSQL of its own; unset it, or use the tools of that server.")
    return chosen


COMMANDS = (
    HouseCommand(("run",), "start everything on this machine", "PORT=8001 filon run", _run, needs_database=False, needs_django=False),
    HouseCommand(("serve",), "the web server alone", "filon serve --port 8001", _serve, _serve_arguments, needs_django=False),
    HouseCommand(("worker",), "carry out tasks, deliver events, keep the schedule", "filon worker", _worker),
    HouseCommand(("migrate",), "bring the database up to date, with the rights of both roles", "filon migrate", _migrate),
    HouseCommand(("prepare",), "migrate, collect static files, load the demo in an empty database", "filon prepare", _prepare),
    HouseCommand(("demo",), "load the demo in an empty database", "filon demo --seed 7", _demo, _demo_arguments),
    HouseCommand(
        ("db", "start"), "start our own PostgreSQL and keep it", "filon db start", _database_start, needs_database=False, needs_django=False
    ),
    HouseCommand(("db", "stop"), "stop our own PostgreSQL", "filon db stop", _database_stop, needs_database=False, needs_django=False),
    HouseCommand(("db", "status"), "say whether it runs", "filon db status", _database_status, needs_database=False, needs_django=False),
    HouseCommand(("db", "psql"), "open psql as the owner", "filon db psql", _database_psql, needs_database=False, needs_django=False),
)
