"""Which format a file is of, and its reader."""

from __future__ import annotations

from filon.engines.statements.model import Reason, Statement, Unreadable


def format_of(content: bytes) -> str:
    raise Unreadable(Reason.UNKNOWN_FORMAT, found=content[:40].decode("latin-1"))


def read(content: bytes) -> Statement:
    """Reads a statement."""
    raise Unreadable(Reason.UNKNOWN_FORMAT, found=format_of(content))
