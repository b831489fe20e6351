"""Typst sources and values in, a PDF out. Typst sees the sources that it is given and the folder of fonts, and no other file."""

from collections.abc import Mapping
from functools import cache
from typing import Any, Literal

import typst

STANDARDS: tuple[Literal["a-2a", "ua-1"], ...] = ("a-2a", "ua-1")
"""Kept for ever and read aloud: ISO 19005-2 level A and ISO 14289-1; typst can promise both in one file (PDF 1.7)."""
MAIN = "main.typ"


class CannotCompile(Exception):  # noqa: N818  an answer to who writes sources
    """Typst refuses. The message is its first sentence; `diagnostic` is everything it says, with lines of `main.typ`."""

    def __init__(self, message: str, diagnostic: str) -> None:
        super().__init__(message)
        self.diagnostic = diagnostic


def compile_pdf(main: str, *, sources: Mapping[str, str], inputs: Mapping[str, str], fonts: str, moment: int) -> bytes:
    """`main` may import `sources` by their paths (`/kernel/house.typ`) and read `inputs` in `sys.inputs`; its document must have a
    title. `fonts` is a folder; `moment` (seconds since 1970, UTC) is the only one that typst knows. Raises CannotCompile."""
    files: Any = {path: text.encode() for path, text in sources.items()} | {MAIN: main.encode()}
    try:
        compiled = _compiler(fonts).compile(files, sys_inputs=dict(inputs), pdf_standards=[*STANDARDS], format="pdf", timestamp=moment)
    except typst.TypstError as error:
        raise CannotCompile(error.message, error.diagnostic) from None
    assert isinstance(compiled, bytes)
    return compiled


@cache
def _compiler(fonts: str) -> typst.Compiler:
    return typst.Compiler(root=fonts, font_paths=[fonts], ignore_system_fonts=True)
