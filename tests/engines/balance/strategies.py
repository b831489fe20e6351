"""Random ledgers of one commitment, with deliveries in every state, waivers and a retired item."""

from datetime import UTC, date, datetime
from decimal import Decimal

from hypothesis import strategies as st

from filon.engines.balance import Commitment, Delivery, DeliveryState, Item, Ledger, Party, Term, Version, Waiver

START = date(2024, 1, 1)
DAYS = st.dates(date(2024, 1, 1), date(2024, 3, 1))
TIMES = st.datetimes(datetime(2024, 1, 1), datetime(2024, 3, 1), timezones=st.just(UTC))
QUANTITIES = st.decimals(Decimal("0.01"), Decimal(50), places=2)
EVERYTHING_KNOWN = datetime(2030, 1, 1, tzinfo=UTC)


@st.composite
def items(draw: st.DrawFn) -> list[Item]:
    dues = draw(st.lists(st.none() | DAYS, max_size=6))
    return [Item(index, "promise", due, draw(QUANTITIES), 100, 1) for index, due in enumerate(dues)]


@st.composite
def deliveries(draw: st.DrawFn) -> list[Delivery]:
    found = []
    for index in range(draw(st.integers(0, 8))):
        times = sorted(draw(st.lists(TIMES, min_size=1, max_size=3)))
        history = tuple((draw(st.sampled_from(DeliveryState)), time) for time in times)
        named = draw(st.none() | st.integers(0, 6))
        found.append(Delivery(100 + index, "promise", named, draw(DAYS), draw(QUANTITIES), history))
    return found


@st.composite
def ledgers(draw: st.DrawFn, *, with_waivers: bool = True) -> Ledger:
    all_items = draw(items())
    waivers = [Waiver(draw(st.integers(0, 6)), draw(QUANTITIES), draw(DAYS), draw(TIMES)) for _ in range(draw(st.integers(0, 3)))]
    return Ledger(
        parties=(Party("debtor", "Debtor"), Party("creditor", "Creditor")),
        versions=(Version(1, START, datetime(2024, 1, 1, tzinfo=UTC)),),
        renewals=(),
        commitments=(Commitment("promise", 1, "debtor", "creditor", False, (Term(1, "promise", "day", Decimal(1), 100),)),),
        items=tuple(all_items),
        waivers=tuple(waivers) if with_waivers else (),
        deliveries=tuple(draw(deliveries())),
        silence_days=draw(st.none() | st.integers(1, 60)),
    )
