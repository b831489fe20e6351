"""What a list adds to each agreement: its state in words and its balance in one cell, for all rows at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from filon.agreements.models import Agreement, AgreementParty, PartyTerm
from filon.agreements.queries.listing import RENEWAL_AHEAD, renewals_of
from filon.agreements.queries.sides import RECEIVING
from filon.agreements.queries.sums import SideSums, sums_by_side
from filon.agreements.states import OPEN_STATES, VersionState
from filon.engines.balance.picture import Mini
from filon.kernel.addresses import address
from filon.kernel.prepared import GivenKeys, Prepared
from filon.partners.models import Access
from filon.people.models import User
from filon.people.roles import READING


@dataclass(frozen=True)
class ListLine:
    """One row: `mark` is a symbol of the life of an agreement; `mini` None while nothing is promised."""

    agreement: Agreement
    url: str
    mark: str
    state: str
    mini: Mini | None
    is_over: bool


def list_lines(viewer: User, rows: Iterable[Any], outlook: Outlook | None = None) -> list[ListLine]:
    """The rows of `listed_agreements`, each with its balance, from the outlook where one is read: two queries for all, else."""
    agreements = list(rows)
    minis = outlook.minis if outlook else minis_of(viewer, sums_by_side([row.pk for row in agreements]))
    return [line_of(row, minis.get(row.pk)) for row in agreements]


def line_of(row: Any, mini: Mini | None) -> ListLine:
    mark, words = state_words(row)
    state, number = row.version_state, row.version_number
    is_draft = state in OPEN_STATES
    url = address("agreements:draft_review", row.uuid, number) if is_draft else address("agreements:detail", row.uuid)
    return ListLine(row, url, mark, words, mini, is_over=state in (VersionState.ENDED, VersionState.TERMINATED))


def state_words(row: Any) -> tuple[str, str]:
    """The mark and the words of a row of `listed_agreements`; one that must soon be renewed or left is said so."""
    state = VersionState(row.version_state)
    deadline: dt.date | None = row.decide_by or row.term_end
    today = timezone.localdate()
    if state is VersionState.IN_FORCE and deadline and today <= deadline <= today + RENEWAL_AHEAD:
        return "soon", _("To renew")
    return state.value, str(state.label)


class Outlook:
    """How every agreement the viewer sees stands today, in three queries, each asked when it is first needed."""

    def __init__(self, viewer: User) -> None:
        self.viewer = viewer

    @cached_property
    def renewals(self) -> dict[int, bool]:
        return renewals_of(self.viewer)

    @cached_property
    def sums(self) -> dict[int, list[SideSums]]:
        return sums_by_side(self.renewals)

    @cached_property
    def minis(self) -> dict[int, Mini]:
        return minis_of(self.viewer, self.sums)

    @property
    def late_count(self) -> int:
        return len(late_among(self.sums))

    @property
    def renewal_count(self) -> int:
        return sum(self.renewals.values())


def minis_of(viewer: User, sums: Mapping[int, list[SideSums]]) -> dict[int, Mini]:
    """The balance of today of each agreement in one cell, ours on the viewer's side."""
    ours = parties_of_ours(viewer, sums.keys())
    return {key: mini_of(sides, ours) for key, sides in sums.items() if sides}


def late_among(sums: Mapping[int, list[SideSums]]) -> list[int]:
    """The agreements in which somebody is late today."""
    return [key for key, sides in sums.items() if any(side.items_late for side in sides)]


def parties_of_ours(viewer: User, agreement_ids: Collection[int]) -> set[UUID]:
    """The rule of `sides`, for many agreements: the school and the funds that receive for it, or the entities she acts for."""
    return set(_OURS(viewer, agreements=list(agreement_ids)))


def _ours(reader: Any) -> QuerySet[Any, UUID]:
    parties = AgreementParty.objects.filter(agreement__in=GivenKeys("agreements")).values_list("uuid", flat=True)
    hosts = reader.standing.hosts_where(READING)
    if not hosts:
        return parties.filter(entity__in=Access.objects.open_to(reader).values("affiliation__entity"))
    last = PartyTerm.objects.filter(party=OuterRef("pk")).order_by("-version__number").values("capacity")[:1]
    own = Q(entity__host__in=hosts) | Q(fund__isnull=False, capacity__in=RECEIVING)
    return parties.alias(capacity=Subquery(last)).filter(own)


_OURS = Prepared(_ours)


def mini_of(sides: Collection[SideSums], ours: Collection[UUID]) -> Mini:
    ours_kept, ours_late = _shares([side for side in sides if side.party in ours])
    theirs_kept, theirs_late = _shares([side for side in sides if side.party not in ours])
    return Mini(ours_kept, ours_late, theirs_kept, theirs_late)


def _shares(sides: Collection[SideSums]) -> tuple[float, float]:
    """Percent kept and late of what a side promised."""
    expected = sum(side.promised_cents - side.waived_cents for side in sides)
    cents = expected, sum(side.kept_cents for side in sides), sum(side.late_cents for side in sides)
    counts = sum(side.items for side in sides), sum(side.items_kept for side in sides), sum(side.items_late for side in sides)
    return shares_of(cents, counts)


def shares_of(cents: tuple[int, int, int], counts: tuple[int, int, int]) -> tuple[float, float]:
    """Percent kept and late, of cents and of items (expected, kept, late): in euros where values are known. Late shows at least."""
    (expected, kept_cents, late_cents), (items, items_kept, items_late) = cents, counts
    if expected > 0:
        kept, late = kept_cents / expected, late_cents / expected
    elif items:
        kept, late = items_kept / items, items_late / items
    else:
        return 0.0, 0.0
    if not late and items_late:
        late = items_late / items
    return round(100 * kept, 1), round(100 * min(late, 1 - kept) or (1.0 if late else 0.0), 1)
