"""The disk fills up while people write, that of the files, then that of the database: a sentence each time, nothing half-done, and once
there is room the same form is accepted."""

from __future__ import annotations

import datetime as dt
import http.client
import os
import pwd
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID, uuid4

from drills.house import ROOT, DrillFailed, House, furnish, opened
from drills.outcome import Outcome, told
from drills.person import Person, Upload, sentence_of
from drills.writers import proof
from filon.launcher import cluster, postgres

ROOM_FOR_FILES = "16m"
ROOM_FOR_DATABASE = "900m"
"""initdb asks for 300 MB; the copied programs and an empty Filon take the rest but some 200 MB, which the drill fills."""
LEFT = 64 * 1024
"""bytes left free: less than a proof takes, and soon less than a table asks for."""
MOST_TRIES = 3000
TWO_DAYS = 2 * 24 * 3600
REFUSALS = {422, 503}
SAID = ("nothing was saved", "was not saved")
"""One of these stands in the sentence of every refusal."""


@dataclass
class Trials:
    """Forms sent while the disk was full: those accepted, those refused with their keys, and what was wrong with a refusal."""

    person: Person
    accepted: list[int] = field(default_factory=list)
    refused: dict[int, UUID] = field(default_factory=dict)
    failures: list[str] = field(default_factory=list)

    def send(self, number: int, *, size: int) -> None:
        """A fact with a proof of so many bytes."""
        key = self.refused.get(number) or uuid4()
        answer = self.person.attempt("/faits/nouveau", _fields(number), upload=_upload(number, size), key=key)
        if answer is not None and answer.status == http.client.SEE_OTHER:
            self.refused.pop(number, None)
            self.accepted.append(number)
            return
        self.refused[number] = key
        if answer is None or answer.status not in REFUSALS or not any(words in sentence_of(answer).casefold() for words in SAID):
            said = "nobody answered" if answer is None else f"{answer.status} {sentence_of(answer)}"
            self.failures.append(f"fact {number} was refused without a sentence: {said}")


def full_disk(refusals: int) -> Outcome:
    files = _drill(refusals, "files", _files_elsewhere)
    database = _drill(refusals, "database", _database_elsewhere)
    failures = [*files.failures, *database.failures]
    tried = sum(len(trials.accepted) for trials in (files, database))
    what = (
        f"writes lost, half-done or refused without a sentence, of {tried}; {refusals} refused on each disk, accepted once there was room"
    )
    return Outcome(len(failures), what, failures=failures)


def _drill(refusals: int, name: str, small_disk: Callable[[House], Iterator[Path]]) -> Trials:
    with (
        opened(holds_database=False, furnishing=_nothing_yet) as house,
        contextmanager(small_disk)(house) as disk,
        postgres.running(house.var),
    ):
        furnish(house)
        filon = house.start("run")
        house.wait_until_it_answers(filon)
        trials = Trials(Person(house.port))
        trials.person.sign_in(house.link)
        trials.send(1, size=1000)
        ballast = _fill(disk)
        _send_until_refused(trials, refusals)
        ballast.unlink()
        _send_again(trials)
        filon.stop()
        trials.failures += [f"disk of the {name}: {failure}" for failure in _differences(house, trials)]
        return trials


def _nothing_yet(_house: House) -> None:
    """It is furnished once it stands on its small disk."""


def _files_elsewhere(house: House) -> Iterator[Path]:
    folder = house.var / "files"
    folder.mkdir(parents=True)
    with _mounted(folder, ROOM_FOR_FILES):
        yield folder


def _database_elsewhere(house: House) -> Iterator[Path]:
    place = house.place
    if place.system_user is None:
        raise DrillFailed("A small disk for the database is mounted by root: run this drill as root.")
    cluster.prepare_folders(place)
    account = pwd.getpwnam(place.system_user)
    with _mounted(place.base, f"{ROOM_FOR_DATABASE},mode=0700,uid={account.pw_uid},gid={account.pw_gid}"):
        yield place.base


@contextmanager
def _mounted(folder: Path, size: str) -> Iterator[None]:
    """A small disk of its own at that place, in memory. Raises DrillFailed where this is not allowed."""
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={size}", "filon-drill", str(folder)], check=False, capture_output=True, text=True
    )
    if done.returncode:
        raise DrillFailed(f"No small disk can be mounted here ({done.stderr.strip()}): run this drill as root, where mount is allowed.")
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def _fill(disk: Path) -> Path:
    """All but a little of what is free."""
    status = os.statvfs(disk)
    ballast = disk / "ballast"
    with ballast.open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, max(status.f_bavail * status.f_frsize - LEFT, 1))
    return ballast


def _send_until_refused(trials: Trials, refusals: int) -> None:
    for number in range(2, MOST_TRIES):
        if len(trials.refused) >= refusals:
            return
        trials.send(number, size=4 * LEFT)
    raise DrillFailed(f"after {MOST_TRIES} forms the disk is not full")


def _send_again(trials: Trials) -> None:
    """The same forms, with the same keys, now that there is room."""
    for number in list(trials.refused):
        trials.person.insist("/faits/nouveau", _fields(number), upload=_upload(number, 4 * LEFT), key=trials.refused[number])
        trials.accepted.append(number)


def _differences(house: House, trials: Trials) -> Iterator[str]:
    house.seal()
    rows = [number for (number,) in house.rows("SELECT quantity::integer FROM facts_fact")]
    if sorted(rows) != sorted(trials.accepted):
        yield f"{len(rows)} facts are there and {len(trials.accepted)} were accepted: {sorted(set(rows) ^ set(trials.accepted))}"
    _let_a_night_pass(house)
    named = {path for (path,) in house.rows("SELECT path FROM kernel_storedfile")}
    kept = {path.relative_to(house.var / "files").as_posix() for path in (house.var / "files").rglob("*") if path.is_file()}
    yield from (f"the file {path} of a write that was refused is not cleaned away" for path in sorted(kept - named))
    yield from (f"the file {path} is gone" for path in sorted(named - kept))
    yield from house.violations()


def _let_a_night_pass(house: House) -> None:
    """A content is kept before its row; where the row is refused, it is nobody's, and cleaned away a day later."""
    for path in (house.var / "files").rglob("*"):
        os.utime(path, (time.time() - TWO_DAYS,) * 2)
    variables = {**house.variables, "DJANGO_SETTINGS_MODULE": "filon.site.settings"}
    subprocess.run([sys.executable, "-m", "drills.night"], env=variables, cwd=ROOT, check=True)


def _fields(number: int) -> dict[str, str]:
    return {"kind": "facts.event", "occurred_on": dt.date.today().isoformat(), "quantity": str(number)}


def _upload(number: int, size: int) -> Upload:
    return Upload("file", f"{number}.pdf", proof(number) + bytes(size))


if __name__ == "__main__":
    sys.exit(told(full_disk, "full_disk", str(__doc__), refusals=20))
