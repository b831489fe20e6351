"""A draft as a text to negotiate: its parts by clause, and where the values of the terms stand in them, so that they outlive a change."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any, NamedTuple

from django.utils.translation import override

from filon.agreements.models import AgreementVersion
from filon.agreements.models.kind import in_language
from filon.agreements.queries.document import Language, document_of
from filon.agreements.queries.printed import PREFIXES, Wording, in_order
from filon.agreements.queries.variables import NAMED, VARIABLES, Values
from filon.engines.wording_difference import Change, difference
from filon.kernel.manuscript import Manuscript, Part, parts_of
from filon.kernel.manuscript.comparison import plain

OPENS, CLOSES = 0xE000, "\uf8ff"
"""Private signs around a value while the text is laid out; no text that people type may hold one (`kernel.pdf.signs`)."""
MARKED = re.compile(f"([\ue000-\ue0ff])|({CLOSES})")
NAMES = tuple(VARIABLES)
LIST = re.compile(r"\s*- ")


class Span(NamedTuple):
    """Where the value of a name stands in a text, half-open."""

    start: int
    end: int
    name: str


class MarkedValues(Values):
    """Each value between two private signs, the first of which says its name."""

    def get(self, name: str) -> str | None:
        value = super().get(name)
        if value is None:
            return None
        begins = found.end() if (found := LIST.match(value)) else 0  # a list stays a list
        return f"{value[:begins]}{chr(OPENS + NAMES.index(name))}{value[begins:]}{CLOSES}"


class ThatDay:
    """Values as they were when a text was sent. A name that it did not have stays a name: its clause has changed since anyway."""

    def __init__(self, then: Mapping[str, str]) -> None:
        self._then = {name: _printed(name, then) for name in then}

    def get(self, name: str) -> str | None:
        return self._then.get(name)


def manuscript_to_send(version: AgreementVersion, language: Language) -> Manuscript:
    """What the other side reads; the key of a part names its clause, wherever it is moved to."""
    return document_of(version, language, wordings=wordings_by_clause(version, language))


def parts_to_send(version: AgreementVersion, language: Language) -> tuple[list[dict[str, Any]], dict[str, str]]:
    """The same as parts with the places of the values, and what each name is worth."""
    marked = document_of(version, language, wordings=wordings_by_clause(version, language), values=MarkedValues)
    parts: list[dict[str, Any]] = []
    worth: dict[str, str] = {}
    for part in parts_of(marked):
        text, spans = unmarked(part.text)
        worth |= {span.name: text[span.start : span.end] for span in spans}
        parts.append({**asdict(part), "text": text, "spans": spans})
    return parts, worth


def wordings_by_clause(version: AgreementVersion, language: Language) -> Sequence[Wording]:
    with override(language):
        return [
            Wording(f"{PREFIXES[clause.part]}-{clause.pk}", clause.part, clause.heading, in_language(clause.text_fr, clause.text_en))
            for clause in in_order(version.clauses.all())
        ]


def unmarked(text: str) -> tuple[str, list[Span]]:
    """The text without its private signs, and where they stood; a list's span begins before its first item."""
    found, pieces, length, begun, last = [], [], 0, (0, ""), 0
    for match in MARKED.finditer(text):
        pieces.append(text[last : match.start()])
        length, last = length + match.start() - last, match.end()
        if match[1]:
            begun = (length, NAMES[ord(match[1]) - OPENS])
        else:
            found.append(Span(begun[0], length, begun[1]))
    bare = "".join([*pieces, text[last:]])
    return bare, [_whole_list(bare, span) for span in found]


def _whole_list(text: str, span: Span) -> Span:
    is_list = "\n" in text[span.start : span.end] or text[: span.start].endswith("\n- ") or text[: span.start] == "- "
    return span._replace(start=span.start - 2) if is_list and text[: span.start].endswith("- ") else span


def with_names(part: Mapping[str, Any], returned: str, worth: Mapping[str, str]) -> str:
    """What came back, with the names again where the value is untouched; as it came where that would print anything else."""
    named = returned
    for span in reversed(_untouched(part, returned)):
        named = f"{named[: span.start]}{{{span.name}}}{named[span.end :]}"
    printed = NAMED.sub(lambda match: _printed(match[1], worth), named)
    return named if plain(printed) == plain(returned) else returned


def _printed(name: str, worth: Mapping[str, str]) -> str:
    value = worth.get(name, f"{{{name}}}")
    return f"\n{value}" if value.startswith("- ") else value


def _untouched(part: Mapping[str, Any], returned: str) -> list[Span]:
    """Where the values of what was sent stand in what came back, those of which no letter changed."""
    found: list[Span] = []
    old = new = 0
    for run in difference(part["text"], returned).runs:
        if run.change is Change.SAME:
            spans = (Span(*span) for span in part["spans"])
            found += [
                Span(span.start - old + new, span.end - old + new, span.name)
                for span in spans
                if old <= span.start and span.end <= old + len(run.text)
            ]
        old += 0 if run.change is Change.ADDED else len(run.text)
        new += 0 if run.change is Change.REMOVED else len(run.text)
    return found


def part_of(stored: Mapping[str, Any]) -> Part:
    return Part(stored["key"], stored["title"], stored["text"], stored["ledger"])
