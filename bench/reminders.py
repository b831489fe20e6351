"""`python -m bench.reminders`: a thousand signatories who did not answer for three days are written to again.

First the day's task, which chooses them and queues their letters; then one worker, which makes each a new link, writes its letter and lets
it go. In the benchmark's own demo a letter goes into the mailbox page: what a mail server takes comes on top. `--write` puts the figures
into bench/README.md.
"""

from __future__ import annotations

import argparse
import datetime as dt
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bench import report
from bench.place import prepared

if TYPE_CHECKING:
    from django.db.models import Model

    from filon.agreements.models import Seat

MANY = 1_000
SILENT = dt.timedelta(days=4)


@dataclass(frozen=True)
class Measured:
    """CPU of this process and time on the wall, in seconds, and queries, for `done` of them."""

    name: str
    done: int
    cpu: float
    wall: float
    queries: int

    @property
    def cells(self) -> tuple[str, ...]:
        each = f"{1000 * self.cpu / self.done:.1f}"
        return self.name, f"{self.done:,}", f"{self.wall:.1f}", f"{self.cpu:.1f}", each, f"{self.queries / self.done:.1f}"


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.reminders", description="What a thousand reminders cost.")
    parser.add_argument("--write", action="store_true", help="put the figures into bench/README.md")
    arguments = parser.parse_args()
    with prepared():
        from bench import figures  # noqa: PLC0415  it imports Django's models

        lines = _measured()
        text = f"{report.machine(postgresql=figures.server_version())}\n\n{_table(lines)}"
    print(text)
    if arguments.write:
        report.write("reminders", text)
    return 0 if all(line.done == MANY for line in lines) else 1


def _table(lines: list[Measured]) -> str:
    head = ("step", "reminders", "time, s", "CPU, s", "CPU each, ms", "queries each")
    return report.table(head, [line.cells for line in lines])


def _measured() -> list[Measured]:
    from filon.agreements.services.inviting import reminders_of_the_day  # noqa: PLC0415

    _finish_what_waits()
    _silent_signatories()
    chosen = _timed("chosen and queued by the task of the day", reminders_of_the_day)
    return [chosen, _timed("link made, letter written and sent by one worker", _finish_what_waits)]


def _finish_what_waits() -> int:
    """Every task of the queue, as a worker runs them; how many."""
    from filon.kernel import tasks  # noqa: PLC0415

    done = 0
    while tasks.run_next("bench"):
        done += 1
    return done


def _timed(name: str, work: Callable[[], int]) -> Measured:
    with _counted() as queries:
        cpu, wall = time.process_time(), time.perf_counter()
        done = work()
        return Measured(name, done, time.process_time() - cpu, time.perf_counter() - wall, len(queries))


@contextmanager
def _counted() -> Iterator[list[str]]:
    """The statements sent meanwhile."""
    from django.db import connection  # noqa: PLC0415

    sent: list[str] = []

    def note(execute: Callable[..., Any], sql: str, *given: Any) -> Any:
        sent.append(sql)
        return execute(sql, *given)

    with connection.execute_wrapper(note):
        yield sent


def _silent_signatories() -> None:
    """One agreement is written, approved and sent through the services; the others are copies of its rows, each with one signatory who
    was asked four days ago."""
    from django.utils import timezone  # noqa: PLC0415

    from bench import figures  # noqa: PLC0415
    from filon.agreements.models import Agreement, AgreementParty, AgreementVersion, Seat, Sending  # noqa: PLC0415
    from filon.agreements.states import SeatState  # noqa: PLC0415

    seat = _asked()
    sending, version = seat.sending, seat.sending.version
    agreements = Agreement.objects.bulk_create(_copies(version.agreement, reference=[f"RELANCE-{number}" for number in range(MANY)]))
    parties = AgreementParty.objects.bulk_create(_copies(seat.party, agreement=agreements))
    versions = AgreementVersion.objects.bulk_create(_copies(version, agreement=agreements))
    sendings = Sending.objects.bulk_create(_copies(sending, version=versions))
    since = [timezone.now() - SILENT] * MANY
    Seat.objects.bulk_create(_copies(seat, sending=sendings, party=parties, invited_at=since, state=[SeatState.INVITED] * MANY))
    figures.analyse()


def _copies(row: Model, **changed: list[Any]) -> list[Any]:
    """Rows like this one, with identities of their own and, one by one, what is changed."""
    kept = {one.attname: getattr(row, one.attname) for one in row._meta.concrete_fields if one.name not in ("id", "uuid")}
    made = [type(row)(**kept) for _number in range(MANY)]
    for name, values in changed.items():
        for copy, value in zip(made, values, strict=True):
            setattr(copy, name, value)
    return made


def _asked() -> Seat:
    """The signatory of a company, who was written to a moment ago."""
    from bench import seed  # noqa: PLC0415
    from filon.agreements.services import review, sending  # noqa: PLC0415
    from filon.people.models import User  # noqa: PLC0415

    school = seed.empty_school("Relances")
    for contact in (school.signs.contact, school.company.signatory.contact):  # type: ignore[union-attr]
        contact.email = f"{contact.name.lower()}@relances.example"
        contact.save()
    version = seed.draft_of(school, "Convention à signer", 4).version
    version.party_terms.filter(party__entity=school.signs.entity_id).update(signatory=school.signs)
    asked = review.review_submit(by=school.officer, version_id=version.uuid)
    director = User.objects.get(email="director@relances.example")
    director.act_for(school.host.pk)
    review.approval_give(by=director, approval_id=asked.approvals.get().uuid)
    seat = sending.sending_open(by=school.officer, version_id=version.uuid).seats.get(party__entity=school.company.entity)
    _finish_what_waits()
    return seat


if __name__ == "__main__":
    sys.exit(main())
