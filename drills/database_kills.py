"""PostgreSQL is killed while people write: `filon run` brings it back, nothing accepted is lost, nothing is done twice."""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from contextlib import suppress

import psycopg

from drills.house import DrillFailed, House, Process, opened
from drills.outcome import Outcome, told
from drills.person import Person
from drills.writers import Writers, differences, writing
from filon.launcher import postmaster

LONGEST_LIFE = 1.0
SECONDS_TO_COME_BACK = 90.0
SEED = 4


def database_kills(kills: int) -> Outcome:
    with opened() as house:
        filon = house.start("run")
        house.wait_until_it_answers(filon)
        person = Person(house.port)
        person.sign_in(house.link)
        chance = random.Random(SEED)
        with writing(house, person) as writers:
            absences = [_one_death(house, filon, writers, chance.uniform(0, LONGEST_LIFE)) for _kill in range(kills)]
        filon.stop()
        house.seal()
        failures = [*differences(house, writers), *house.violations()]
        what = (
            f"writes lost, doubled or half-done, of {writers.count} accepted; {kills} kills, {max(absences):.1f} s without writes at most"
        )
        return Outcome(len(failures), what, failures=failures)


def _one_death(house: House, filon: Process, writers: Writers, life: float) -> float:
    """Kills it at work; seconds until a write is accepted again."""
    _wait_for_writes(filon, writers)
    time.sleep(life)
    pid = postmaster.process_id(house.place)
    if pid is None:
        raise DrillFailed("PostgreSQL was gone before it was killed")
    os.kill(pid, signal.SIGKILL)
    with suppress(ChildProcessError):
        os.waitpid(pid, 0)
    began = time.monotonic()
    _wait_for_database(house, filon)
    _wait_for_writes(filon, writers)
    return time.monotonic() - began


def _wait_for_database(house: House, filon: Process) -> None:
    deadline = time.monotonic() + SECONDS_TO_COME_BACK
    while True:
        try:
            house.value("SELECT 1")
            return
        except psycopg.OperationalError:
            if time.monotonic() > deadline or not filon.is_alive:
                raise DrillFailed(
                    f"PostgreSQL did not come back within {SECONDS_TO_COME_BACK:.0f} seconds:\n{_why(house, filon)}"
                ) from None
        time.sleep(0.05)


def _why(house: House, filon: Process) -> str:
    """What the supervisor and PostgreSQL said last."""
    lines = [line for line in filon.log.read_text(encoding="utf-8", errors="replace").splitlines() if line.startswith("PostgreSQL")]
    return "\n".join([*lines[-5:], *house.place.log.read_text(encoding="utf-8", errors="replace").splitlines()[-10:]])


def _wait_for_writes(filon: Process, writers: Writers) -> None:
    before, deadline = writers.count, time.monotonic() + SECONDS_TO_COME_BACK
    while writers.count == before:
        if time.monotonic() > deadline or writers.failures or not filon.is_alive:
            raise DrillFailed(f"nothing is accepted any more: {writers.failures}\n{filon.said()}")
        time.sleep(0.01)


if __name__ == "__main__":
    sys.exit(told(database_kills, "database_kills", "PostgreSQL is killed while people write.", kills=20))
