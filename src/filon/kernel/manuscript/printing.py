"""A manuscript as values for typst, its fingerprint, and its PDF."""

import hashlib
import json
from dataclasses import asdict
from datetime import UTC
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from filon.kernel.manuscript.markup import blocks
from filon.kernel.manuscript.model import Manuscript, Table
from filon.kernel.pdf import Imprint, typeset

SOURCE = "kernel/manuscript"


def fingerprint(manuscript: Manuscript) -> str:
    """Hexadecimal sha256 of the content: of its canonical JSON (sorted keys, no space, UTF-8), the moment in UTC, without the watermark."""
    content = asdict(manuscript)
    del content["watermark"]
    content["dated"] = manuscript.dated.astimezone(UTC).isoformat(timespec="seconds")
    told = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(told.encode()).hexdigest()


def typeset_manuscript(manuscript: Manuscript) -> bytes:
    """Its PDF, with the fingerprint at the foot of each page. Raises CannotTypeset (`field` like `articles.3.title`)."""
    imprint = Imprint(
        title=manuscript.title,
        author=manuscript.author,
        dated=manuscript.dated,
        reference=manuscript.reference,
        fingerprint=fingerprint(manuscript),
        watermark=manuscript.watermark,
    )
    return typeset(SOURCE, values(manuscript), imprint=imprint, language=manuscript.language)


def values(manuscript: Manuscript) -> dict[str, Any]:
    """What `manuscript.typ` reads: texts in blocks, parts with their numbers in words."""
    with override(manuscript.language):
        return {
            "title": manuscript.title,
            "subtitle": manuscript.subtitle,
            "words": _words(),
            "between": [_prose(text) for text in manuscript.between],
            "recitals": [_prose(recital.text) for recital in manuscript.recitals],
            "articles": [
                _part(_("Article %(number)s") % {"number": number}, article.title, article.text, article.tables)
                for number, article in enumerate(manuscript.articles, start=1)
            ],
            "closing": _prose(manuscript.closing),
            "signing": [asdict(place) for place in manuscript.signing],
            "annexes": [
                _part(_("Annex %(number)s") % {"number": number}, annex.title, annex.text, annex.tables)
                for number, annex in enumerate(manuscript.annexes, start=1)
            ],
        }


def _words() -> dict[str, str]:
    return {
        "between": _("Between"),
        "recitals": _("Preamble"),
        "agree": _("The parties agree on the following."),
        "signatures": _("Signatures"),
    }


def _part(number: str, title: str, text: str, tables: tuple[Table, ...]) -> dict[str, Any]:
    return {"heading": f"{number} – {title}" if title else number, "text": _prose(text), "tables": [asdict(table) for table in tables]}


def _prose(text: str) -> list[dict[str, Any]]:
    return [
        {"kind": "list", "items": [list(item) for item in block.items]}
        if block.kind == "list"
        else {"kind": "paragraph", "lines": list(block.items[0])}
        for block in blocks(text)
    ]
