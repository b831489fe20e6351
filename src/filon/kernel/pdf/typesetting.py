"""`typeset`: values in, PDF out, or a sentence."""

import json
import logging
import re
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from filon.kernel.confined import Broken, Cause, Pool
from filon.kernel.errors import Refused
from filon.kernel.pdf import signs
from filon.kernel.pdf.french import spaced
from filon.kernel.pdf.imprint import Imprint
from filon.kernel.pdf.sources import FONTS, source, sources

log = logging.getLogger(__name__)

SECONDS = 30
MEMORY = 1536 * 1024 * 1024
PAPERS_A_PROCESS = 200
LARGEST = 8 * 1024 * 1024
"""bytes of values: some 3,000 pages of text."""
NOWHERE = "http://127.0.0.1:9"
"""Typst fetches packages that a source asks for; ours ask for none, and it would find nobody."""

POOL = Pool(
    "filon.engines.typesetting.job:typeset",
    seconds=SECONDS,
    memory=MEMORY,
    jobs=PAPERS_A_PROCESS,
    environment={"RAYON_NUM_THREADS": "1", "http_proxy": NOWHERE, "https_proxy": NOWHERE, "ALL_PROXY": NOWHERE},
)
GLYPH = re.compile(r'the text `"(?P<text>.+?)"` could not be displayed')
LINE = re.compile(r"main\.typ:(?P<line>\d+)")


class CannotTypeset(Refused):
    """The paper cannot be set. `field` is the place of the value to correct (`articles.3.text`) when a value is to blame; `diagnostic`
    is what typst said, for those who write sources."""

    def __init__(self, sentence: str, *, field: str | None = None, diagnostic: str = "") -> None:
        super().__init__(sentence, field=field)
        self.diagnostic = diagnostic


def typeset(source_name: str, values: Mapping[str, Any], *, imprint: Imprint, language: str) -> bytes:
    """The PDF of a source (`kernel/manuscript`) with these values (what JSON can hold), in `fr` or `en`. The same arguments give the same
    bytes, on any machine with the same versions. Raises CannotTypeset; LookupError for a source that no app has.

    A text of the values is set letter by letter, whatever it looks like: typst reads it as a value and never as a source."""
    main = source(source_name)
    given = {**values, "imprint": imprint.values(), "language": language}
    with override(language):
        given["house"] = {"page": _("page %(page)s of %(pages)s") % {"page": "{page}", "pages": "{pages}"}, "fingerprint": _("Fingerprint")}
    check_signs(given)
    told = json.dumps(spaced(given) if language == "fr" else given, ensure_ascii=False, sort_keys=True)
    if len(told) > LARGEST:
        raise CannotTypeset(_("This paper is too long to be set: divide it."))
    try:
        job = {"main": main, "sources": sources(), "fonts": str(FONTS), "inputs": {"values": told}, "moment": imprint.moment}
        answer, pdf = POOL.ask(job)
    except Broken as broken:
        log.error("typst: %s: %s", source_name, broken)
        raise CannotTypeset(_sentence_of(broken.cause), diagnostic=str(broken)) from broken
    if "refused" in answer:
        raise _refusal(source_name, given, str(answer["refused"]), str(answer["diagnostic"]))
    return pdf


def check_signs(values: Mapping[str, Any]) -> None:
    """Raises CannotTypeset for the first sign that no paper can carry, with its place as `field`."""
    found = signs.first_unprintable(values)
    if found is not None:
        raise _unprintable(*found)


def _unprintable(sign: str, place: str, diagnostic: str = "") -> CannotTypeset:
    sentence = _("The sign %(sign)s cannot be printed: take it out of the text or write it otherwise.") % {"sign": signs.name_of(sign)}
    return CannotTypeset(sentence, field=place or None, diagnostic=diagnostic)


def _refusal(source_name: str, values: Mapping[str, Any], message: str, diagnostic: str) -> CannotTypeset:
    """A value's fault when typst names a text that it cannot show; else the source's, which is ours and goes to the log."""
    if glyph := GLYPH.search(message):
        text = glyph["text"]
        return _unprintable(text, signs.place_of(values, text), diagnostic)
    log.error("typst: %s: %s", source_name, diagnostic)
    line = LINE.search(diagnostic)
    sentence = _("The layout “%(name)s” cannot be set (line %(line)s): %(reason)s. Tell those who run Filon; your text is not to blame.")
    told = {"name": source_name, "line": line["line"] if line else "?", "reason": message}
    return CannotTypeset(sentence % told, diagnostic=diagnostic.replace("main.typ", f"{source_name}.typ"))


def _sentence_of(cause: Cause) -> str:
    match cause:
        case Cause.TIME:
            return _("This paper takes more than %(seconds)s seconds to set: shorten it or divide it.") % {"seconds": SECONDS}
        case Cause.MEMORY:
            return _("This paper needs more memory than one may use: shorten it or divide it.")
        case Cause.BUSY:
            return _("Many papers are being set at this moment: try again in a minute.")
    return _("This paper could not be set: try again, and tell those who run Filon if it happens again.")
