"""The written form of a due rule is strict, for it is stored and signed."""

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from filon.engines.balance.due_rule import DueRule, Every, Once, OnDates, OverTerm, RuleUnreadable, Unstated, rule_from_json, rule_to_json

DAY = date(2026, 1, 31)
WRITTEN: list[tuple[DueRule, dict[str, Any]]] = [
    (OnDates(((DAY, Decimal("5000.5")),)), {"kind": "on_dates", "dates": [{"on": "2026-01-31", "quantity": "5000.5"}]}),
    (Every(DAY, 3, 4), {"kind": "every", "first": "2026-01-31", "months": 3, "count": 4}),
    (Every(DAY, 12), {"kind": "every", "first": "2026-01-31", "months": 12, "count": None}),
    (OverTerm(), {"kind": "over_term"}),
    (Once(DAY), {"kind": "once", "on": "2026-01-31"}),
    (Unstated(), {"kind": "unstated"}),
]


@pytest.mark.parametrize(("rule", "written"), WRITTEN)
def test_a_rule_is_written_and_read_back(rule: DueRule, written: dict[str, Any]):
    assert rule_to_json(rule) == written
    assert rule_from_json(json.loads(json.dumps(written))) == rule


def test_equal_rules_are_written_alike():
    early, late = (date(2026, 1, 1), Decimal("10.00")), (date(2027, 1, 1), Decimal("1E+1"))

    assert rule_to_json(OnDates((early, late))) == rule_to_json(OnDates((late, early)))
    assert [entry["quantity"] for entry in rule_to_json(OnDates((early, late)))["dates"]] == ["10", "10"]


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (None, "kind is one of"),
        ([], "kind is one of"),
        ({"kind": "sometimes"}, "kind is one of"),
        ({"kind": ["once"]}, "kind is one of"),
        ({"kind": "once"}, "due rule once"),
        ({"kind": "over_term", "on": "2026-01-01"}, "due rule over_term"),
        ({"kind": "once", "on": "31/01/2026"}, "on: '31/01/2026' is not a date"),
        ({"kind": "once", "on": "20260131"}, "is not a date"),
        ({"kind": "once", "on": "2026-02-30"}, "is not a date"),
        ({"kind": "once", "on": 20260131}, "is not a date"),
        ({"kind": "every", "first": "2026-01-31", "months": 0, "count": None}, "months: 0"),
        ({"kind": "every", "first": "2026-01-31", "months": True, "count": None}, "months: True"),
        ({"kind": "every", "first": "2026-01-31", "months": 3, "count": "4"}, "count: '4'"),
        ({"kind": "on_dates", "dates": []}, "dates: expected"),
        ({"kind": "on_dates", "dates": ["2026-01-31"]}, "dates: expected"),
        ({"kind": "on_dates", "dates": [{"on": "2026-01-31"}]}, "In dates: expected on, quantity; found on"),
        ({"kind": "on_dates", "dates": [{"on": "2026-01-31", "quantity": 5.5}]}, "quantity: 5.5 is not a number written as text"),
        ({"kind": "on_dates", "dates": [{"on": "2026-01-31", "quantity": "0"}]}, "quantity: '0' is not above 0"),
        ({"kind": "on_dates", "dates": [{"on": "2026-01-31", "quantity": "NaN"}]}, "quantity: 'NaN' is not above 0"),
    ],
)
def test_what_is_not_a_rule_is_refused_with_its_place(written: object, said: str):
    with pytest.raises(RuleUnreadable) as refusal:
        rule_from_json(written)

    assert said in str(refusal.value)
