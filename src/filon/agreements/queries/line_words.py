"""A line of the register in words and figures, as a page writes it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from filon.agreements.units import Unit
from filon.engines.balance import CommitmentBalance, ItemState
from filon.kernel.formats import day_short, euros, number


@dataclass(frozen=True)
class LineWords:
    """What follows the promise in small letters, how much is kept, its value, the next due date, and the worst state with its mark."""

    note: str
    progress: str
    value: str
    due: str
    mark: str
    state: str


def line_words(line: CommitmentBalance, *, detail: str, next_due: dt.date | None) -> LineWords:
    """Empty where nothing is known or dated."""
    mark, state = line_state(line)
    return LineWords(_note(line, detail), _progress(line), euros(line.kept_cents), day_short(next_due), mark, state)


def _note(line: CommitmentBalance, detail: str) -> str:
    counterpart = _("counterpart") if line.is_counterpart else ""
    is_valued = line.unit != Unit.EURO and line.unit_value_cents is not None
    each = _("%(value)s each") % {"value": euros(line.unit_value_cents)} if is_valued else ""
    return " · ".join(filter(None, (counterpart, detail, each)))


def _progress(line: CommitmentBalance) -> str:
    """Instalments for money, units otherwise; promised leaves out what is waived."""
    if not line.items:
        return _("not stated")
    if line.unit == Unit.EURO:
        return f"{line.states[ItemState.KEPT]} / {line.counted}"
    return f"{number(line.kept)} / {number(line.promised - line.waived)}"


def line_state(line: CommitmentBalance) -> tuple[str, str]:
    """The worst state of a line: a mark, and words that say how many due dates share it."""
    if line.removed:
        return "waived", _("removed by an amendment")
    if line.worst == ItemState.TO_COME and line.kept:
        return "kept", _("up to date")
    return MARKS[line.worst], _state_words(line)


MARKS: dict[ItemState | None, str] = {**{state: state.value for state in ItemState}, ItemState.TO_COME: "next", None: "unstated"}
"""The mark of each state; a line without a due date is one whose date is not stated."""


def _state_words(line: CommitmentBalance) -> str:
    alike = line.states[line.worst] if line.worst else 0
    if line.worst == ItemState.LATE:
        return ngettext("%(num)d late, %(days)s d", "%(num)d late, %(days)s d", alike) % {"num": alike, "days": line.days_late}
    if line.worst == ItemState.CONTESTED:
        return ngettext("%(num)d due date contested", "%(num)d due dates contested", alike) % {"num": alike}
    if line.worst == ItemState.DUE:
        return ngettext("%(num)d due soon", "%(num)d due soon", alike) % {"num": alike}
    plain = {ItemState.WAIVED: _("waived"), ItemState.KEPT: _("kept"), ItemState.TO_COME: _("to come")}
    return plain.get(line.worst, _("date not stated")) if line.worst else _("date not stated")
