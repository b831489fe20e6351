"""The register of an agreement in words and figures, for its page and for a spreadsheet of what the page shows."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from filon.agreements.queries.sheet import AgreementSheet, Group, Line
from filon.engines.balance import ItemState


def line_state(line: Line) -> tuple[str, str]:
    """The worst state of a line: a mark, and words that say how many due dates share it."""
    if line.balance.removed:
        return "waived", _("removed by an amendment")
    if line.worst == ItemState.TO_COME and line.balance.kept:
        return "kept", _("up to date")
    return MARKS[line.worst], _state_words(line)


MARKS: dict[ItemState | None, str] = {**{state: state.value for state in ItemState}, ItemState.TO_COME: "next", None: "unstated"}
"""The mark of each state; a line without a due date is one whose date is not stated."""


def _state_words(line: Line) -> str:
    alike = [item for item in line.balance.items if item.state == line.worst]
    count = {"num": len(alike), "days": max((item.days_late for item in alike), default=0)}
    if line.worst == ItemState.LATE:
        return ngettext("%(num)d late, %(days)s d", "%(num)d late, %(days)s d", len(alike)) % count
    if line.worst == ItemState.CONTESTED:
        return ngettext("%(num)d due date contested", "%(num)d due dates contested", len(alike)) % count
    if line.worst == ItemState.DUE:
        return ngettext("%(num)d due soon", "%(num)d due soon", len(alike)) % count
    plain = {ItemState.WAIVED: _("waived"), ItemState.KEPT: _("kept"), ItemState.TO_COME: _("to come")}
    return plain.get(line.worst, _("date not stated")) if line.worst else _("date not stated")


def register_heads(*, is_inside: bool) -> list[str]:
    """Heads of the columns; who looks after a line is said inside the school only."""
    heads = [
        _("Who owes"),
        _("To whom"),
        _("Commitment"),
        _("Detail"),
        _("Counterpart"),
        _("Unit"),
        _("Kept"),
        _("Promised"),
        _("Value of one, in euros"),
        _("Value kept, in euros"),
        _("Due dates kept"),
        _("Due dates"),
        _("Next due date"),
        _("State"),
    ]
    return [*heads, _("Looked after by")] if is_inside else heads


def register_rows(sheet: AgreementSheet, *, is_inside: bool) -> Iterator[list[Any]]:
    """The lines in the order of the page, as of its day and its knowledge. Promised leaves out what is waived."""
    for group in sheet.groups:
        for line in group.lines:
            yield [*_cells(group, line), *([line.owner] if is_inside else [])]


def _cells(group: Group, line: Line) -> list[Any]:
    held, items = line.balance, [item for item in line.balance.items if item.state != ItemState.WAIVED]
    return [
        group.debtor.name,
        group.creditor.name,
        line.what,
        line.detail,
        _("yes") if line.is_counterpart else _("no"),
        line.unit_label,
        held.kept if held.items else None,
        held.promised - held.waived if held.items else None,
        _euros(held.unit_value_cents),
        _euros(held.kept_cents),
        sum(item.state == ItemState.KEPT for item in items),
        len(items),
        line.next_due,
        line_state(line)[1],
    ]


def _euros(cents: int | None) -> Decimal | None:
    return None if cents is None else Decimal(cents) / 100
