"""What may happen on the morning, done to a forum as the format writes it: a repair is judged on the forum as it has become."""

from __future__ import annotations

import copy
from typing import Any, TypeAlias

Json: TypeAlias = Any


def company_cancels(instance: Json, company: int) -> Json:
    """Nobody of it comes; its locked interviews are no longer asked for."""
    after = copy.deepcopy(instance)
    after["companies"][company]["presence"] = []
    after["locked"] = [lock for lock in after["locked"] if lock[1] != company]
    return after


def interviewer_leaves(instance: Json, company: int, day: int, site: int) -> Json:
    """One interviewer fewer, of the last presence on that day and site that has any."""
    after = copy.deepcopy(instance)
    here = [each for each in after["companies"][company]["presence"] if (each["day"], each["site"]) == (day, site) and each["interviewers"]]
    here[-1]["interviewers"] -= 1
    return after


def student_withdraws(instance: Json, student: int) -> Json:
    """She stays in the list, so that nobody changes number, and may have no interview."""
    after = copy.deepcopy(instance)
    after["students"][student]["max"] = 0
    after["locked"] = [lock for lock in after["locked"] if lock[0] != student]
    return after


def student_comes(instance: Json, student: Json) -> Json:
    """She is the last."""
    return {**instance, "students": [*instance["students"], student]}


def with_appointments(instance: Json, rows: list[list[int]]) -> Json:
    """The forum where these interviews are settled."""
    return {**instance, "locked": rows}
