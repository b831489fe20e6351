"""The picture of a balance: where each mark, delay, band and bar stands. Every position is a percentage of the width.

Distance from the signature is time: x = (date - start) / (end - start). All is laid out from left to right; the page mirrors our side.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from filon.engines.balance.model import Key
from filon.engines.balance.result import Balance, CommitmentBalance, ItemBalance, ItemState, PartyBalance

MARKS_A_ROW = 24
ROWS_A_SIDE = 7
YEAR_LABEL_WIDTH = 8.0
"""Percent of the width that the label of a year or of today needs."""
UNDATED_STEP = 3.0
"""Percent between the marks without a date, which wait beside the vein."""
EUROS = "eur"
"""The unit of which one is worth 100 cents: its items are counted, not its euros."""
TROUBLED = frozenset({"late", "contested"})
ORDER = ("kept", "contested", "late", "due", "next", "waived", "unstated")


@dataclass(frozen=True)
class Mark:
    """One promise on its date, or `count` promises of one kind and one period when the row is crowded.

    A promise whose date is not stated (`is_dated` false) waits beside the vein, counted with its like.
    """

    kind: str
    x: float
    count: int = 1
    is_dated: bool = True


@dataclass(frozen=True)
class Lag:
    """The dotted line from a late or contested mark to today: its length is the delay."""

    kind: str
    x1: float
    x2: float


@dataclass(frozen=True)
class Band:
    """A continuous promise (a name on a wall) over one of its periods; `is_full` for the part that was kept."""

    x: float
    width: float
    is_full: bool


@dataclass(frozen=True)
class Row:
    """One commitment. `kept` and `promised` are in units (payments: in instalments); `counts` gives the number of items of each kind.

    `each_cents` is the value of one of them, None when it is unknown or differs; `undated` counts the items without a date.
    """

    key: Key
    what: str
    unit: str
    kept: Decimal
    promised: Decimal
    each_cents: int | None
    marks: tuple[Mark, ...]
    lags: tuple[Lag, ...]
    bands: tuple[Band, ...]
    undated: int
    counts: tuple[tuple[str, int], ...]

    @property
    def is_in_order(self) -> bool:
        return not TROUBLED & dict(self.counts).keys()


@dataclass(frozen=True)
class Segment:
    """A stretch of the bar of euros."""

    kind: str
    x: float
    width: float


@dataclass(frozen=True)
class Beam:
    """The euros of one side, from the vein outwards; `due_x` is what is due by today."""

    segments: tuple[Segment, ...]
    due_x: float


@dataclass(frozen=True)
class Side:
    """One side of the balance: `rows` are drawn, `hidden` are counted; `amounts` are cents by kind, those at zero left out."""

    names: tuple[str, ...]
    rows: tuple[Row, ...]
    hidden: tuple[Row, ...]
    promised_cents: int
    amounts: tuple[tuple[str, int], ...]
    lines_without_value: int
    beam: Beam | None

    @property
    def all_rows(self) -> tuple[Row, ...]:
        return self.rows + self.hidden


@dataclass(frozen=True)
class YearLabel:
    """A year written where there is room for it."""

    year: int
    x: float


@dataclass(frozen=True)
class Scale:
    """The time both sides share. `today_x` is 100 when the term is past; `year_lines` stand on the first of January."""

    start: date
    end: date
    today: date
    today_x: float
    year_lines: tuple[float, ...] = field(default=())
    year_labels: tuple[YearLabel, ...] = field(default=())

    @property
    def is_running(self) -> bool:
        return self.start <= self.today <= self.end

    def x(self, day: date) -> float:
        """The percentage at which a day stands, within 0 and 100."""
        return _share((day - self.start).days, (self.end - self.start).days)


@dataclass(frozen=True)
class Picture:
    """Both sides, on one scale of time."""

    scale: Scale
    ours: Side
    theirs: Side


@dataclass(frozen=True)
class Mini:
    """The same balance in a table cell, the vein at 50: percentages of what each side promised."""

    ours_kept: float
    ours_late: float
    theirs_kept: float
    theirs_late: float

    @property
    def late_side(self) -> str:
        """Who is late: "ours", "theirs", "both" or "" for nobody."""
        if self.ours_late and self.theirs_late:
            return "both"
        return "ours" if self.ours_late else "theirs" if self.theirs_late else ""


@dataclass(frozen=True)
class TermBar:
    """A period that runs: ochre up to today, a tick for the notice (None where there is none)."""

    today_x: float
    notice_x: float | None


def picture(balance: Balance, *, ours: Collection[Key], start: date, end: date | None) -> Picture:
    """Lays out a balance on its `as_of`; `ours` are the parties on our side, `end` is None for an agreement without a term."""
    days = [item.due for line in balance.commitments for item in line.items if item.due]
    scale = scale_of(start=start, end=end, today=balance.as_of, days=days)
    return Picture(
        scale=scale,
        ours=_side([party for party in balance.parties if party.party in ours], scale),
        theirs=_side([party for party in balance.parties if party.party not in ours], scale),
    )


def mini(balance: Balance, *, ours: Collection[Key]) -> Mini:
    """The two sides in one cell."""
    ours_kept, ours_late = _shares([party for party in balance.parties if party.party in ours])
    theirs_kept, theirs_late = _shares([party for party in balance.parties if party.party not in ours])
    return Mini(ours_kept, ours_late, theirs_kept, theirs_late)


def term_bar(*, start: date, end: date, today: date, notice: date | None = None) -> TermBar:
    """Where today and the last day to give notice stand in a period."""
    length = (end - start).days
    return TermBar(_share((today - start).days, length), None if notice is None else _share((notice - start).days, length))


def scale_of(*, start: date, end: date | None, today: date, days: Iterable[date] = ()) -> Scale:
    """A scale that holds the term and every day drawn on it; an agreement without a term runs to a year after today."""
    known = [start, *days]
    last = end or max(today, *known) + timedelta(days=365)
    first, last = min(known), max(last, *known)
    bare = Scale(first, max(last, first + timedelta(days=1)), today, 0.0)
    today_x = bare.x(today)
    lines, labels = _years(bare, today_x)
    return Scale(bare.start, bare.end, today, today_x, lines, labels)


def _share(part: float, whole: float) -> float:
    """A percentage with two decimals, within 0 and 100."""
    return round(min(max(100 * part / whole, 0.0), 100.0), 2) if whole > 0 else 0.0


def _years(scale: Scale, today_x: float) -> tuple[tuple[float, ...], tuple[YearLabel, ...]]:
    """Lines on the first of January, and the years that find room between two lines and before today's own label."""
    lines = [scale.x(date(year, 1, 1)) for year in range(scale.start.year + 1, scale.end.year + 1)]
    labels: list[YearLabel] = []
    for year, left, right in zip(range(scale.start.year, scale.end.year + 1), [0.0, *lines], [*lines, 100.0], strict=True):
        limit = min(right, today_x - YEAR_LABEL_WIDTH) if left < today_x <= right + YEAR_LABEL_WIDTH else right
        middle = round((left + limit) / 2, 2)
        taken = [today_x, *(label.x for label in labels[-1:])]
        has_room = YEAR_LABEL_WIDTH / 2 <= middle <= 100 - YEAR_LABEL_WIDTH / 2 and limit > left
        if has_room and all(abs(middle - x) >= YEAR_LABEL_WIDTH for x in taken):
            labels.append(YearLabel(year, middle))
    return tuple(lines), tuple(labels)


def _side(parties: Sequence[PartyBalance], scale: Scale) -> Side:
    lines = [line for party in parties for line in party.commitments]
    shown, hidden = _first_rows([_row(line, scale) for line in lines])
    cents = _cents(lines)
    return Side(
        names=tuple(party.name for party in parties),
        rows=shown,
        hidden=hidden,
        promised_cents=cents["promised"],
        amounts=tuple((kind, cents[kind]) for kind in ("kept", "contested", "late", "next") if cents[kind]),
        lines_without_value=sum(party.lines_without_value for party in parties),
        beam=_beam(cents),
    )


def _first_rows(rows: Sequence[Row]) -> tuple[tuple[Row, ...], tuple[Row, ...]]:
    """At most seven rows: when there are more, what is not in order comes first."""
    if len(rows) <= ROWS_A_SIDE:
        return tuple(rows), ()
    ordered = sorted(rows, key=lambda row: row.is_in_order)
    return tuple(ordered[:ROWS_A_SIDE]), tuple(ordered[ROWS_A_SIDE:])


def _cents(lines: Iterable[CommitmentBalance]) -> Counter[str]:
    """Cents of a side by kind, lines of unknown value left out; promised = kept + contested + late + next (what is waived is out)."""
    cents: Counter[str] = Counter()
    for line in lines:
        if line.promised_cents is None:
            continue
        promised = line.promised_cents - (line.waived_cents or 0)
        contested = sum(_item_cents(item, min(item.contested, item.missing)) for item in line.items)
        late = sum(_item_cents(item, max(Decimal(0), item.late - item.contested)) for item in line.items)
        kept = line.kept_cents or 0
        rest = promised - kept - contested - late
        cents.update({"promised": promised, "owed": line.owed_cents or 0, "kept": kept, "contested": contested, "late": late, "next": rest})
    return cents


def _item_cents(item: ItemBalance, quantity: Decimal) -> int:
    return round(quantity * (item.unit_value_cents or 0))


def _beam(cents: Counter[str]) -> Beam | None:
    """The bar of euros, or None when no value is known."""
    total = cents["promised"]
    if total <= 0:
        return None
    segments, reached = [], 0
    for kind in ("kept", "contested", "late"):
        if cents[kind] > 0:
            left, right = _share(reached, total), _share(reached + cents[kind], total)
            segments.append(Segment(kind, left, round(right - left, 2)))
            reached += cents[kind]
    return Beam(tuple(segments), _share(cents["owed"], total))


def _row(line: CommitmentBalance, scale: Scale) -> Row:
    dated = sorted(((item.due, kind_of(item)) for item in line.items if item.due), key=lambda pair: pair[0])
    undated = Counter(kind_of(item) for item in line.items if not item.due)
    counts = Counter(kind_of(item) for item in line.items)
    drawn = [pair for pair in dated if pair[1] in TROUBLED] if line.continuous else dated
    kept, promised = _progress(line)
    return Row(
        key=line.commitment,
        what=line.what,
        unit=line.unit,
        kept=kept,
        promised=promised,
        each_cents=_each_cents(line),
        marks=_marks(drawn, scale) + _undated_marks(undated),
        lags=tuple(Lag(kind, scale.x(due), scale.today_x) for due, kind in dated if kind in TROUBLED and scale.x(due) < scale.today_x),
        bands=_bands(dated, scale) if line.continuous else (),
        undated=undated.total(),
        counts=tuple((kind, counts[kind]) for kind in ORDER if counts[kind]),
    )


def _progress(line: CommitmentBalance) -> tuple[Decimal, Decimal]:
    """Kept and promised, in units; for payments, the instalments wholly kept and those not waived."""
    if line.unit != EUROS:
        return line.kept, line.promised - line.waived
    states = Counter(item.state for item in line.items)
    return Decimal(states[ItemState.KEPT]), Decimal(states.total() - states[ItemState.WAIVED])


def _each_cents(line: CommitmentBalance) -> int | None:
    """The value of one unit, or of one instalment; None when unknown or when they differ."""
    values = {
        _item_cents(item, item.quantity if line.unit == EUROS else Decimal(1)) if item.unit_value_cents else None for item in line.items
    }
    return values.pop() if len(values) == 1 else None


def kind_of(item: ItemBalance) -> str:
    """The mark of an item."""
    return "next" if item.state is ItemState.TO_COME else item.state.value


def _undated_marks(kinds: Counter[str]) -> tuple[Mark, ...]:
    return tuple(
        Mark(kind, UNDATED_STEP * (place + 0.5), kinds[kind], is_dated=False)
        for place, kind in enumerate(kind for kind in ORDER if kinds[kind])
    )


def _marks(dated: Sequence[tuple[date, str]], scale: Scale) -> tuple[Mark, ...]:
    """One mark an item; a crowded row merges those of one kind by month, then by quarter, then by year."""
    periods: tuple[Callable[[date], Hashable], ...] = (
        lambda day: (day.year, day.month),
        lambda day: (day.year, (day.month - 1) // 3),
        lambda day: day.year,
    )
    marks = [Mark(kind, scale.x(due)) for due, kind in dated]
    for period in periods:
        if len(marks) <= MARKS_A_ROW:
            break
        marks = _merged(dated, scale, period)
    return tuple(marks)


def _merged(dated: Iterable[tuple[date, str]], scale: Scale, period: Callable[[date], Hashable]) -> list[Mark]:
    """Marks of one kind and one period stand together, on the first of their dates."""
    groups: dict[tuple[Hashable, str], list[date]] = defaultdict(list)
    for due, kind in dated:
        groups[period(due), kind].append(due)
    return [Mark(kind, scale.x(days[0]), len(days)) for (_, kind), days in groups.items()]


def _bands(dated: Sequence[tuple[date, str]], scale: Scale) -> tuple[Band, ...]:
    """Each item covers the time since the one before; one still running is full up to today."""
    bands: list[Band] = []
    left = scale.x(scale.start)
    for due, kind in dated:
        right = scale.x(due)
        full_to = right if kind == "kept" else min(right, scale.today_x) if kind in {"next", "due"} else left
        bands.append(Band(left, round(right - left, 2), kind == "kept"))
        if kind != "kept" and full_to > left:
            bands.append(Band(left, round(full_to - left, 2), is_full=True))
        left = right
    return tuple(bands)


def _shares(parties: Sequence[PartyBalance]) -> tuple[float, float]:
    """Percent kept and percent late of what a side promised: in euros where values are known, else in items."""
    lines = [line for party in parties for line in party.commitments]
    cents = _cents(lines)
    if cents["promised"] > 0:
        kept = _share(cents["kept"], cents["promised"])
        return kept, min(_share(cents["late"], cents["promised"]), round(100 - kept, 2))
    counts = Counter(kind_of(item) for line in lines for item in line.items)
    total = counts.total() - counts["waived"]
    return _share(counts["kept"], total), _share(counts["late"], total)
