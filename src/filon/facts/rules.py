"""What must be true of a fact. Each refusal is a sentence for who typed it."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from filon.facts.visibility import Visibility
from filon.kernel.errors import Refused
from filon.kernel.formats import day
from filon.kernel.registry import FactKind

GOAL_NUMBERS = range(1, 18)


def check_occurred(on: dt.date, *, today: dt.date) -> None:
    """A fact has happened: it is never in the future."""
    if on > today:
        sentence = _("%(day)s has not come yet: a fact is recorded once it has happened.")
        raise Refused(sentence % {"day": day(on)}, field="occurred_on")


def check_figures(*, quantity: Decimal, value_cents: int | None, persons: int | None) -> None:
    """Figures of what happened are not negative; a correction is a reversing fact."""
    if quantity < 0:
        raise Refused(_("A quantity is not negative: to correct a fact, reverse it."), field="quantity")
    if value_cents is not None and value_cents < 0:
        raise Refused(_("A value is not negative: to correct a fact, reverse it."), field="value")
    if persons is not None and persons < 0:
        raise Refused(_("A number of persons is not negative: to correct a fact, reverse it."), field="persons")


def checked_goals(goals: Iterable[int]) -> list[int]:
    """Each once, in order. Raises Refused for a number out of 1 to 17."""
    numbers = sorted(set(goals))
    if any(number not in GOAL_NUMBERS for number in numbers):
        raise Refused(_("The sustainable development goals are numbered from 1 to 17."), field="goals")
    return numbers


def visibility_of(kind: FactKind, *, asked: str | None, is_personal: bool) -> str:
    """What is asked, else private for a fact about a person, else the kind's own. Raises Refused for an unknown one."""
    if asked is not None and asked not in Visibility.values:
        raise Refused(_("Choose who may read this fact among those of the list."), field="visibility")
    return asked or (Visibility.PRIVATE if is_personal or kind.personal else kind.visibility)


def check_reversible(*, is_reversal: bool, is_reversed: bool) -> None:
    """A fact is reversed once, and a reversal never."""
    if is_reversal:
        raise Refused(_("This is itself a reversal: record the right fact instead."))
    if is_reversed:
        raise already_reversed()


def already_reversed() -> Refused:
    return Refused(_("This fact is already reversed: record the right one instead."))


def check_reason(reason: str) -> str:
    """The reason of a reversal, trimmed. Raises Refused when there is none."""
    if not reason.strip():
        raise Refused(_("Say why this fact is reversed: whoever reads it later must understand."), field="reason")
    return reason.strip()


def personal_digest(salt: str, values: dict[str, Any]) -> str:
    """sha256, in hexadecimal, of the salt and the canonical JSON of the values: sorted keys, no space, UTF-8."""
    canonical = json.dumps(values, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256((salt + canonical).encode()).hexdigest()
