"""Three upgrades under load, none of whose requests fails."""

from __future__ import annotations

import http.client
import itertools
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from uuid import uuid4

from drills.house import DrillFailed, House, furnish, opened
from drills.outcome import Outcome, told
from drills.person import Person
from drills.upgrade.installed import install, make_current

RELEASES = (1, 2, 3, 4)
PEOPLE = 4
SECONDS_BETWEEN = 3.0
PAGES = ("/", "/conventions", "/faits", "/connexion")


@dataclass
class Load:
    """People who send nothing twice: one answer that is not the right one is a failure."""

    person: Person
    kind_id: str
    stop: threading.Event = field(default_factory=threading.Event)
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))
    done: int = 0
    slowest: float = 0.0
    notes: list[str] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)

    def run(self) -> None:
        person = self.person.colleague()
        while not self.stop.is_set():
            number = next(self.numbers)
            said = f"note-{number}"
            self._ask(person, "POST", f"/carnet/{said}", http.client.SEE_OTHER)
            self._ask(person, "GET", f"/carnet/{said}", http.client.OK)
            self._ask(person, "GET", PAGES[number % len(PAGES)], http.client.OK)
            if number % 5 == 0:
                self._ask(
                    person, "POST", "/conventions/nouvelle", http.client.SEE_OTHER, kind=self.kind_id, title_fr=f"Convention {number}"
                )
            self.notes.append(said)

    def _ask(self, person: Person, method: str, path: str, wanted: int, **fields: str) -> None:
        began = time.monotonic()
        try:
            answer = person.ask(method, path, fields if method == "POST" else None, key=uuid4())
            if answer.status != wanted:
                self.failures.append(f"{method} {path}: {answer.status}")
        except (OSError, http.client.HTTPException) as error:
            self.failures.append(f"{method} {path}: {error!r}")
        self.done += 1
        self.slowest = max(self.slowest, time.monotonic() - began)


@contextmanager
def loaded(house: House, person: Person) -> Iterator[Load]:
    load = Load(person, str(house.value("SELECT uuid FROM agreements_agreementkind ORDER BY id LIMIT 1")))
    threads = [threading.Thread(target=load.run, daemon=True) for _each in range(PEOPLE)]
    for thread in threads:
        thread.start()
    try:
        yield load
    finally:
        load.stop.set()
        for thread in threads:
            thread.join()


def upgrade(upgrades: int) -> Outcome:
    with opened(furnishing=_install, DJANGO_SETTINGS_MODULE="drills.upgrade.settings", FILON_WORKERS="2") as house:
        filon = house.start("run")
        house.wait_until_it_answers(filon)
        person = Person(house.port)
        person.sign_in(house.link)
        with loaded(house, person) as load:
            for number in RELEASES[1 : 1 + upgrades]:
                time.sleep(SECONDS_BETWEEN)
                _upgrade(house, person, number)
            time.sleep(SECONDS_BETWEEN)
        filon.stop()
        house.seal()
        failures = [*load.failures, *_differences(house, load), *house.violations()]
        what = f"requests failed of {load.done} during {upgrades} upgrades; the slowest took {load.slowest:.1f} s"
        return Outcome(len(failures), what, failures=failures)


def _install(house: House) -> None:
    for number in RELEASES:
        install(house.folder / "releases", number)
    house.python = make_current(house.folder / "releases", 1)
    furnish(house)


def _upgrade(house: House, person: Person, number: int) -> None:
    make_current(house.folder / "releases", number)
    house.command("reload")
    served = person.ask("GET", "/carnet").body.decode()
    if served != str(number):
        raise DrillFailed(f"release {served} serves where {number} should")


def _differences(house: House, load: Load) -> Iterator[str]:
    """Every note is there, once, under its new name."""
    rows = [label for (label,) in house.rows("SELECT label FROM notebook_note")]
    if sorted(rows) != sorted(load.notes):
        yield f"{len(rows)} notes are there and {len(load.notes)} were written"


if __name__ == "__main__":
    sys.exit(told(upgrade, "upgrade", "Three upgrades while people work.", upgrades=3))
