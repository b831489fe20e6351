"""Lines whose payment is sure: they quote it, and the amount is the one expected."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from filon.kernel.errors import Refused
from filon.ledger.models import BankLine
from filon.ledger.models.scope import kept
from filon.ledger.queries.listing import lines
from filon.ledger.queries.proposals import Proposal, proposals_of
from filon.ledger.services.matches import Part
from filon.people.models import User

LOOKED_AT = 2_000
"""Lines to identify that are looked at, the latest first."""
SHOWN = 100
"""Lines of one page; the others come once these are confirmed."""
UUID_TEXT = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
CHOSEN = re.compile(rf"({UUID_TEXT})((?: {UUID_TEXT}:[0-9]{{1,15}})+)")


@dataclass(frozen=True)
class Sure:
    """A line, and the payments it makes whole."""

    line: BankLine
    proposals: tuple[Proposal, ...]

    @property
    def value(self) -> str:
        """What its box says: what was shown is what is confirmed, to the cent."""
        return " ".join([str(self.line.uuid), *(f"{one.receivable.uuid}:{one.cents}" for one in self.proposals)])


def sure_lines(viewer: User) -> list[Sure]:
    """The latest first."""
    own = lines(viewer).filter(kept(viewer, entity="account__entity", host="account__host"))
    waiting = list(own.filter(Q(left_cents__gt=0, amount_cents__gt=0)).order_by("-booked_on", "-id")[:LOOKED_AT])
    proposals = proposals_of(viewer, waiting)
    found = [Sure(line, tuple(one for one in proposals.get(line.pk, []) if one.is_sure)) for line in waiting]
    return [one for one in found if one.proposals and sum(part.cents for part in one.proposals) == one.line.left_cents][:SHOWN]


def chosen_parts(values: Iterable[str]) -> dict[UUID, list[Part]]:
    """What the boxes ticked say. Raises Refused for what no box of ours says."""
    found: dict[UUID, list[Part]] = {}
    for value in values:
        read = CHOSEN.fullmatch(value)
        if read is None:
            raise Refused(_("This page was changed on its way: open it again, and tick the lines anew."), field="line")
        pairs = (part.split(":") for part in read[2].split())
        found[UUID(read[1])] = [(UUID(receivable), int(cents)) for receivable, cents in pairs]
    return found
