"""The machine of PostgreSQL is lost while people write: its standby is promoted, and nothing that was accepted is missing there."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import psycopg

from drills.house import DrillFailed, House, opened
from drills.outcome import Outcome, told
from drills.person import Person
from drills.writers import Writers, differences, writing
from filon.launcher import addresses, cluster, postgres, postmaster
from filon.launcher.place import Place

SECONDS_TO_FOLLOW = 60.0
WRITES_BEFORE = 40
SYNCHRONOUS = "wal_level = replica\nsynchronous_standby_names = '*'\nsynchronous_commit = on\n"


@dataclass(frozen=True)
class Standby:
    """A second PostgreSQL that follows the first, in a folder beside it."""

    place: Place
    first: Place

    @classmethod
    def beside(cls, first: Place) -> Standby:
        base = first.base.with_name(f"{first.base.name}-standby")
        return cls(replace(first, base=base, data=base / "data", socket=base / "socket"), first)

    def follow(self) -> None:
        """Copies the first and starts; returns once every commit there waits for this one."""
        first = self.first
        cluster.prepare_folders(self.place)
        _program(first, "pg_basebackup", "-h", first.socket, "-U", "postgres", "-D", self.place.data, "-R", "-X", "stream", "-c", "fast")
        self.start()
        _set(first, SYNCHRONOUS)
        deadline = time.monotonic() + SECONDS_TO_FOLLOW
        while _asked(first, "SELECT coalesce(max(sync_state), '') FROM pg_stat_replication") != "sync":
            if time.monotonic() > deadline:
                raise DrillFailed("The standby does not follow.")
            time.sleep(0.1)

    def start(self) -> None:
        log = self.place.base / "postgres.log"
        _program(self.first, "pg_ctl", "-D", self.place.data, "-o", f"-k {self.place.socket}", "-l", log, "-w", "start")

    def promote(self) -> None:
        _program(self.first, "pg_ctl", "-D", self.place.data, "-w", "promote")

    def take_the_place(self) -> None:
        """What it holds becomes what the house holds: the rest of the drill reads it as usual."""
        first = self.first
        _program(self.first, "pg_ctl", "-D", self.place.data, "-w", "-m", "fast", "stop")
        shutil.rmtree(first.data)
        shutil.move(self.place.data, first.data)
        _set(first, "synchronous_standby_names = ''\n", reload=False)


def _program(place: Place, name: str, *words: str | Path) -> None:
    """Of PostgreSQL, as the user of its server; what it says goes to a file, for a server that it starts goes on speaking."""
    log = place.base / f"{name}.log"
    with log.open("wb") as out:
        command = [cluster.binary(place, name), *words]
        done = subprocess.run(command, check=False, stdin=subprocess.DEVNULL, stdout=out, stderr=out, **cluster.as_system_user(place))
    if done.returncode:
        raise DrillFailed(f"{name}: {log.read_text(errors='replace')[-600:]}")


def _set(place: Place, lines: str, *, reload: bool = True) -> None:
    with (place.data / "postgresql.auto.conf").open("a") as settings:
        settings.write(lines)
    if reload:
        _program(place, "pg_ctl", "-D", place.data, "reload")


def _asked(place: Place, query: str) -> object:
    with psycopg.connect(host=str(place.socket), user="postgres", dbname="postgres", autocommit=True) as connection:
        return connection.execute(query).fetchone()[0]  # type: ignore[index, arg-type]


def lost_database(writes: int) -> Outcome:
    with opened(holds_database=False) as house:
        first, standby = house.place, Standby.beside(house.place)
        try:
            writers = _lose(house, first, standby, writes)
            standby.take_the_place()
        finally:
            postmaster.stop(standby.place)
            shutil.rmtree(standby.place.base, ignore_errors=True)
        with postgres.running(house.var):
            house.seal()
            failures = [*differences(house, writers), *house.violations()]
        what = f"writes lost, doubled or half-done, of {writers.count} accepted; the database lost once, its standby promoted"
        return Outcome(len(failures), what, failures=failures)


def _lose(house: House, first: Place, standby: Standby, writes: int) -> Writers:
    with _followed(house, first, standby):
        server = house.start("serve", DATABASE_URL=_either(first, standby.place))
        house.wait_until_it_answers(server)
        person = Person(house.port)
        person.sign_in(house.link)
        with writing(house, person) as writers:
            _wait(writers, writes)
            os.kill(postmaster.process_id(first) or 0, signal.SIGKILL)
            standby.promote()
            _wait(writers, writers.count + writes)
        server.stop()
        return writers


@contextmanager
def _followed(house: House, first: Place, standby: Standby) -> Iterator[None]:
    with postgres.running(house.var):
        with (first.data / "pg_hba.conf").open("a") as access:
            access.write("local replication postgres peer map=filon\n")
        _program(first, "pg_ctl", "-D", first.data, "reload")
        standby.follow()
        yield


def _either(first: Place, second: Place) -> str:
    """The address of whichever of the two takes writes."""
    own = first.application()
    sockets, ports = f"{first.socket},{second.socket}", f"{own.port},{own.port}"
    both = replace(own, host=sockets, port=ports, options=(("target_session_attrs", "read-write"),))
    return addresses.write(both)


def _wait(writers: Writers, count: int) -> None:
    while writers.count < count and not writers.failures:
        time.sleep(0.01)


if __name__ == "__main__":
    sys.exit(told(lost_database, "lost_database", str(__doc__), writes=WRITES_BEFORE))
