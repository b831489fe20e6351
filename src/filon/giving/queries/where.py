"""Where the euros of gifts went: donor, fund, programme, and the fact that they made possible; and how much of them has one.

A gift's euros count with the share of it that is attributed to a fact, rounded down to the cent; the programme is that of the spending
that names the fact. What the viewer may not read is not told of, and its euros count as without an outcome.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Sum
from django.http import Http404
from django.utils.translation import gettext as _

from filon.facts.kinds import labels
from filon.giving.models import Attribution, Donor, Gift
from filon.giving.models.gift import GiftQuerySet
from filon.kernel.rights import get_visible_or_404
from filon.ledger.kinds import MovementKind
from filon.ledger.models import FundService, Movement
from filon.ledger.models.movement import MovementQuerySet
from filon.partners.models import Fund

if TYPE_CHECKING:
    from filon.facts.models import Fact
    from filon.people.models import User


LEFT = ("pk", "net_cents")


@dataclass(frozen=True)
class Way:
    """So many cents of a donor that went through a fund and a programme to a fact. ``programme`` empty: the spending is not known."""

    donor: str
    fund: str
    programme: str
    fact: Fact
    label: str
    cents: int


@dataclass(frozen=True)
class Covered:
    """What was received of somebody, or by something, and how much of it has an outcome."""

    name: str
    received: int
    attributed: int
    uuid: UUID | None = None

    @property
    def share(self) -> float:
        return self.attributed / self.received if self.received else 0.0


@dataclass(frozen=True)
class Reached:
    """A fact and everything that is attributed to it."""

    fact: Fact
    label: str
    cents: int


@dataclass(frozen=True)
class Where:
    whole: Covered
    ways: Sequence[Way]
    by_fund: Sequence[Covered]
    by_donor: Sequence[Covered]
    fund: Fund | None = None
    donor: Donor | None = None

    @property
    def reached(self) -> list[Reached]:
        """Each fact once, the dearest first."""
        sums: dict[int, int] = defaultdict(int)
        known = {way.fact.pk: way for way in self.ways}
        for way in self.ways:
            sums[way.fact.pk] += way.cents
        return sorted((Reached(known[key].fact, known[key].label, cents) for key, cents in sums.items()), key=lambda one: -one.cents)


@dataclass
class _Group:
    received: int = 0
    attributed: int = 0


@dataclass
class _Sums:
    """Received and attributed, by fund and by donor (None: persons)."""

    funds: dict[int | None, _Group] = field(default_factory=lambda: defaultdict(_Group))
    donors: dict[int | None, _Group] = field(default_factory=lambda: defaultdict(_Group))


def where_it_went(viewer: User, *, fund_id: UUID | None = None, donor_id: UUID | None = None) -> Where:
    """Of all gifts of money she sees, or of one fund, or of one donor. Http404 for a fund or a donor she does not see."""
    gifts = Gift.objects.visible_to(viewer).standing().filter(match__isnull=False)
    fund = seen_fund(viewer, fund_id) if fund_id else None
    donor = get_visible_or_404(Donor.objects.select_related("entity"), viewer=viewer, id=donor_id) if donor_id else None
    if fund is not None:
        gifts = gifts.filter(fund=fund)
    if donor is not None:
        gifts = gifts.filter(donor=donor)
    return where_of(viewer, gifts, fund=fund, donor=donor)


def seen_fund(viewer: User, fund_id: UUID) -> Fund:
    """A fund whose service she sees. Http404."""
    service = FundService.objects.visible_to(viewer).filter(fund__uuid=fund_id).select_related("fund__umbrella").first()
    if service is None:
        raise Http404
    found: Fund = service.fund
    return found


def where_of(viewer: User, gifts: GiftQuerySet, *, fund: Fund | None = None, donor: Donor | None = None) -> Where:
    """In seven queries, however many gifts there are."""
    sums = _Sums()
    rows = gifts.with_refunds().order_by().values_list("fund", "donor__entity").annotate(sum=Sum("net_cents"))
    for fund_key, entity_key, cents in rows:
        sums.funds[fund_key].received += cents
        sums.donors[entity_key].received += cents
    ways = _ways(viewer, gifts, sums)
    received = sum(group.received for group in sums.funds.values())
    whole = Covered("", received, sum(way.cents for way in ways))
    by_fund, by_donor = _funds(sums), _donors(gifts, sums)
    return Where(whole, ways, by_fund, by_donor, fund, donor)


def _ways(viewer: User, gifts: GiftQuerySet, sums: _Sums) -> list[Way]:
    live = Attribution.objects.visible_to(viewer).filter(ended_at=None, gift__in=gifts)
    attributed = list(live.select_related("fact", "gift__fund", "gift__donor__entity").order_by("fact__occurred_on", "id"))
    net = dict(Gift.objects.with_refunds().filter(pk__in={one.gift_id for one in attributed}).values_list(*LEFT))
    programmes, named = programmes_of(Movement.objects.visible_to(viewer), [one.fact for one in attributed]), labels()
    found: dict[tuple[str, str, str, int], int] = defaultdict(int)
    facts = {one.fact_id: one.fact for one in attributed}
    for one in attributed:
        gift = one.gift
        if gift is None:
            continue
        cents = net[gift.pk] * one.share // 10_000
        sums.funds[gift.fund_id].attributed += cents
        sums.donors[gift.donor.entity_id].attributed += cents
        name = gift.donor.entity.name if gift.donor.entity else _("persons")
        found[name, gift.fund.name if gift.fund else _("the school"), programmes.get(one.fact_id, ""), one.fact_id] += cents
    return [
        Way(donor, fund, programme, facts[key], named.get(facts[key].kind, facts[key].kind), cents)
        for (donor, fund, programme, key), cents in found.items()
    ]


def programmes_of(movements: MovementQuerySet, facts: Iterable[Fact]) -> dict[int, str]:
    """The programme whose spending, among these movements, names each fact."""
    spent = movements.standing().filter(kind=MovementKind.SPEND, fact__in=[fact.pk for fact in facts])
    return {one.fact_id: one.programme.name for one in spent.select_related("programme") if one.fact_id and one.programme}


def _funds(sums: _Sums) -> list[Covered]:
    funds = Fund.objects.in_bulk([key for key in sums.funds if key])
    found = [
        Covered(
            funds[key].name if key else _("the school’s own account"), group.received, group.attributed, funds[key].uuid if key else None
        )
        for key, group in sums.funds.items()
    ]
    return sorted(found, key=lambda one: (-one.received, one.name))


def _donors(gifts: GiftQuerySet, sums: _Sums) -> list[Covered]:
    """Organisations by name; persons together, whoever reads."""
    rows = Donor.objects.filter(pk__in=gifts.order_by().values("donor"), entity__isnull=False).values_list("entity", "entity__name", "uuid")
    named = {key: (name, uuid) for key, name, uuid in rows}
    found = []
    for key, group in sums.donors.items():
        name, uuid = named.get(key, (_("persons"), None)) if key else (_("persons"), None)
        found.append(Covered(name, group.received, group.attributed, uuid))
    return sorted(found, key=lambda one: (-one.received, one.name))
