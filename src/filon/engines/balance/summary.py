"""What a list says of a balance in one cell: its next due date and its worst state."""

from collections.abc import Iterable
from datetime import date

from filon.engines.balance.result import CommitmentBalance, ItemState

SEVERITY = tuple(ItemState)


def next_due(commitments: Iterable[CommitmentBalance], *, as_of: date) -> date | None:
    """The earliest due date from `as_of` on with something still to deliver; None: nothing more is dated."""
    dates = (item.due for line in commitments for item in line.items if item.due is not None and item.due >= as_of and item.missing)
    return min(dates, default=None)


def worst_state(commitments: Iterable[CommitmentBalance]) -> ItemState | None:
    """The worst state among all items (late before contested before due …); None: there is no item."""
    states = {state for line in commitments for state in line.states}
    return next((state for state in SEVERITY if state in states), None)
