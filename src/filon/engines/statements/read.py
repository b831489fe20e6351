"""Which format a file is of, and its reader."""

from __future__ import annotations

from collections.abc import Callable

from filon.engines.statements.camt import is_camt, read_camt
from filon.engines.statements.model import Reason, Statement, Unreadable
from filon.engines.statements.mt940 import is_mt940, read_mt940
from filon.engines.statements.ofx import is_ofx, read_ofx
from filon.engines.statements.table import SEPARATORS, Mapping, read_table
from filon.engines.statements.text import decoded

READERS: dict[str, Callable[[str], Statement]] = {"camt053": read_camt, "ofx": read_ofx, "mt940": read_mt940}
MOST = 200_000
"""Lines of one file."""


def format_of(text: str) -> str:
    """By what stands in it, never by its name. Raises Unreadable."""
    for name, is_it in (("camt053", is_camt), ("ofx", is_ofx), ("mt940", is_mt940)):
        if is_it(text):
            return name
    if text.lstrip().startswith("<") or not any(sign in text for sign in SEPARATORS):
        raise Unreadable(Reason.UNKNOWN_FORMAT, place="1", found=text.lstrip()[:40])
    return "csv"


def read(content: bytes, *, mapping: Mapping | None = None) -> Statement:
    """The movements of a statement, in its order. ``mapping``: columns of a CSV file, where they are known. Raises Unreadable."""
    text = decoded(content)
    name = format_of(text)
    statement = read_table(text, mapping) if name == "csv" else READERS[name](text)
    if len(statement.lines) > MOST:
        raise Unreadable(Reason.TOO_MANY, found=str(len(statement.lines)))
    return statement
