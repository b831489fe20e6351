"""People who write, each without a pause; what was accepted from them is kept outside, to be compared with the database in the end."""

from __future__ import annotations

import datetime as dt
import hashlib
import itertools
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from drills.house import House
from drills.person import NotAccepted, Person, Upload

FACT, AGREEMENT = "fact", "agreement"


@dataclass
class Writers:
    """`asked` are the numbers of every write begun, `accepted` of those that got their answer; a number is written once."""

    house: House
    person: Person
    kind_id: str
    asked: dict[str, set[int]] = field(default_factory=lambda: {FACT: set(), AGREEMENT: set()})
    accepted: dict[str, set[int]] = field(default_factory=lambda: {FACT: set(), AGREEMENT: set()})
    failures: list[str] = field(default_factory=list)
    persons: list[Person] = field(default_factory=list)
    stop: threading.Event = field(default_factory=threading.Event)
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    @property
    def count(self) -> int:
        return sum(map(len, self.accepted.values()))

    @property
    def broken(self) -> int:
        """How many requests got no answer or one of 500 and more."""
        return sum(person.broken + sum(count for status, count in person.statuses.items() if status >= 500) for person in self.persons)

    def run(self) -> None:
        """One of them: three facts with a proof, then an agreement, until told to stop; what is begun is finished."""
        person = self.person.colleague()
        self.persons.append(person)
        try:
            while not self.stop.is_set():
                for kind in (FACT, FACT, FACT, AGREEMENT):
                    self._write(person, kind, next(self.numbers))
        except NotAccepted as refused:
            self.failures.append(str(refused))

    def _write(self, person: Person, kind: str, number: int) -> None:
        self.asked[kind].add(number)
        if kind == FACT:
            fields = {"kind": "facts.event", "occurred_on": dt.date.today().isoformat(), "quantity": str(number)}
            person.insist("/faits/nouveau", fields, upload=Upload("file", f"{number}.pdf", proof(number)))
        else:
            person.insist("/conventions/nouvelle", {"kind": self.kind_id, "title_fr": f"Convention {number}"})
        self.accepted[kind].add(number)


def proof(number: int) -> bytes:
    """The file that proves a fact: no two are alike."""
    return b"%PDF-1.7\n" + f"{number}\n".encode() * 200 + b"%%EOF\n"


@contextmanager
def writing(house: House, person: Person, people: int = 4) -> Iterator[Writers]:
    """People write inside this block; at its end each finishes what she has begun."""
    kind = house.value("SELECT uuid FROM agreements_agreementkind ORDER BY id LIMIT 1")
    writers = Writers(house, person, str(kind))
    threads = [threading.Thread(target=writers.run, daemon=True) for _each in range(people)]
    for thread in threads:
        thread.start()
    try:
        yield writers
    finally:
        writers.stop.set()
        for thread in threads:
            thread.join()


def differences(house: House, writers: Writers) -> list[str]:
    """One sentence for each write that is lost, done twice, half-done or not asked for. Every write begun has been accepted by now."""
    found = [*writers.failures]
    found += _numbers(house, writers, FACT, "SELECT quantity::integer FROM facts_fact")
    found += _numbers(house, writers, AGREEMENT, "SELECT substring(title_fr FROM '[0-9]+')::integer FROM agreements_agreement")
    found += _proofs(house)
    found += _references(house)
    return found


def _numbers(house: House, writers: Writers, kind: str, query: str) -> Iterator[str]:
    rows = [number for (number,) in house.rows(query)]
    yield from (f"{kind} {number} was accepted and is not there" for number in sorted(writers.accepted[kind] - set(rows)))
    yield from (f"{kind} {number} is there and nobody asked for it" for number in sorted(set(rows) - writers.asked[kind]))
    yield from (f"{kind} {number} is there {rows.count(number)} times" for number in sorted({one for one in rows if rows.count(one) > 1}))


def _proofs(house: House) -> Iterator[str]:
    """Each fact has one document, whose bytes on the disk are those that were sent, and one audit event."""
    rows = house.rows("""
        SELECT quantity::integer, count(file.id), min(file.path), min(file.sha256),
               (SELECT count(*) FROM kernel_auditevent WHERE object_uuid = fact.uuid AND action = 'fact.recorded')
          FROM facts_fact AS fact LEFT JOIN facts_factdocument AS document ON document.fact_id = fact.id
          LEFT JOIN kernel_storedfile AS file ON file.id = document.file_id GROUP BY fact.id""")
    for number, files, path, sha256, events in rows:
        if (files, events) != (1, 1):
            yield f"fact {number} has {files} proofs and {events} audit events"
            continue
        expected = hashlib.sha256(proof(number)).hexdigest()
        kept = house.var / "files" / path
        if sha256 != expected or not kept.exists() or hashlib.sha256(kept.read_bytes()).hexdigest() != expected:
            yield f"the proof of fact {number} is not what was sent"


def _references(house: House) -> Iterator[str]:
    """Numbers of agreements follow each other without a gap."""
    numbers = sorted(int(reference.rsplit("-", 1)[1]) for (reference,) in house.rows("SELECT reference FROM agreements_agreement"))
    if numbers != list(range(1, len(numbers) + 1)):
        yield f"references of agreements are not 1 to {len(numbers)}: a number was burnt or given twice"
