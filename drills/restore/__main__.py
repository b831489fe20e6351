"""Backs up under load, loses the machine, restores elsewhere, and compares. The number is what is missing or different."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import tarfile
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from drills.house import ROOT, DrillFailed, House, free_port, furnish, opened, remove
from drills.outcome import Outcome, told
from drills.person import Person
from drills.writers import AGREEMENT, FACT, Writers, proof, writing
from filon.launcher import postgres

FACTS_OF_ROWS = 0.32
"""One row in three is a fact; the others are what goes with it."""
WRITES_BEFORE, WRITES_AFTER = 40, 10
SECONDS_TO_COME_BACK = 60.0
"""From `filon restore` to a page that is answered, `filon verify --full` included, at 100,000 rows."""
COUNTED_APART = {"kernel_proof", "kernel_proofrun"}
"""Written anew by the proof that ends a restoration."""
TOLD_BY_RESTORING = {"kernel_auditevent": 1}
"""The restoration tells of itself."""
OURS = "host_id = (SELECT min(id) FROM people_host)"
"""The school where people write; the other one was filled before."""


@dataclass
class Saved:
    """What was accepted before the backup began, and what the archive says of itself."""

    before: dict[str, set[int]]
    seconds: float
    manifest: dict[str, Any]

    @property
    def rows(self) -> int:
        return sum(self.manifest["state"]["tables"].values())


def restore(rows: int) -> Outcome:
    with tempfile.TemporaryDirectory(prefix="filon-drill-") as folder:
        archive = Path(folder) / "filon.tar"
        with opened(holds_database=False, furnishing=lambda house: _furnish(house, rows)) as house:
            writers, saved = _save_under_load(house, archive)
            with postgres.running(house.var):
                chain = dict(house.rows("SELECT host_key || ' ' || seq, hash FROM kernel_auditseal"))
        if saved.rows < rows:
            raise DrillFailed(f"{saved.rows} rows were saved, and {rows} were to be")
        elsewhere = House(Path(folder), free_port(), {**house.variables, "FILON_VAR": f"{folder}/var"})
        elsewhere.variables["PORT"] = str(elsewhere.port)
        try:
            return _restored(elsewhere, archive, writers, saved, chain)
        finally:
            remove(elsewhere)


def _furnish(house: House, rows: int) -> None:
    with postgres.running(house.var):
        furnish(house)
        command = [sys.executable, "-m", "drills.restore.fill", str(int(rows * FACTS_OF_ROWS))]
        variables = {**house.variables, "DJANGO_SETTINGS_MODULE": "filon.site.settings"}
        subprocess.run(command, env=variables, cwd=ROOT, check=True)


def _save_under_load(house: House, archive: Path) -> tuple[Writers, Saved]:
    """In the end the machine is lost: nothing of it is asked to stop."""
    filon = house.start("run")
    house.wait_until_it_answers(filon)
    person = Person(house.port)
    person.sign_in(house.link)
    with writing(house, person) as writers:
        _wait(writers, WRITES_BEFORE)
        before, began = {kind: set(numbers) for kind, numbers in writers.accepted.items()}, time.monotonic()
        house.command("backup", str(archive))
        seconds, during = time.monotonic() - began, writers.count - sum(map(len, before.values()))
        _wait(writers, writers.count + WRITES_AFTER)
    if not during:
        raise DrillFailed("nobody wrote while the backup was taken: the drill proves nothing")
    filon.kill()
    with tarfile.open(archive) as tar:
        manifest = json.load(tar.extractfile("manifest.json"))  # type: ignore[arg-type]
    return writers, Saved(before, seconds, manifest)


def _wait(writers: Writers, count: int) -> None:
    while writers.count < count and not writers.failures:
        time.sleep(0.01)


def _restored(house: House, archive: Path, writers: Writers, saved: Saved, chain: dict[str, str]) -> Outcome:
    began = time.monotonic()
    house.command("restore", str(archive))
    seconds = time.monotonic() - began
    with postgres.running(house.var):
        failures = [
            *writers.failures,
            *_missing(house, writers, saved),
            *_counts(house, saved),
            *_heads(house, saved, chain),
            *_files(house),
        ]
    began = time.monotonic()
    filon = house.start("run")
    house.wait_until_it_answers(filon)
    seconds += time.monotonic() - began
    filon.stop()
    if seconds > SECONDS_TO_COME_BACK:
        failures.append(f"it took {seconds:.0f} seconds to come back, and {SECONDS_TO_COME_BACK:.0f} are allowed")
    what = f"rows, chains, files or writes missing or different, of {saved.rows} rows and {len(saved.manifest['contents']) - 1} files"
    return Outcome(
        len(failures),
        f"{what}; saved under load in {saved.seconds:.0f} s, restored, proved and answering in {seconds:.0f} s",
        failures=failures,
    )


def _missing(house: House, writers: Writers, saved: Saved) -> Iterator[str]:
    """Of the writes of people: each accepted before the backup began is there, once, and none that nobody asked for."""
    queries = {
        FACT: f"SELECT quantity::integer FROM facts_fact WHERE {OURS}",
        AGREEMENT: f"SELECT substring(title_fr FROM '[0-9]+')::integer FROM agreements_agreement WHERE {OURS}",
    }
    for kind, query in queries.items():
        rows = [number for (number,) in house.rows(query)]
        yield from (f"{kind} {number} was accepted before the backup and is not there" for number in sorted(saved.before[kind] - set(rows)))
        yield from (f"{kind} {number} is there and nobody asked for it" for number in sorted(set(rows) - writers.asked[kind]))
        yield from (
            f"{kind} {number} is there {rows.count(number)} times" for number in sorted({one for one in rows if rows.count(one) > 1})
        )
    query = f"""
        SELECT quantity::integer, file.path FROM facts_fact AS fact JOIN facts_factdocument AS document ON document.fact_id = fact.id
          JOIN kernel_storedfile AS file ON file.id = document.file_id WHERE fact.{OURS}"""
    for number, path in house.rows(query):
        if (house.var / "files" / path).read_bytes() != proof(number):
            yield f"the proof of fact {number} is not what was sent"


def _counts(house: House, saved: Saved) -> Iterator[str]:
    for table, count in saved.manifest["state"]["tables"].items():
        found = house.value(f'SELECT count(*) FROM "{table}"')
        if found != count + TOLD_BY_RESTORING.get(table, 0) and table not in COUNTED_APART:
            yield f"{table} has {found} rows, and had {count}"


def _heads(house: House, saved: Saved, chain: dict[str, str]) -> Iterator[str]:
    """Each chain ends where the archive says, on a seal that the lost machine had too."""
    found = {(key, seq): digest for key, seq, digest in house.rows("SELECT host_key, seq, hash FROM kernel_audithead")}
    expected = {(head["host_key"], head["seq"]): head["hash"] for head in saved.manifest["state"]["heads"]}
    if found != expected:
        yield f"the audit chains end at {found}, and ended at {expected}"
    for (key, seq), digest in found.items():
        if chain.get(f"{key} {seq}") != digest:
            yield f"the end of chain {key} is not a seal of the lost machine"


def _files(house: House) -> Iterator[str]:
    """Every file that the database names has the bytes it names, read here by ourselves."""
    for path, sha256 in house.rows("SELECT path, sha256 FROM kernel_storedfile"):
        kept = house.var / "files" / path
        if not kept.exists() or hashlib.sha256(kept.read_bytes()).hexdigest() != sha256:
            yield f"the file {path} is gone or changed"


if __name__ == "__main__":
    sys.exit(told(restore, "restore", "A backup taken under load is restored elsewhere.", rows=100_000))
