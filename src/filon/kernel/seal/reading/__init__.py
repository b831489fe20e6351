"""The confined side: reads one PDF of anybody. Imports no Django, sees no secret, opens no file and asks nobody."""

import io
from datetime import datetime
from typing import Any

from pyhanko.pdf_utils.misc import PdfError, PdfReadError
from pyhanko.pdf_utils.reader import PdfFileReader

from filon.kernel.seal.reading import content, signatures

TAIL = 2048
"""bytes in which the end of a PDF is looked for."""


def read(words: dict[str, Any], pdf: bytes) -> tuple[dict[str, Any], bytes]:
    """{now, signatures, roots, revocations} and a PDF → {pages, findings, signatures}."""
    told: dict[str, Any] = {"pages": 0, "findings": [], "signatures": []}
    is_whole = b"%%EOF" in pdf[-TAIL:]
    if not is_whole:
        told["findings"].append({"kind": "truncated", "where": ""})
    try:
        _read(words, pdf, told)
    except MemoryError:
        raise
    except Exception:  # a PDF of anybody: whatever breaks while it is read is its fault
        if is_whole:
            told["findings"].append({"kind": "unreadable", "where": ""})
    return told, b""


def _read(words: dict[str, Any], pdf: bytes, told: dict[str, Any]) -> None:
    reader = _reader(pdf, told)
    if reader.encrypted:
        told["findings"].append({"kind": "encrypted", "where": ""})
        return
    told["pages"] = int(reader.root["/Pages"]["/Count"])
    told["findings"] += content.findings(reader)
    if words["signatures"]:
        found = signatures.read(
            reader,
            roots=[bytes.fromhex(root) for root in words["roots"]],
            revocations=[bytes.fromhex(one) for one in words["revocations"]],
            now=datetime.fromisoformat(words["now"]),
        )
        told["signatures"] = found.signatures
        told["findings"] += found.findings


def _reader(pdf: bytes, told: dict[str, Any]) -> PdfFileReader:
    """Strict first; a PDF that only a patient reader understands is said to be malformed."""
    try:
        reader = PdfFileReader(io.BytesIO(pdf), strict=True)
        reader.root["/Pages"]["/Count"]
    except (PdfError, PdfReadError, KeyError, ValueError):
        reader = PdfFileReader(io.BytesIO(pdf), strict=False)
        told["findings"].append({"kind": "malformed", "where": ""})
    return reader
