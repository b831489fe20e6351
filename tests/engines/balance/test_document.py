"""The JSON of the balance, whole: other programs read it."""

import json
from datetime import date

from filon.engines.balance import as_json, balance
from tests.engines.balance.ledgers import at, ledger_from

LEDGER = ledger_from(
    {
        "parties": ["School", "Company"],
        "versions": [{"effective": date(2024, 1, 1)}],
        "commitments": [
            {"id": "gift", "from": "Company", "to": "School", "unit": "eur", "quantity": 1000, "value": 100},
            {"id": "advice", "from": "Company", "to": "School", "unit": "day", "quantity": 2},
        ],
        "items": [
            {"id": "g1", "of": "gift", "due": date(2024, 3, 1), "quantity": "1000.50"},
            {"id": "a1", "of": "advice", "quantity": 2},
        ],
        "deliveries": [{"id": "d1", "of": "gift", "day": date(2024, 2, 1), "quantity": 400}],
    }
)


def test_document_has_the_promised_form():
    document = as_json(balance(LEDGER, as_of=date(2024, 4, 1), known_at=at(date(2024, 4, 2))), "CONV-2024-001")

    gift = {"what": "gift", "unit": "eur", "items": [{"due": "2024-03-01", "quantity": 1000.5, "delivered": 400, "state": "late"}]}
    advice = {"what": "advice", "unit": "day", "items": [{"due": None, "quantity": 2, "delivered": 0, "state": "unstated"}]}
    nothing = {"owed_cents": 0, "delivered_cents": 0, "late_cents": 0, "lines_without_value": 0, "commitments": []}
    totals = {"owed_cents": 100050, "delivered_cents": 40000, "late_cents": 60050, "lines_without_value": 1}
    assert json.loads(json.dumps(document)) == {
        "reference": "CONV-2024-001",
        "as_of": "2024-04-01",
        "known_at": "2024-04-02T00:00:00+00:00",
        "version": 1,
        "parties": [{"name": "School", **nothing}, {"name": "Company", **totals, "commitments": [gift, advice]}],
    }


def test_document_before_the_start_has_no_version():
    document = as_json(balance(LEDGER, as_of=date(2023, 4, 1), known_at=at(date(2024, 4, 2))), "CONV-2024-001")

    assert document["version"] is None
