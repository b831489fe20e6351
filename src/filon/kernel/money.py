"""Money is integer cents."""

import re
from collections.abc import Sequence

from django.utils.translation import gettext as _

from filon.kernel.errors import Refused

Cents = int

SPACES = re.compile(r"[\s\u00a0\u202f]")
"""What people group figures with."""
_AMOUNT = re.compile(r"(?P<sign>[-−]?)(?P<euros>[0-9]{1,13})(?:[.,](?P<cents>[0-9]{1,2}))?")
_GROUPED = re.compile(r"-?\d{1,3}(?:[\s\u00a0\u202f]\d{3})+(?:[.,]\d{1,2})?|\S*")


def split_exact(total: Cents, weights: Sequence[int]) -> list[Cents]:
    """Splits a total by weights with the largest remainder: the parts sum exactly to the total, each within a cent of its
    share; equal remainders go to the first. A negative total is split like its opposite. Raises ValueError without weight."""
    whole = sum(weights)
    if whole <= 0 or min(weights) < 0:
        raise ValueError("The weights must be zero or more, and not all zero")
    if total < 0:
        return [-part for part in split_exact(-total, weights)]
    parts = [total * weight // whole for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda index: (-(total * weights[index] % whole), index))
    for index in by_remainder[: total - sum(parts)]:
        parts[index] += 1
    return parts


def parse_euros(text: str) -> Cents:
    """Cents of an amount as people write it: `1 234,56`, `1234.56`, `1 234 €`. Raises Refused for anything else."""
    bare = text.strip().removesuffix("€").strip()
    amount = _AMOUNT.fullmatch(SPACES.sub("", bare)) if _GROUPED.fullmatch(bare.replace("−", "-")) else None
    if amount is None:
        raise Refused(_("“%(text)s” is not an amount in euros: write it like 1 234,56.") % {"text": text.strip()})
    cents = int(amount["euros"]) * 100 + int((amount["cents"] or "").ljust(2, "0"))
    return -cents if amount["sign"] else cents
