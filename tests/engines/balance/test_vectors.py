"""The vectors, run: docs/balance.md says how to read them."""

from typing import Any

import pytest

from filon.engines.balance import Balance, balance
from tests.engines.balance.ledgers import TODAY, Vector, at, read_vectors

VECTORS = read_vectors()


def test_vectors_are_many_and_each_has_its_name_and_sentence():
    names = [vector.name for vector in VECTORS]

    assert len(names) >= 36
    assert len(set(names)) == len(names)
    assert [vector.name for vector in VECTORS if not vector.shows.endswith(".")] == []


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector.name)
def test_balance_answers_as_the_vector_says(vector: Vector):
    found = [
        _answer(query, balance(vector.ledger, as_of=query["as_of"], known_at=at(query.get("known", TODAY)))) for query in vector.queries
    ]

    assert found == vector.queries


def _answer(query: dict[str, Any], found: Balance) -> dict[str, Any]:
    """The same question with the figures found in place of those expected, so that a difference shows where it is."""
    parties = {party.name: party for party in found.parties}
    lines = {line.commitment: line for line in found.commitments}
    answer: dict[str, Any] = {}
    for key, expected in query.items():
        if key in parties:
            party = parties[key]
            cents = [party.owed_cents, party.delivered_cents, party.late_cents]
            answer[key] = [*(amount / 100 for amount in cents), party.lines_without_value]
        elif key == "items":
            answer[key] = {item.item: item.state.value for line in lines.values() for item in line.items}
        elif key == "units":
            answer[key] = {line: {figure: float(getattr(lines[line], figure)) for figure in figures} for line, figures in expected.items()}
        elif key == "cents":
            answer[key] = {line: {f: getattr(lines[line], f"{f}_cents") for f in figures} for line, figures in expected.items()}
        elif key == "filled":
            answer[key] = {item.item: float(item.delivered) for line in lines.values() for item in line.items}
        elif key == "days_late":
            answer[key] = {item.item: item.days_late for line in lines.values() for item in line.items if item.days_late}
        elif key == "lines":
            answer[key] = {line.commitment: "removed" if line.removed else line.what for line in lines.values()}
        else:
            answer[key] = found.version if key == "version" else query[key]
    return answer
