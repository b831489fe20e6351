"""The counterparts of an agreement beside what is given: promised, delivered, year by year, and what one more would do."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import Case, CharField, F, OuterRef, Subquery, Value, When
from django.db.models.functions import Coalesce, ExtractYear

from filon.agreements.models import AgreementVersion, CommitmentTerm, Delivery, DueItem
from filon.agreements.states import BINDING_STATES, DeliveryState
from filon.engines.tax.counterparts import Basis, Ratio, Side, judge
from filon.giving.models import CounterpartJustification, CounterpartValue, Gift, Instalment, Pledge, PledgeTerm


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
    """The meter of each agreement with a binding version, in four queries whatever their number."""
    if not agreement_ids:
        return {}
    terms = _counterpart_terms(agreement_ids)
    sums: dict[int, _Sums] = defaultdict(_Sums)
    for what, agreement_id, year, cents in _given(agreement_ids):
        _add_given(sums[agreement_id], what, int(year), cents or 0)
    _add_returned(sums, terms)
    related = CounterpartJustification.objects.filter(agreement__in=agreement_ids).select_related("written_by")
    written = {one.agreement_id: one for one in related.order_by("id")}
    return {key: _meter(sums[key], terms.get(key, []), written.get(key)) for key in agreement_ids}


def meter_of(agreement_id: int) -> Meter:
    return meters_of([agreement_id])[agreement_id]


def _counterpart_terms(agreement_ids: Collection[int]) -> dict[int, list[CommitmentTerm]]:
    """Of the version that binds last, each with `valued_cents`, the last valuation of the beneficiary or what the terms say."""
    binding = AgreementVersion.objects.filter(agreement=OuterRef("version__agreement"), state__in=BINDING_STATES).order_by("-number")
    valued = CounterpartValue.objects.filter(commitment=OuterRef("commitment")).order_by("-id").values("unit_value_cents")
    terms = CommitmentTerm.objects.filter(
        version__agreement__in=agreement_ids, is_counterpart=True, version=Subquery(binding.values("pk")[:1])
    )
    found: dict[int, list[CommitmentTerm]] = defaultdict(list)
    for term in terms.annotate(valued_cents=Coalesce(Subquery(valued[:1]), "unit_value_cents")).select_related("commitment"):
        found[term.commitment.agreement_id].append(term)
    return found


def _given(agreement_ids: Collection[int]) -> Iterable[tuple[str, int, int, int | None]]:
    """What, of which agreement, in which year, how many cents: the last terms of pledges, instalments by their day, gifts that hold."""
    last = PledgeTerm.objects.filter(pledge=OuterRef("pk")).order_by("-version__number").values("total_cents")
    pledged = Pledge.objects.filter(agreement__in=agreement_ids).order_by()
    due = Instalment.objects.filter(pledge__agreement__in=agreement_ids).order_by()
    gifts = Gift.objects.standing().with_refunds().filter(pledge__agreement__in=agreement_ids).order_by()
    in_kind = Case(When(in_kind__isnull=False, then=_text("in_kind")), default=_text("paid"))
    names = ("what", "pledge__agreement_id", "year", "cents")
    rows = (
        pledged.annotate(what=_text("pledged"), year=Value(0), cents=Subquery(last[:1])).values_list(
            "what", "agreement_id", "year", "cents"
        ),
        due.annotate(what=_text("due"), year=ExtractYear("due_on"), cents=Coalesce("kept_cents", "amount_cents")).values_list(*names),
        gifts.annotate(what=in_kind, year=ExtractYear("gift_date"), cents=F("net_cents")).values_list(*names),
    )
    return rows[0].union(*rows[1:], all=True)


def _text(word: str) -> Value:
    return Value(word, output_field=CharField())


def _add_given(sums: _Sums, what: str, year: int, cents: int) -> None:
    """A gift in kind is promised and paid as it is received."""
    if what in ("pledged", "in_kind"):
        sums.pledged += cents
    if what in ("paid", "in_kind"):
        sums.paid += cents
    if what in ("due", "in_kind"):
        sums.gift_of_year[year] += cents


def _add_returned(sums: Mapping[int, _Sums], terms: Mapping[int, list[CommitmentTerm]]) -> None:
    """Counterparts by the year in which they are due (what has no date counts in the whole alone), and what was delivered of them."""
    known = {term.commitment_id: (key, term) for key, own in terms.items() for term in own}
    if not known:
        return
    owed = DueItem.objects.filter(commitment__in=known, due_on__isnull=False).order_by()
    counted = Delivery.objects.filter(commitment__in=known, state__in=(DeliveryState.DECLARED, DeliveryState.ACCEPTED)).order_by()
    items = owed.annotate(what=_text("owed"), year=ExtractYear("due_on"), part=Coalesce("kept", "quantity"))
    made = counted.annotate(what=_text("delivered"), year=Value(0), part=F("fact__quantity"))
    names = ("what", "commitment_id", "year", "part")
    for what, commitment_id, year, quantity in items.values_list(*names).union(made.values_list(*names), all=True):
        key, term = known[commitment_id]
        cents = worth(quantity, valued(term))
        if what == "owed":
            _add(sums[key].value_of_year, int(year), cents)
        else:
            before = sums[key].delivered
            sums[key].delivered = None if before is None or cents is None else before + cents


def valued(term: CommitmentTerm) -> int | None:
    """Value of one, as `_counterpart_terms` found it."""
    cents: int | None = term.valued_cents  # type: ignore[attr-defined]
    return cents


def _add(totals: dict[int, int | None], year: int, cents: int | None) -> None:
    before = totals[year]
    totals[year] = None if before is None or cents is None else before + cents


def _meter(sums: _Sums, terms: Iterable[CommitmentTerm], written: CounterpartJustification | None) -> Meter:
    counterparts = [Counterpart(term.commitment_id, term.what, term.quantity, term.unit, valued(term), term) for term in terms]
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
