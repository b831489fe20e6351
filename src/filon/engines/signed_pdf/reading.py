"""The whole of one PDF. Whatever breaks while it is read is its fault, and is said; only memory that runs out is raised."""

import io
import re

from pyhanko.pdf_utils.misc import PdfError, PdfReadError
from pyhanko.pdf_utils.reader import PdfFileReader

from filon.engines.signed_pdf import content, signatures
from filon.engines.signed_pdf.model import Evidence, Found, Reading, ReadSignature

TAIL = 2048
"""bytes in which the end of a PDF is looked for."""
END = re.compile(rb"startxref\s+\d+\s+%%EOF\s*\Z")


def read(pdf: bytes, *, evidence: Evidence | None) -> Reading:
    """Without evidence, signatures are left aside. Raises MemoryError."""
    tail = pdf[-TAIL:]
    is_whole = b"%%EOF" in tail
    found = [] if END.search(tail) else [Found("trailing" if is_whole else "truncated")]
    try:
        return _read(pdf, evidence, found)
    except MemoryError:
        raise
    except Exception:
        if is_whole:
            found.append(Found("unreadable"))
        return Reading(0, tuple(found), ())


def _read(pdf: bytes, evidence: Evidence | None, found: list[Found]) -> Reading:
    reader = _reader(pdf, found)
    if reader.encrypted:
        return Reading(0, (*found, Found("encrypted")), ())
    pages = int(reader.root["/Pages"]["/Count"])
    found += content.read(reader)
    read_signatures: list[ReadSignature] = []
    if evidence is not None:
        read_signatures, of_signatures = signatures.read(reader, evidence)
        found += of_signatures
    return Reading(pages, tuple(found), tuple(read_signatures))


def _reader(pdf: bytes, found: list[Found]) -> PdfFileReader:
    """Strict first; a PDF that only a patient reader understands is said to be malformed."""
    try:
        reader = PdfFileReader(io.BytesIO(pdf), strict=True)
        if not reader.encrypted:
            reader.root["/Pages"]["/Count"]
    except (PdfError, PdfReadError, KeyError, ValueError):
        reader = PdfFileReader(io.BytesIO(pdf), strict=False)
        found.append(Found("malformed"))
    return reader
