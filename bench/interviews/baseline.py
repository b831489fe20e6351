"""`python -m bench.interviews.baseline INSTANCE OUT`: first come, first served, which is what booking pages do.

Students come in an order drawn by the seed; each goes down her list of wishes and takes the earliest free seat of every firm that did not
refuse her, until she has as many interviews as she may have.
"""

from __future__ import annotations

import json
import random
import sys
from pathlib import Path

from bench.interviews.forums import read
from bench.interviews.rules import Json, Place, is_near, most_of, seats_of


def first_come_first_served(instance: Json, *, seed: int = 1) -> Json:
    """A schedule of the format `filon-interviews/1`; locked interviews are booked first."""
    desk = Desk(instance)
    arrivals = list(range(len(instance["students"])))
    random.Random(seed).shuffle(arrivals)
    for student in arrivals:
        desk.book_all(student)
    return {"interviews": sorted(desk.rows)}


class Desk:
    """Free interviewers by company, slot and site; what each student has."""

    def __init__(self, instance: Json) -> None:
        self.instance = instance
        self.rows: list[list[int]] = []
        self.taken: dict[int, list[tuple[int, int]]] = {}
        self.free: list[dict[Place, set[int]]] = [_interviewers(instance, company) for company in range(len(instance["companies"]))]
        for student, company, slot, site, interviewer in instance.get("locked", []):
            self._book(student, company, slot, site, interviewer)

    def book_all(self, student: int) -> None:
        description = self.instance["students"][student]
        most = most_of(self.instance, description)
        met = {row[1] for row in self.instance.get("locked", []) if row[0] == student}
        for company, rating in description["wishes"]:
            if len(self.taken.get(student, [])) >= most:
                return
            if rating and company not in met:
                self._book_earliest(student, company)

    def _book_earliest(self, student: int, company: int) -> None:
        for (slot, site), interviewers in self.free[company].items():
            if interviewers and self._can_be_at(student, slot, site):
                self._book(student, company, slot, site, min(interviewers))
                return

    def _book(self, student: int, company: int, slot: int, site: int, interviewer: int) -> None:
        self.free[company][slot, site].discard(interviewer)
        self.taken.setdefault(student, []).append((slot, site))
        self.rows.append([student, company, slot, site, interviewer])

    def _can_be_at(self, student: int, slot: int, site: int) -> bool:
        description = self.instance["students"][student]
        if slot in description["busy"] or slot in description["away"]:
            return False
        elsewhere = [(taken, description["home"]) for taken in description["busy"]] + self.taken.get(student, [])
        return not any(taken == slot or (where != site and is_near(self.instance, taken, slot)) for taken, where in elsewhere)


def _interviewers(instance: Json, company: int) -> dict[Place, set[int]]:
    return {place: set(range(count)) for place, count in seats_of(instance, company).items()}


if __name__ == "__main__":
    Path(sys.argv[2]).write_text(json.dumps(first_come_first_served(read(Path(sys.argv[1])))))
