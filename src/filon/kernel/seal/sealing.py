"""`seal`: one more signature of a host on a PDF."""

import re
from dataclasses import dataclass
from datetime import datetime

from filon.kernel.errors import Refused
from filon.kernel.seal.keys import HostKey

FIELD = re.compile(r"[A-Za-z0-9_-]{1,64}")


class CannotSeal(Refused):
    """The PDF cannot be sealed; the sentence says why."""


@dataclass(frozen=True)
class Seal:
    """What a seal says. Raises ValueError for a field name that is no name or for a moment without a zone."""

    key: HostKey
    reason: str
    place: str
    signer_name: str
    when: datetime
    field_name: str
    closes: bool

    def __post_init__(self) -> None:
        if not FIELD.fullmatch(self.field_name):
            raise ValueError("the name of a field is made of letters, digits, - and _")
        if self.when.tzinfo is None:
            raise ValueError("the moment of a seal has a zone")


def seal(
    pdf: bytes,
    *,
    key: HostKey,
    reason: str,
    place: str,
    signer_name: str,
    when: datetime,
    field_name: str,
    closes: bool = False,
) -> bytes:
    """The PDF with one more signature of the host, for `signer_name`, at `when` (with its zone): the old bytes, then the new ones.

    The first signature of a PDF certifies it: from then on only signatures may be added. One that `closes` is the last: afterwards
    nothing may. PAdES B-B; B-LT with a time-stamp authority (FILON_TSA_URL), which is asked now: never call this inside a transaction.
    Raises CannotSeal, outbound.Unreachable when the time-stamp authority does not answer, ValueError as Seal does."""
    from filon.kernel.seal import pades  # noqa: PLC0415  half a second and 45 MB, for a process that seals

    wanted = Seal(key, reason, place, signer_name, when, field_name, closes)
    return pades.sealed(pdf, wanted)
