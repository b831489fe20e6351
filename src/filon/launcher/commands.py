"""The commands of the house itself; those of the apps come from `kernel.registry`.

Django is imported inside the functions: `filon run` and `filon db` must work, and fail with a sentence, without it.
"""

# ruff: noqa: PLC0415

import os
import signal
import subprocess
import threading
from argparse import ArgumentParser, Namespace
from http import HTTPStatus
from pathlib import Path
from typing import Any

from filon.launcher import environment, interviews, postgres, tax
from filon.launcher.command import HouseCommand, never
from filon.launcher.door import open_door
from filon.launcher.errors import CannotStart
from filon.launcher.place import installation
from filon.launcher.readiness import tell_ready
from filon.launcher.run import ask, renew
from filon.launcher.run import run as run_everything

READY = "/pret"
WEB_THREADS = 64
"""A web process: `site.serving` lets four requests work at once and sixty wait; a test compares."""


SERVER_LOGS: dict[str, dict[str, Any]] = {
    kind: {
        "formatters": {"line": formatter},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
        "loggers": {"_granian": {"handlers": ["stderr"], "propagate": False}},
    }
    for kind, formatter in {
        "text": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"},
        "json": {"()": "filon.kernel.operations.logs.JsonLines"},
    }.items()
}
"""What the server itself has to say (a process that died) goes where the lines of the site go, in their form."""


def _at_https(chosen: environment.Environment) -> bool:
    return chosen.is_https


def _run(_arguments: Namespace) -> int:
    return run_everything(environment.read())


def _reload(_arguments: Namespace) -> int:
    renew(environment.read())
    print("Filon runs with the code that is on the disk now; nobody was sent away.")
    return 0


def _serve(arguments: Namespace) -> int:
    """The web server in this process; its workers are its children. Raises Refused for a demo at an https address."""
    from granian.constants import Interfaces
    from granian.log import LogLevels

    from filon.launcher.figures import prepare_folder
    from filon.launcher.server import AtTheDoor

    chosen = environment.read()
    if chosen.is_https:
        _refuse_demo()
    port = arguments.port or chosen.port
    door = open_door(chosen.listen, port) if arguments.socket is None else None
    prepare_folder(chosen.var, port)
    AtTheDoor(
        "filon.site.wsgi:application",
        address=chosen.listen,
        port=port,
        interface=Interfaces.WSGI,
        workers=chosen.web_processes,
        blocking_threads=WEB_THREADS,
        backpressure=WEB_THREADS,
        respawn_failed_workers=True,
        workers_kill_timeout=chosen.request_seconds,
        descriptor=arguments.socket if door is None else door.fileno(),
        log_level=LogLevels.error,
        log_dictconfig=SERVER_LOGS[chosen.logs],
    ).serve()
    return 0


def _refuse_demo() -> None:
    """Before there are workers: none inherits a connection."""
    from django.db import connections

    from filon.site.preparation import refuse_demo

    try:
        refuse_demo()
    finally:
        connections.close_all()


def _serve_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--port", type=int, help="port of the web server; default: PORT, or 8000")
    parser.add_argument("--socket", type=int, metavar="N", help="descriptor of a socket that listens already (systemd hands 3 over)")


def _worker(_arguments: Namespace) -> int:
    """Tasks, events, schedules; SIGTERM or Ctrl-C: the task at hand is finished first."""
    from filon.kernel import worker

    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda _number, _frame: stop.set())
    tell_ready()
    worker.run(stop)
    return 0


def _health(arguments: Namespace) -> int:
    """Exit code 0 when everything is well, 1 when not."""
    if arguments.web:
        return _web_health()
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "filon.site.settings")
    django.setup()
    from filon.kernel.operations import vitals

    found = vitals.checks()
    for check in found:
        print(f"{'✓' if check.is_well else '✗'} {check.name:<10} {check.sentence}")
    return 0 if all(check.is_well for check in found) else 1


def _web_health() -> int:
    answer = ask(environment.read(), READY)
    print(answer[1].decode(errors="replace").strip() if answer else "The web server of this machine does not answer.")
    return 0 if answer is not None and answer[0] == HTTPStatus.OK else 1


def _health_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--web", action="store_true", help="only ask the web server of this machine whether it is ready (light: for units)")


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


def _backup(arguments: Namespace) -> int:
    from filon.site.backup import commands

    return commands.backup(arguments)


def _backup_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="the archive; a folder gets one named after this moment")
    parser.add_argument("--with-secrets", action="store_true", help="also what signs sessions; the archive is then as secret as a password")
    parser.add_argument("--keep", type=int, metavar="N", help="with a folder: delete all but its newest N backups once this one is checked")
    parser.add_argument("--check", action="store_true", help="save nothing: read FILE again and say whether it is whole")


def _restore(arguments: Namespace) -> int:
    from filon.site.backup import commands

    return commands.restore(arguments)


def _restore_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="the archive")


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
    HouseCommand(("run",), "start everything on this machine", "PORT=8001 filon run", _run, needs_database=False, needs_django=never),
    HouseCommand(
        ("reload",),
        "let the code on the disk take over, with nobody sent away",
        "filon reload",
        _reload,
        needs_database=False,
        needs_django=never,
    ),
    HouseCommand(("serve",), "the web server alone", "filon serve --port 8001", _serve, _serve_arguments, needs_django=_at_https),
    HouseCommand(("worker",), "carry out tasks, deliver events, keep the schedule", "filon worker", _worker),
    HouseCommand(
        ("health",),
        "say whether database, files, worker and audit are well",
        "filon health --web",
        _health,
        _health_arguments,
        needs_database=False,
        needs_django=never,
    ),
    HouseCommand(("migrate",), "bring the database up to date, with the rights of both roles", "filon migrate", _migrate),
    HouseCommand(("prepare",), "migrate, collect static files, load the demo in an empty database", "filon prepare", _prepare),
    HouseCommand(("demo",), "load the demo in an empty database", "filon demo --seed 7", _demo, _demo_arguments),
    HouseCommand(
        ("backup",),
        "save the database and the files in one archive, checked",
        "filon backup /srv/backups --keep 30",
        _backup,
        _backup_arguments,
        needs_database=False,
    ),
    HouseCommand(
        ("restore",), "restore an archive into an empty place, verify it", "filon restore filon.tar", _restore, _restore_arguments
    ),
    HouseCommand(
        ("db", "start"),
        "start our own PostgreSQL and keep it",
        "filon db start",
        _database_start,
        needs_database=False,
        needs_django=never,
    ),
    HouseCommand(("db", "stop"), "stop our own PostgreSQL", "filon db stop", _database_stop, needs_database=False, needs_django=never),
    HouseCommand(("db", "status"), "say whether it runs", "filon db status", _database_status, needs_database=False, needs_django=never),
    HouseCommand(("db", "psql"), "open psql as the owner", "filon db psql", _database_psql, needs_database=False, needs_django=never),
    *interviews.COMMANDS,
    *tax.COMMANDS,
)
