"""`read` for a confined process: {roots, revocations, now} (None to leave signatures aside) and a PDF → {pages, found, signatures}."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from filon.engines.signed_pdf.model import Evidence
from filon.engines.signed_pdf.reading import read


def read_pdf(words: dict[str, Any], pdf: bytes) -> tuple[dict[str, Any], bytes]:
    told = words.get("evidence")
    evidence = told and Evidence(
        roots=tuple(bytes.fromhex(root) for root in told["roots"]),
        revocations=tuple(bytes.fromhex(one) for one in told["revocations"]),
        now=datetime.fromisoformat(told["now"]),
    )
    return asdict(read(pdf, evidence=evidence)), b""
