"""`read` for a confined process: {prefix} and a DOCX → {segments}, or {refused}."""

from dataclasses import asdict
from typing import Any

from filon.engines.returned_docx.archive import NotReadable
from filon.engines.returned_docx.reading import read


def read_docx(words: dict[str, Any], content: bytes) -> tuple[dict[str, Any], bytes]:
    try:
        return {"segments": [asdict(segment) for segment in read(content, prefix=words["prefix"])]}, b""
    except NotReadable as refused:
        return {"refused": refused.reason.value}, b""
