"""Ledgers written compactly: how the tables of vectors become the plain values that the engine takes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from filon.engines.balance import Commitment, Delivery, DeliveryState, Item, Ledger, Party, Renewal, Term, Version, Waiver

VECTORS = Path(__file__).parent / "vectors"
TODAY = date(2030, 1, 1)


@dataclass(frozen=True)
class Vector:
    """One case: a ledger, and what is expected of each question about it."""

    name: str
    shows: str
    ledger: Ledger
    queries: list[dict[str, Any]]


def read_vectors() -> list[Vector]:
    themes = ((path.stem, yaml.safe_load(path.read_text(encoding="utf-8"))) for path in sorted(VECTORS.glob("*.yaml")))
    return [_vector(name, theme["given"], case) for name, theme in themes for case in theme["cases"]]


def _vector(theme: str, given: Mapping[str, Any], case: Mapping[str, Any]) -> Vector:
    return Vector(f"{theme}: {case['name']}", case["shows"], ledger_from({**given, **case}), case["ask"])


def at(day: date) -> datetime:
    """The first instant of a day, the hour at which the vectors record things."""
    return datetime.combine(day, time(), UTC)


def ledger_from(written: Mapping[str, Any]) -> Ledger:
    return Ledger(
        parties=tuple(Party(name, name) for name in written["parties"]),
        versions=tuple(_version(number, entry) for number, entry in enumerate(written["versions"], start=1)),
        renewals=tuple(Renewal(r["id"], r["version"], r["start"], r["end"], at(r["known"])) for r in written.get("renewals", ())),
        commitments=tuple(
            _commitment(number, entry, len(written["versions"])) for number, entry in enumerate(written["commitments"], start=1)
        ),
        items=tuple(_item(entry, written["commitments"]) for entry in written.get("items", ())),
        waivers=tuple(
            Waiver(w["item"], Decimal(w["quantity"]), w["day"], at(w.get("known", w["day"]))) for w in written.get("waivers", ())
        ),
        deliveries=tuple(_delivery(entry) for entry in written.get("deliveries", ())),
        silence_days=written.get("silence_days"),
    )


def _version(number: int, entry: Mapping[str, date]) -> Version:
    return Version(number, entry["effective"], at(entry.get("known", entry["effective"])))


def _commitment(number: int, entry: Mapping[str, Any], versions: int) -> Commitment:
    """`value` is in cents; `in` lists the versions that hold the commitment (default: all), `then` what later versions change."""
    terms = []
    current = dict(entry)
    for version in range(1, versions + 1):
        current |= entry.get("then", {}).get(version, {})
        if version in entry.get("in", range(1, versions + 1)):
            quantity = current.get("quantity")
            terms.append(
                Term(version, current["id"], current["unit"], None if quantity is None else Decimal(quantity), current.get("value"))
            )
    return Commitment(entry["id"], number, entry["from"], entry["to"], entry.get("counterpart", False), tuple(terms))


def _item(entry: Mapping[str, Any], commitments: list[Mapping[str, Any]]) -> Item:
    value = next(commitment.get("value") for commitment in commitments if commitment["id"] == entry["of"])
    kept = entry.get("kept")
    return Item(
        id=entry["id"],
        commitment=entry["of"],
        due=entry.get("due"),
        quantity=Decimal(entry["quantity"]),
        unit_value_cents=entry.get("value", value),
        version=entry.get("version", 1),
        renewal=entry.get("renewal"),
        retired_by=entry.get("retired_by"),
        kept=None if kept is None else Decimal(kept),
    )


def _delivery(entry: Mapping[str, Any]) -> Delivery:
    """`history` maps each state to the day it was recorded; by default the delivery is accepted on the day it occurs."""
    history = entry.get("history", {"accepted": entry["day"]})
    steps = history.items() if isinstance(history, dict) else [next(iter(step.items())) for step in history]
    return Delivery(
        id=entry["id"],
        commitment=entry["of"],
        item=entry.get("item"),
        occurred=entry["day"],
        quantity=Decimal(entry["quantity"]),
        history=tuple((DeliveryState(state), at(day)) for state, day in steps),
    )
