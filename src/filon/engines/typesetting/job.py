"""`compile_pdf` for a confined process: {main, sources, inputs, fonts, moment} → {} and the PDF, or {refused, diagnostic}."""

from typing import Any

from filon.engines.typesetting.paper import CannotCompile, compile_pdf


def typeset(words: dict[str, Any], _content: bytes) -> tuple[dict[str, Any], bytes]:
    try:
        return {}, compile_pdf(**words)
    except CannotCompile as refused:
        return {"refused": str(refused), "diagnostic": refused.diagnostic}, b""
