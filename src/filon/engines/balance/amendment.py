"""What an amendment does to due items: it replaces what is not yet delivered, and touches nothing else.

Only commitments whose terms change are planned; a removed commitment is planned with no schedule and quantity 0.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from filon.engines.balance.model import Key
from filon.engines.balance.schedule import Entry
from filon.engines.balance.shares import WHOLE, finest_step, is_whole, split

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class OldItem:
    """An item that counts before the amendment, fully delivered or not."""

    id: Key
    due: date | None
    quantity: Decimal
    delivered: Decimal
    waived: Decimal = ZERO

    @property
    def settled(self) -> Decimal:
        """What nobody can ask for again: delivered or waived. It becomes `Item.kept` when the item is retired."""
        return min(self.quantity, self.delivered + self.waived)


@dataclass(frozen=True, slots=True)
class Plan:
    """Items to retire, with what each keeps, and items to create."""

    retire: tuple[tuple[Key, Decimal], ...]
    create: tuple[Entry, ...]


def plan(old_items: Sequence[OldItem], *, schedule: Sequence[Entry], quantity: Decimal, effective: date) -> Plan:
    """Replace what is open in `old_items` by the new `schedule`, so that kept + created = max(`quantity`, kept).

    Items that are settled stay untouched. What was settled counts towards the new `quantity`.
    """
    kept = sum((item.settled for item in old_items), ZERO)
    retire = tuple((item.id, item.settled) for item in old_items if item.settled < item.quantity)
    entries = _without_settled(schedule, old_items, effective)
    target = max(ZERO, quantity - kept)
    excess = sum((part for _, part in entries), ZERO) - target
    entries = _consume(entries, excess) if excess > 0 else _spread(entries, -excess, effective)
    return Plan(retire=retire, create=tuple(entries))


def _without_settled(schedule: Sequence[Entry], old_items: Sequence[OldItem], effective: date) -> list[Entry]:
    """Take off each date what was settled there; a past date where nothing was open is closed and cannot become late again."""
    by_due: dict[date | None, list[OldItem]] = defaultdict(list)
    for item in old_items:
        by_due[item.due].append(item)
    settled = {due: sum((item.settled for item in items), ZERO) for due, items in by_due.items()}
    closed = {due for due, items in by_due.items() if due and due < effective and all(item.settled == item.quantity for item in items)}
    return _take_off([entry for entry in sorted(schedule, key=_age) if entry[0] not in closed], settled)


def _take_off(entries: Sequence[Entry], settled: Mapping[date | None, Decimal]) -> list[Entry]:
    left = dict(settled)
    reduced: list[Entry] = []
    for due, part in entries:
        taken = min(part, left.get(due, ZERO))
        left[due] = left.get(due, ZERO) - taken
        if part > taken:
            reduced.append((due, part - taken))
    return reduced


def _age(entry: Entry) -> date:
    return entry[0] or date.max


def _consume(entries: Sequence[Entry], excess: Decimal) -> list[Entry]:
    """Take `excess` off the oldest entries."""
    remaining: list[Entry] = []
    for due, part in entries:
        taken = min(part, excess)
        excess -= taken
        if part > taken:
            remaining.append((due, part - taken))
    return remaining


def _spread(entries: Sequence[Entry], lacking: Decimal, effective: date) -> list[Entry]:
    """Add `lacking` to the entries still ahead in proportion to their size; none ahead: to the last; none at all: due at once."""
    if not lacking:
        return list(entries)
    if not entries:
        return [(effective, lacking)]
    ahead = [index for index, (due, _) in enumerate(entries) if due is not None and due >= effective] or [len(entries) - 1]
    whole = is_whole(lacking) and all(is_whole(part) for _, part in entries)
    shares = split(lacking, [entries[index][1] for index in ahead], WHOLE if whole else finest_step(lacking))
    added = dict(zip(ahead, shares, strict=True))
    return [(due, part + added.get(index, ZERO)) for index, (due, part) in enumerate(entries)]
