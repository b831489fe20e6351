"""The balance as a document for other programs: `filon agreement balance REF --json` prints it."""

from decimal import Decimal
from typing import TypedDict

from filon.engines.balance.result import Balance, CommitmentBalance, ItemBalance, PartyBalance


class ItemDocument(TypedDict):
    """One due item; `due` is an ISO date or null, quantities are numbers in the unit of the commitment."""

    due: str | None
    quantity: int | float
    delivered: int | float
    state: str


class CommitmentDocument(TypedDict):
    """One commitment."""

    what: str
    unit: str
    items: list[ItemDocument]


class PartyDocument(TypedDict):
    """One party, with its totals in cents; they leave out `lines_without_value` commitments."""

    name: str
    owed_cents: int
    delivered_cents: int
    late_cents: int
    lines_without_value: int
    commitments: list[CommitmentDocument]


class BalanceDocument(TypedDict):
    """The whole; `as_of` is an ISO date, `known_at` an ISO time, `version` null while none is in force."""

    reference: str
    as_of: str
    known_at: str
    version: int | None
    parties: list[PartyDocument]


def as_json(balance: Balance, reference: str) -> BalanceDocument:
    """Write the balance of the agreement `reference` with values that JSON knows."""
    return {
        "reference": reference,
        "as_of": balance.as_of.isoformat(),
        "known_at": balance.known_at.isoformat(),
        "version": balance.version,
        "parties": [_party(party) for party in balance.parties],
    }


def _party(party: PartyBalance) -> PartyDocument:
    return {
        "name": party.name,
        "owed_cents": party.owed_cents,
        "delivered_cents": party.delivered_cents,
        "late_cents": party.late_cents,
        "lines_without_value": party.lines_without_value,
        "commitments": [_commitment(line) for line in party.commitments],
    }


def _commitment(line: CommitmentBalance) -> CommitmentDocument:
    return {"what": line.what, "unit": line.unit, "items": [_item(item) for item in line.items]}


def _item(item: ItemBalance) -> ItemDocument:
    return {
        "due": item.due.isoformat() if item.due else None,
        "quantity": _number(item.quantity),
        "delivered": _number(item.delivered),
        "state": item.state.value,
    }


def _number(quantity: Decimal) -> int | float:
    return int(quantity) if quantity == int(quantity) else float(quantity)
