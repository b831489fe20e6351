"""`python -m bench.digests`: the week by mail of six thousand people.

Everybody is a person of the company of one school, with three agreements of ordinary size. First the task of Monday, which chooses who is
told and queues a task each; then one worker, which reads the week of each, writes the letter and lets it go: into the mailbox page of the
demonstration, so what a mail server takes comes on top. `--people N` for fewer.
"""

from __future__ import annotations

import argparse
import sys

from bench import report
from bench.place import prepared
from bench.reminders import Measured, _finish_what_waits, _timed

AGREEMENTS = 3


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.digests", description="What the week by mail costs.")
    parser.add_argument("--people", type=int, default=6_000)
    parser.add_argument("--write", action="store_true", help="put the figures into bench/README.md")
    arguments = parser.parse_args()
    with prepared():
        from bench import figures  # noqa: PLC0415  it imports Django's models

        lines = _measured(arguments.people)
        head = ("step", "people", "time, s", "CPU, s", "CPU each, ms", "queries each")
        text = f"{report.machine(postgresql=figures.server_version())}\n\n{report.table(head, [line.cells for line in lines])}"
    print(text)
    if arguments.write:
        report.write("digests", text)
    return 0


def _measured(people: int) -> list[Measured]:
    from django.utils import timezone  # noqa: PLC0415

    from bench import figures  # noqa: PLC0415
    from filon.agenda.services.digests import digests_queue  # noqa: PLC0415

    _finish_what_waits()
    _told(people)
    figures.analyse()
    week = timezone.localdate()
    return [
        _timed("chosen and queued by the task of Monday", lambda: digests_queue(week)),
        _timed("week read, letter written and sent by one worker", _finish_what_waits),
    ]


def _told(people: int) -> None:
    """One agreement after another through the services; the people by the thousand."""
    from django.utils import timezone  # noqa: PLC0415

    from bench import seed  # noqa: PLC0415
    from filon.partners.models import Access, Affiliation, Contact  # noqa: PLC0415
    from filon.people.models import User  # noqa: PLC0415

    school, today = seed.empty_school("Semaine"), timezone.localdate()
    for number in range(AGREEMENTS):
        seed.agreement_of(school, f"Convention {number}", seed.ORDINARY_COMMITMENTS, seed.ORDINARY_DELIVERIES)
    named = [(f"Personne {number}", f"personne.{number}@semaine.example") for number in range(people)]
    users = User.objects.bulk_create(User(name=name, email=email, password="!") for name, email in named)
    contacts = Contact.objects.bulk_create(Contact(host=school.host, name=name, email=email) for name, email in named)
    entity = school.company.entity
    functions = [Affiliation(contact=contact, entity=entity, function="cheffe de projet", start=today) for contact in contacts]
    pairs = zip(users, Affiliation.objects.bulk_create(functions), strict=True)
    Access.objects.bulk_create(Access(user=user, affiliation=held, granted_by=school.officer, start=today) for user, held in pairs)


if __name__ == "__main__":
    sys.exit(main())
