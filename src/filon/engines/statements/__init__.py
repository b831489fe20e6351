"""Bank statements, read: CAMT.053, MT940, OFX and CSV make the same lines.

A library by itself: bytes in, dataclasses out. What cannot be read raises `Unreadable`, which says where and why; nothing is guessed about
money: another currency than the euro, an amount that is none or a file that stops half-way is refused whole.
"""

from filon.engines.statements.model import Line, Reason, Statement, Unreadable
from filon.engines.statements.read import format_of, read
from filon.engines.statements.table import Mapping, guess

__all__ = ["Line", "Mapping", "Reason", "Statement", "Unreadable", "format_of", "guess", "read"]
