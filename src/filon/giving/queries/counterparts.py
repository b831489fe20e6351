"""The counterparts of an agreement beside what is given: promised, delivered, year by year, and what one more would do."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import ROUND_HALF_UP, Decimal

from filon.agreements.models import AgreementVersion, CommitmentTerm, Delivery, DueItem
from filon.agreements.states import BINDING_STATES, DeliveryState
from filon.engines.tax.counterparts import Basis, Ratio, Side, judge
from filon.giving.models import CounterpartJustification, CounterpartValue, Gift, Instalment, PledgeTerm


@dataclass(frozen=True)
class Counterpart:
    """A commitment marked as a counterpart: ``value_cents`` None while nobody has valued it."""

    commitment_id: int
    what: str
    quantity: Decimal | None
    unit: str
    unit_value_cents: int | None
    term: CommitmentTerm

    @property
    def value_cents(self) -> int | None:
        return worth(self.quantity, self.unit_value_cents)


def worth(quantity: Decimal | None, unit_value_cents: int | None) -> int | None:
    """Rounded half up to the cent; where no quantity is stated the value is that of the whole."""
    if unit_value_cents is None:
        return None
    return int(((Decimal(1) if quantity is None else quantity) * unit_value_cents).quantize(Decimal(1), ROUND_HALF_UP))


@dataclass(frozen=True)
class Measure:
    """Gift and counterparts on one basis; ``ratio`` None where a counterpart has no value."""

    side: Side
    ratio: Ratio | None

    @property
    def is_above(self) -> bool:
        return self.ratio is not None and self.ratio.is_above

    @property
    def share(self) -> Decimal | None:
        """For people to read; what decides is compared in whole cents."""
        if not self.side.gift_cents or self.side.value_cents is None:
            return None
        return Decimal(self.side.value_cents) / self.side.gift_cents


@dataclass(frozen=True)
class Meter:
    """``measures``: on what is pledged, on what was paid, then year by year. ``justification``: the last one written."""

    counterparts: Sequence[Counterpart] = ()
    measures: Sequence[Measure] = ()
    justification: CounterpartJustification | None = None

    @property
    def pledged(self) -> Measure:
        return self.measures[0]

    @property
    def cash(self) -> Measure:
        return self.measures[1]

    @property
    def years(self) -> Sequence[Measure]:
        return self.measures[2:]

    @property
    def unvalued(self) -> Sequence[Counterpart]:
        return [one for one in self.counterparts if one.value_cents is None]

    @property
    def needs_justification(self) -> bool:
        """Above the usage on what is pledged, and nobody has said why for so much."""
        value = self.pledged.side.value_cents or 0
        written = self.justification
        return self.pledged.is_above and (written is None or written.counterparts_cents < value)


@dataclass
class _Sums:
    """What the rows of one agreement add up to; ``value`` entries are None once one of them has no value."""

    pledged: int = 0
    paid: int = 0
    delivered: int | None = 0
    gift_of_year: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    value_of_year: dict[int, int | None] = field(default_factory=lambda: defaultdict(int))


def meters_of(agreement_ids: Collection[int]) -> dict[int, Meter]:
    """The meter of each agreement with a binding version, in a constant number of queries."""
    terms = _counterpart_terms(agreement_ids)
    values = _values([term.commitment_id for own in terms.values() for term in own])
    sums: dict[int, _Sums] = defaultdict(_Sums)
    _add_given(sums, agreement_ids)
    _add_owed(sums, terms, values)
    _add_delivered(sums, terms, values)
    written = {one.agreement_id: one for one in CounterpartJustification.objects.filter(agreement__in=agreement_ids).order_by("id")}
    return {key: _meter(sums[key], terms.get(key, []), values, written.get(key)) for key in agreement_ids}


def meter_of(agreement_id: int) -> Meter:
    return meters_of([agreement_id])[agreement_id]


def _last_versions(agreement_ids: Collection[int]) -> list[int]:
    versions = AgreementVersion.objects.filter(agreement__in=agreement_ids, state__in=BINDING_STATES)
    return list(versions.order_by("agreement_id", "-number").distinct("agreement_id").values_list("pk", flat=True))


def _counterpart_terms(agreement_ids: Collection[int]) -> dict[int, list[CommitmentTerm]]:
    terms = CommitmentTerm.objects.filter(version__in=_last_versions(agreement_ids), is_counterpart=True).select_related("commitment")
    found: dict[int, list[CommitmentTerm]] = defaultdict(list)
    for term in terms.order_by("commitment__number"):
        found[term.commitment.agreement_id].append(term)
    return found


def _values(commitment_ids: Sequence[int]) -> dict[int, int]:
    """The last valuation of each commitment."""
    rows = CounterpartValue.objects.filter(commitment__in=commitment_ids).order_by("id")
    return dict(rows.values_list("commitment", "unit_value_cents"))


def _add_given(sums: Mapping[int, _Sums], agreement_ids: Collection[int]) -> None:
    """What is pledged, by the last terms; due year by year; paid, and given in kind."""
    last = PledgeTerm.objects.filter(pledge__agreement__in=agreement_ids).order_by("pledge_id", "-version__number").distinct("pledge_id")
    for agreement_id, cents in last.values_list("pledge__agreement", "total_cents"):
        sums[agreement_id].pledged += cents
    for instalment in Instalment.objects.filter(pledge__agreement__in=agreement_ids).select_related("pledge"):
        sums[instalment.pledge.agreement_id].gift_of_year[instalment.due_on.year] += instalment.counted_cents
    gifts = Gift.objects.standing().with_refunds().filter(pledge__agreement__in=agreement_ids)
    for agreement_id, cents, day, in_kind in gifts.values_list("pledge__agreement", "net_cents", "gift_date", "in_kind"):
        sums[agreement_id].paid += cents
        if in_kind is not None:
            sums[agreement_id].pledged += cents
            sums[agreement_id].gift_of_year[day.year] += cents


def _add_owed(sums: Mapping[int, _Sums], terms: Mapping[int, list[CommitmentTerm]], values: Mapping[int, int]) -> None:
    """Counterparts by the year in which they are due; what has no date counts in no year, and in the whole."""
    known = {term.commitment_id: (key, term) for key, own in terms.items() for term in own}
    for item in DueItem.objects.filter(commitment__in=known, due_on__isnull=False):
        key, term = known[item.commitment_id]
        quantity = item.quantity if item.kept is None else item.kept
        _add(sums[key].value_of_year, item.due_on.year, worth(quantity, values.get(item.commitment_id, term.unit_value_cents)))


def _add(totals: dict[int, int | None], year: int, cents: int | None) -> None:
    before = totals[year]
    totals[year] = None if before is None or cents is None else before + cents


def _add_delivered(sums: Mapping[int, _Sums], terms: Mapping[int, list[CommitmentTerm]], values: Mapping[int, int]) -> None:
    known = {term.commitment_id: (key, term) for key, own in terms.items() for term in own}
    counted = Delivery.objects.filter(commitment__in=known, state__in=(DeliveryState.DECLARED, DeliveryState.ACCEPTED))
    for commitment_id, quantity in counted.values_list("commitment", "fact__quantity"):
        key, term = known[commitment_id]
        cents = worth(quantity, values.get(commitment_id, term.unit_value_cents))
        before = sums[key].delivered
        sums[key].delivered = None if before is None or cents is None else before + cents


def _meter(sums: _Sums, terms: Iterable[CommitmentTerm], values: Mapping[int, int], written: CounterpartJustification | None) -> Meter:
    counterparts = [
        Counterpart(term.commitment_id, term.what, term.quantity, term.unit, values.get(term.commitment_id, term.unit_value_cents), term)
        for term in terms
    ]
    worths = [one.value_cents for one in counterparts]
    promised = None if None in worths else sum(one or 0 for one in worths)
    years = sorted(sums.gift_of_year.keys() | sums.value_of_year.keys())
    sides = [
        Side(Basis.PLEDGED, sums.pledged, promised),
        Side(Basis.CASH, sums.paid, sums.delivered),
        *(Side(Basis.YEAR, sums.gift_of_year.get(year, 0), sums.value_of_year.get(year, 0), year) for year in years),
    ]
    return Meter(counterparts, _measured(sides), written)


def _measured(sides: Sequence[Side]) -> list[Measure]:
    found = {id(side): one for side, one in judge(sides).ratios}
    return [Measure(side, found.get(id(side))) for side in sides]


def simulated(meter: Meter, *, added_cents: int, year: int) -> Meter:
    """The same with counterparts worth so much more, granted in that year. What is paid and delivered today does not change."""
    sides = []
    for measure in meter.measures:
        side = measure.side
        is_touched = side.basis is Basis.PLEDGED or (side.basis is Basis.YEAR and side.year == year)
        more = None if side.value_cents is None else side.value_cents + added_cents
        sides.append(replace(side, value_cents=more) if is_touched else side)
    if not any(side.year == year for side in sides):
        sides.append(Side(Basis.YEAR, 0, added_cents, year))
    return replace(meter, measures=_measured(sides))
