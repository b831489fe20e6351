"""The confined side: typst, with fonts and sources that are ours and values that are anybody's."""

from functools import cache
from typing import Any

import typst

STANDARDS = ["a-2a", "ua-1"]
"""Kept for ever and read aloud: ISO 19005-2 level A and ISO 14289-1; typst can promise both in one file (PDF 1.7)."""


def typeset(words: dict[str, Any], _content: bytes) -> tuple[dict[str, Any], bytes]:
    """{source, sources, fonts, inputs} → {} and the PDF, or {refused, diagnostic}."""
    files = {path: text.encode() for path, text in words["sources"].items()}
    try:
        pdf = _compiler(words["fonts"]).compile(
            {**files, "main.typ": words["source"].encode()}, sys_inputs=words["inputs"], pdf_standards=STANDARDS, format="pdf"
        )
    except typst.TypstError as error:
        return {"refused": error.message, "diagnostic": error.diagnostic}, b""
    return {}, pdf


@cache
def _compiler(fonts: str) -> typst.Compiler:
    return typst.Compiler(root=fonts, font_paths=[fonts], ignore_system_fonts=True)
