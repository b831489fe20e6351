"""The forms of tax receipts as data: which version on which day, and what must stand on it. The wording of the labels is ours."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any

from filon.engines.tax.errors import NoRule
from filon.engines.tax.language import Language
from filon.engines.tax.rules import Mark, read


class DonorKind(StrEnum):
    """Who gives decides the form."""

    COMPANY = "company"
    PERSON = "person"


class Need(StrEnum):
    """When a field must be filled."""

    ALWAYS = "always"
    CASH = "cash"
    KIND = "kind"
    SKILLS = "skills"


@dataclass(frozen=True, slots=True)
class Field:
    """One mention. `parts` are the keys of the values it needs, all of them."""

    key: str
    section: str
    need: Need
    parts: tuple[str, ...]
    label_fr: str
    label_en: str

    def label(self, language: Language) -> str:
        return self.label_fr if language == Language.FR else self.label_en


@dataclass(frozen=True, slots=True)
class Form:
    """One version of one form; `number` and `version` together are printed like `16216*03`."""

    number: str
    code: str
    version: str
    donor_kind: DonorKind
    articles: tuple[str, ...]
    valid_from: date
    valid_to: date | None
    fields: tuple[Field, ...]
    source: str
    mark: Mark
    note: str

    @property
    def printed(self) -> str:
        return f"{self.number}*{self.version}"


GUARDED = re.compile(r"\*+\s*\d[\d\s.,]*€?\s*\*+")
"""Figures between asterisks: they replace the words on a receipt made by computer."""


def form_on(day: date, donor_kind: DonorKind) -> Form:
    """The version of the form for receipts issued on that day. Raises NoRule before the first one we know."""
    own = [form for form in forms() if form.donor_kind == donor_kind]
    for form in own:
        if form.valid_from <= day and (form.valid_to is None or day <= form.valid_to):
            return form
    first = own[0]
    raise NoRule(f"No form for a {donor_kind.value} is known on {day.isoformat()}: the first is {first.printed}, from {first.valid_from}.")


def missing_fields(form: Form, values: Mapping[str, str], *, holding: Collection[Need]) -> tuple[Field, ...]:
    """What must still be filled for a receipt that holds `holding` (cash, kind, skills); skills are a gift in kind too."""
    needs = {Need.ALWAYS, *holding, *({Need.KIND} if Need.SKILLS in holding else ())}
    return tuple(field for field in form.fields if field.need in needs and not _is_filled(field, values))


def _is_filled(field: Field, values: Mapping[str, str]) -> bool:
    return all(values.get(part, "").strip() or _is_guarded(part, values) for part in field.parts)


def _is_guarded(part: str, values: Mapping[str, str]) -> bool:
    """Whether these are words whose figures stand between asterisks."""
    if not part.endswith("_words"):
        return False
    return GUARDED.fullmatch(values.get(f"{part.removesuffix('words')}figures", "").strip()) is not None


@cache
def forms() -> tuple[Form, ...]:
    """Every version of every form, oldest first."""
    table = read("receipt_forms.toml")
    found = [_form(entry, version) for entry in table["form"] for version in entry["version"]]
    return tuple(sorted(found, key=lambda form: (form.number, form.valid_from)))


def _form(entry: dict[str, Any], version: dict[str, Any]) -> Form:
    return Form(
        number=entry["number"],
        code=entry["code"],
        version=version["version"],
        donor_kind=DonorKind(entry["donor"]),
        articles=tuple(entry["articles"]),
        valid_from=version["valid_from"],
        valid_to=version.get("valid_to"),
        fields=tuple(_field(field) for field in entry["field"]),
        source=version["source"],
        mark=Mark(version["mark"]),
        note=version.get("note", ""),
    )


def _field(entry: dict[str, Any]) -> Field:
    key = entry["key"]
    parts = tuple(entry.get("parts", [key]))
    return Field(key, entry["section"], Need(entry.get("need", "always")), parts, entry["fr"], entry["en"])
