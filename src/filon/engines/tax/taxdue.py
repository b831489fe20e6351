"""What a company's reductions pay of its tax: one above the tax due pays that of the next exercices, five at most."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from filon.engines.tax.explanation import Code, Line
from filon.engines.tax.rules import Rule


@dataclass(frozen=True, slots=True)
class Unpaid:
    """A part of the reduction of one exercice that has met no tax yet."""

    origin: int
    name: str
    cents: int


@dataclass(frozen=True, slots=True)
class Applied:
    """Reduction + unpaid before = `applied` + `expired` + what is `unpaid` now."""

    applied_cents: int
    expired_cents: int
    unpaid: tuple[Unpaid, ...]

    @property
    def left_cents(self) -> int:
        return sum(one.cents for one in self.unpaid)


def apply(own: Unpaid, tax_due_cents: int, before: Sequence[Unpaid], rule: Rule) -> tuple[Applied, list[Line]]:
    """What the reduction of the exercice, `own`, and those `before` pay of its tax: oldest first."""
    most = rule["exercices"]
    expired = [one for one in before if own.origin - one.origin > most]
    waiting = [one for one in before if own.origin - one.origin <= most]
    room, left = tax_due_cents, []
    for one in [*waiting, own]:
        taken = min(one.cents, room)
        room -= taken
        if taken < one.cents:
            left.append(replace(one, cents=one.cents - taken))
    applied = tax_due_cents - room
    lines = [
        Line(Code.TAX_APPLIED, (rule,), applied, base_cents=tax_due_cents),
        *(Line(Code.TAX_EXPIRED, (rule,), one.cents, origin=one.name) for one in expired),
        *(Line(Code.TAX_LEFT, (rule,), one.cents, origin=one.name) for one in left),
    ]
    return Applied(applied, sum(one.cents for one in expired), tuple(left)), lines
