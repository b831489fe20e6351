"""Between two moments at which something becomes known, a balance of one day is the same."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from hypothesis import assume, given
from hypothesis import strategies as st

from filon.engines.balance import Delivery, DeliveryState, Ledger, balance, next_moment
from tests.engines.balance.strategies import DAYS, TIMES, ledgers

LATER = st.timedeltas(timedelta(), timedelta(days=70))


@given(ledgers(), DAYS, TIMES, LATER)
def test_balance_holds_until_the_next_moment(ledger: Ledger, as_of: date, known_at: datetime, later: timedelta) -> None:
    moment = next_moment(ledger, known_at=known_at)
    assume(moment is None or known_at + later < moment)

    first, then = (balance(ledger, as_of=as_of, known_at=at) for at in (known_at, known_at + later))

    assert replace(then, known_at=known_at) == first


@given(ledgers(), TIMES)
def test_next_moment_is_to_come(ledger: Ledger, known_at: datetime) -> None:
    moment = next_moment(ledger, known_at=known_at)

    assert moment is None or moment > known_at


def test_silence_accepts_at_a_moment() -> None:
    declared = datetime(2024, 1, 5, 10, tzinfo=UTC)
    delivery = Delivery(1, "promise", None, declared.date(), Decimal(1), ((DeliveryState.DECLARED, declared),))
    ledger = Ledger((), (), (), (), (), (), (delivery,), silence_days=30)

    moments = [next_moment(each, known_at=declared) for each in (ledger, replace(ledger, silence_days=None))]

    assert moments == [declared + timedelta(days=30), None]
