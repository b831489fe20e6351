"""The cells of a line, read one by one; what cannot be read is kept as a problem and the line goes on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Any, TypeVar

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from filon.engines import sheets
from filon.engines.sheets import Unreadable, plain
from filon.kernel.errors import Refused
from filon.kernel.imports.kinds import GivenRow, ImportField, ImportKind

T = TypeVar("T")


class Cells:
    """`problems` collects (code of the value, sentence); `is_sound` while there is none."""

    def __init__(self, kind: ImportKind, row: GivenRow) -> None:
        self.fields = {field.code: field for field in kind.fields}
        self.given: Mapping[str, str] = row.given
        self.line = row.line
        self.problems: list[tuple[str, str]] = []
        for field in kind.fields:
            if field.is_required and not self.given.get(field.code):
                self.refuse(field.code, _("This cell is empty: fill it in, or take the line out."))

    @property
    def is_sound(self) -> bool:
        return not self.problems

    def refuse(self, code: str, sentence: str) -> None:
        self.problems.append((code, sentence))

    def text(self, code: str, *, most: int = 200) -> str:
        """At most so many characters."""
        text = " ".join(self.given.get(code, "").split())
        if len(text) > most:
            self.refuse(code, _("This text has %(length)d characters: at most %(most)d.") % {"length": len(text), "most": most})
        return text

    def prose(self, code: str) -> str:
        """With its line breaks."""
        return self.given.get(code, "").strip()

    def day(self, code: str) -> dt.date | None:
        return self._read(code, sheets.day, _("“%(text)s” is not a date: write it like 15/03/2025, the day first."))

    def figure(self, code: str) -> Decimal | None:
        return self._read(code, sheets.figure, _("“%(text)s” is not a figure: write it like 1 234,56."))

    def whole(self, code: str, *, least: int, most: int) -> int | None:
        """A whole number between two others."""
        found = self.figure(code)
        if found is None:
            return None
        if found != int(found) or not least <= found <= most:
            words = {"text": self.given[code], "least": least, "most": most}
            self.refuse(code, _("“%(text)s” is not a whole number from %(least)d to %(most)d.") % words)
            return None
        return int(found)

    def is_yes(self, code: str) -> bool:
        return bool(self._read(code, sheets.yes_or_no, _("“%(text)s” says neither yes nor no.")))

    def _read(self, code: str, read: Callable[[str], T], sentence: str) -> T | None:
        text = self.given.get(code, "")
        if not text:
            return None
        try:
            return read(text)
        except Unreadable:
            self.refuse(code, sentence % {"text": text[:60]})
            return None

    def chosen(self, code: str, default: str = "") -> str:
        """One of the allowed values, by its code or its words in either language."""
        text = self.given.get(code, "")
        if not text:
            return default
        known = _allowed(self.fields[code])
        found = known.get(plain(text)) or known.get(_stem(text))
        if found is None:
            self.refuse(code, _("“%(text)s” is not among the allowed values: the template lists them.") % {"text": text[:60]})
            return default
        return found

    def checked(self, code: str, check: Callable[[str], Any]) -> Any:
        """What a rule of the house makes of the text; its refusal is the problem. None when it is refused."""
        try:
            return check(self.given.get(code, ""))
        except Refused as refused:
            self.refuse(code, refused.sentence)
            return None


@lru_cache(128)
def _allowed(field: ImportField) -> dict[str, str]:
    """Plain words of every language to the code."""
    found = {plain(word): code for code, words in field.also.items() for word in words}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            found |= {plain(str(words)): code for code, words in (field.allowed() if field.allowed else ())}
    return {_stem(words): code for words, code in found.items()} | {plain(code): code for code in found.values()} | found


def _stem(text: str) -> str:
    """Without the ending of a plural or a feminine: `signées` is `signé`."""
    return plain(text).rstrip("es")
