"""The register of an agreement in words and figures, for its page and for a spreadsheet of what the page shows."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from filon.agreements.queries.statement import Group, Line, Statement
from filon.engines.balance import ItemState


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


def register_rows(sheet: Statement, *, is_inside: bool) -> Iterator[list[Any]]:
    """The lines in the order of the page, as of its day and its knowledge. Promised leaves out what is waived."""
    for group in sheet.groups:
        for line in group.lines:
            yield [*_cells(group, line), *([line.owner] if is_inside else [])]


def _cells(group: Group, line: Line) -> list[Any]:
    held = line.balance
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
        held.states[ItemState.KEPT],
        held.counted,
        line.next_due,
        line.shown.state,
    ]


def _euros(cents: int | None) -> Decimal | None:
    return None if cents is None else Decimal(cents) / 100
