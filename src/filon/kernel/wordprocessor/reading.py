"""`read_docx`: the DOCX that comes back, in the parts of what was sent. It comes from anybody, and is read in a confined process."""

import re
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from filon.kernel.confined import Broken, Pool
from filon.kernel.errors import Refused
from filon.kernel.manuscript.comparison import BETWEEN, CLOSING, SIGNING, TITLE, Part, plain
from filon.kernel.manuscript.model import Manuscript
from filon.kernel.wordprocessor.bookmarks import PREFIX, bookmark_of

LARGEST = 20 * 1024 * 1024
POOL = Pool("filon.engines.returned_docx.job:read_docx", seconds=20, memory=768 * 1024 * 1024, jobs=200, is_fresh=True)
OPENINGS = ("@recitals", "@agree", "@signatures")
"""Headings that only open what follows."""


@dataclass(frozen=True)
class Remark:
    """A comment in the margin; `key` as in Part."""

    key: str | None
    author: str
    text: str


@dataclass(frozen=True)
class Returned:
    """What came back, in its order: compare(parts_of(sent), returned.parts). `is_ours` when at least one of our bookmarks is there."""

    parts: tuple[Part, ...]
    remarks: tuple[Remark, ...]
    is_ours: bool


def read_docx(content: bytes, *, sent: Manuscript) -> Returned:
    """Tracked changes count as accepted. Raises Refused (field `file`) for anything that is not a DOCX we can read."""
    if len(content) > LARGEST:
        raise Refused(_("This document is larger than 20 MB: take the pictures out of it and send it again."), field="file")
    try:
        told, _content = POOL.ask({"prefix": PREFIX}, content)
    except Broken as broken:
        raise Refused(
            _("This document takes too much time or memory to read: save it again as .docx, without pictures."), field="file"
        ) from broken
    if "refused" in told:
        raise Refused(_sentences()[str(told["refused"])], field="file")
    return _returned(told["segments"], sent)


def _returned(segments: list[dict[str, Any]], sent: Manuscript) -> Returned:
    keys = {bookmark_of(key): key for key in (TITLE, BETWEEN, CLOSING, SIGNING, *OPENINGS, *(part.key for part in sent.parts()))}
    parts: list[Part] = []
    remarks: list[Remark] = []
    for segment in segments:
        key = keys.get(segment["bookmark"])
        remarks += [Remark(key, comment["author"], comment["text"]) for comment in segment["comments"]]
        found = _part(key, segment, sent)
        if found is not None:
            parts.append(found)
    is_ours = any(segment["bookmark"] in keys for segment in segments)
    return Returned(parts=tuple(parts), remarks=tuple(remarks), is_ours=is_ours)


def _part(key: str | None, segment: dict[str, Any], sent: Manuscript) -> Part | None:
    """A part of what was sent; a new one for what stands under a heading of ours that is not to be written under."""
    text, ledger = plain(segment["text"]), segment["ledger"]
    if key in OPENINGS:
        return Part(None, "", text, ledger) if text or ledger else None
    if key == TITLE:
        return Part(TITLE, segment["heading"], text, ledger)
    if key in (BETWEEN, CLOSING, SIGNING):
        return Part(key, "", text, ledger)
    return Part(key, _without_number(segment["heading"], sent.language), text, ledger)


def _without_number(heading: str, language: str) -> str:
    """`Objet` of `Article 3 – Objet`; whatever else a heading says is its title."""
    with override(language):
        words = "|".join(re.escape((phrase % {"number": ""}).strip()) for phrase in (_("Article %(number)s"), _("Annex %(number)s")))
    return re.sub(rf"^(?:{words})\s*\w*(?:\s*[–—:.-]\s*|\s*$)", "", heading, count=1, flags=re.IGNORECASE)


def _sentences() -> dict[str, str]:
    return {
        "not_a_docx": _("This file is not a Word document (.docx): save it in that format and send it again."),
        "old_or_locked": _("This document is in the old Word format or protected by a password: save it as .docx without a password."),
        "too_large": _("This document unfolds to more than 60 MB: take the pictures out of it and send it again."),
        "macros": _("This document contains macros: save it as .docx, which has none."),
        "damaged": _("This document is damaged and cannot be read: save it again as .docx and send it."),
    }
