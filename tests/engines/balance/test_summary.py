"""The two words a list says of a balance."""

from datetime import date

from filon.engines.balance import Balance, ItemState, balance, next_due, worst_state
from tests.engines.balance.ledgers import at, ledger_from


def balance_on(as_of: date) -> Balance:
    ledger = ledger_from(
        {
            "parties": ["School", "Company"],
            "versions": [{"effective": date(2024, 1, 1)}],
            "commitments": [{"id": "gift", "from": "Company", "to": "School", "unit": "eur", "quantity": 300, "value": 100}],
            "items": [
                {"id": "g1", "of": "gift", "due": date(2024, 3, 1), "quantity": 100},
                {"id": "g2", "of": "gift", "due": date(2024, 9, 1), "quantity": 200},
            ],
            "deliveries": [{"id": "d1", "of": "gift", "day": date(2024, 5, 1), "quantity": 100}],
        }
    )
    return balance(ledger, as_of=as_of, known_at=at(date(2030, 1, 1)))


def test_next_due_is_today_or_later():
    assert next_due(balance_on(date(2024, 3, 1)).commitments, as_of=date(2024, 3, 1)) == date(2024, 3, 1)
    assert next_due(balance_on(date(2024, 3, 2)).commitments, as_of=date(2024, 3, 2)) == date(2024, 9, 1)


def test_next_due_is_none_when_nothing_is_dated():
    assert next_due(balance_on(date(2024, 9, 2)).commitments, as_of=date(2024, 9, 2)) is None


def test_worst_state_puts_late_first():
    assert worst_state(balance_on(date(2024, 4, 1)).commitments) is ItemState.LATE


def test_worst_state_of_kept_and_to_come_is_to_come():
    assert worst_state(balance_on(date(2024, 6, 1)).commitments) is ItemState.TO_COME


def test_worst_state_without_items_is_none():
    assert worst_state([]) is None
