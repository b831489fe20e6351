"""What checking a PDF says, in the order people ask: is it ours, is it untouched, who signed when."""

from __future__ import annotations

from dataclasses import dataclass

from filon.agreements.models import Seal
from filon.kernel.seal import Validation, own_trust, validate


@dataclass(frozen=True)
class Checked:
    """``is_kept``: these very bytes are among the sealed documents of this installation."""

    said: Validation
    is_kept: bool

    @property
    def mark(self) -> str:
        """A symbol of a promise: kept when ours and untouched, late when touched, else unknown."""
        if not self.said.is_readable:
            return "unstated"
        if self.said.signatures and not self.said.is_untouched:
            return "late"
        return "kept" if self.said.is_ours else "unstated"


def checked(content: bytes) -> Checked:
    said = validate(content, trust=own_trust())
    return Checked(said, Seal.objects.filter(document__sha256=said.sha256).exists())
