"""The dated rules of `rules.toml`: found by the day of what they apply to, never by today's date."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

from filon.engines.tax.errors import NoRule
from filon.engines.tax.language import Language


class Mark(StrEnum):
    """How far a rule may be believed: read in its source, general knowledge, or our own reading."""

    VERIFIED = "V"
    KNOWN = "K"
    DERIVED = "D"


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """One text over one span of days, both included; `valid_to` None: still in force when last looked at."""

    code: str
    keyed_by: str
    valid_from: date
    valid_to: date | None
    parameters: Mapping[str, int]
    source: str
    mark: Mark
    title_en: str
    title_fr: str

    def title(self, language: Language) -> str:
        """The rule in words, without a full stop."""
        return self.title_fr if language == Language.FR else self.title_en

    def __getitem__(self, name: str) -> int:
        return self.parameters[name]

    def holds_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


def on(code: str, day: date) -> Rule:
    """The rule of this code on that day. Raises NoRule, with the first day the table knows."""
    found = _found(code, day)
    if found is None:
        spans = _by_code()[code]
        last = spans[-1].valid_to
        known = f"from {spans[0].valid_from.isoformat()}" + (f" to {last.isoformat()}" if last else "")
        raise NoRule(f"No rule “{code}” is known on {day.isoformat()}: the table holds it {known}.")
    return found


def latest(code: str) -> Rule:
    """The rule of this code that was the last to take effect, whatever the day."""
    return _by_code()[code][-1]


def every() -> tuple[Rule, ...]:
    """The whole table, by code, then by day."""
    return tuple(rule for rules in _by_code().values() for rule in rules)


@cache
def _found(code: str, day: date) -> Rule | None:
    return next((rule for rule in _by_code()[code] if rule.holds_on(day)), None)


@cache
def _by_code() -> Mapping[str, tuple[Rule, ...]]:
    rules: dict[str, list[Rule]] = {}
    table = read("rules.toml")
    for entry in table["rule"]:
        rules.setdefault(entry["code"], []).append(_rule(entry, table["title"][entry["code"]]))
    return {code: tuple(sorted(own, key=lambda rule: rule.valid_from)) for code, own in sorted(rules.items())}


def _rule(entry: dict[str, Any], title: dict[str, str]) -> Rule:
    return Rule(
        code=entry["code"],
        keyed_by=entry["keyed_by"],
        valid_from=entry["valid_from"],
        valid_to=entry.get("valid_to"),
        parameters=entry["parameters"],
        source=entry["source"],
        mark=Mark(entry["mark"]),
        title_en=title["en"],
        title_fr=title["fr"],
    )


def read(name: str) -> dict[str, Any]:
    """A table that stands beside this module."""
    return tomllib.loads((files("filon.engines.tax") / name).read_text(encoding="utf-8"))
