"""Which payment that was expected a line may be: by what it quotes, by its amount, by who paid. A person decides.

All open payments of the books are indexed once in memory; each line then meets only those that share something with it.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from django.db.models import Q
from django.utils.translation import gettext as _

from filon.kernel import formats
from filon.ledger.models import BankLine, Receivable
from filon.people.models import User

REFERENCE, AMOUNT, NAME = 60, 30, 25
LEAST = 30
"""Points below which nothing is proposed: an amount, or a reference, or nearly the whole name with something else."""
MOST = 5
CROWD = 40
"""Of more payments of one amount than these, only those whose name is like the payer's are looked at."""
EMPTY_WORDS = frozenset(
    ["SAS", "SARL", "SASU", "SCI", "SNC", "ETS", "STE", "SOCIETE", "GROUPE", "FRANCE", "MME", "MLLE", "VIREMENT", "SEPA"]
)


@dataclass(frozen=True)
class Expected:
    """What is known of a payment still expected."""

    receivable: Receivable
    left_cents: int
    reference: str
    names: frozenset[str]


@dataclass(frozen=True)
class Proposal:
    """So many cents of this payment, with the reasons in words. ``is_sure``: the line quotes it and nothing is left over."""

    receivable: Receivable
    cents: int
    score: int
    reasons: tuple[str, ...]
    is_sure: bool = False


@dataclass
class Index:
    """The payments of one entity, by what a line may share with them."""

    by_reference: dict[str, Expected] = field(default_factory=dict)
    by_amount: dict[int, list[Expected]] = field(default_factory=lambda: defaultdict(list))
    by_name: dict[str, list[Expected]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def of(cls, receivables: Iterable[Receivable]) -> Index:
        index = cls()
        for receivable in receivables:
            index.add(Expected(receivable, receivable.left_cents, squeezed(receivable.reference), name_words(receivable.debtor_name)))
        return index

    def add(self, expected: Expected) -> None:
        self.by_reference[expected.reference] = expected
        self.by_amount[expected.left_cents].append(expected)
        for word in expected.names:
            self.by_name[word].append(expected)

    @cached_property
    def longest(self) -> int:
        """Words of a text that may make a reference together."""
        return 3


def open_index(viewer: User, entity_ids: Iterable[int]) -> dict[int, Index]:
    """What is still expected by these entities, as far as the viewer sees it."""
    found = Receivable.objects.visible_to(viewer).filter(creditor_id__in=set(entity_ids), closed_on=None).with_paid()
    by_entity: dict[int, list[Receivable]] = defaultdict(list)
    for receivable in found.filter(Q(left_cents__gt=0)).select_related("fund").order_by("due_on", "pk"):
        by_entity[receivable.creditor_id].append(receivable)
    return {entity_id: Index.of(receivables) for entity_id, receivables in by_entity.items()}


def match_propose(viewer: User, line: BankLine) -> list[Proposal]:
    """The best first; none for money that leaves."""
    return proposals_of(viewer, [line]).get(line.pk, [])


def proposals_of(viewer: User, lines: Sequence[BankLine]) -> dict[int, list[Proposal]]:
    """Of many lines at once, each with its account and its sums."""
    indexes = open_index(viewer, {line.account.entity_id for line in lines})
    found = {line.pk: propose(line, line.left_cents, indexes.get(line.account.entity_id)) for line in lines if line.amount_cents > 0}
    return {key: proposals for key, proposals in found.items() if proposals}


def propose(line: BankLine, left_cents: int, index: Index | None) -> list[Proposal]:
    """For what is left of the line."""
    if index is None or left_cents <= 0:
        return []
    quoted = list(_quoted(f"{line.reference} {line.label}", index))
    if len(quoted) > 1 and sum(one.left_cents for one in quoted) == left_cents:
        return [_together(one, quoted) for one in quoted]
    payer = name_words(line.payer_name) | (frozenset() if line.payer_name else name_words(line.label))
    known = list(_same_name(payer, index))
    grouped = [] if quoted else _grouped(left_cents, payer, known)
    near = {id(one): one for one in (*quoted, *_same_amount(left_cents, payer, index), *known) if one not in grouped}
    scored = [_scored(one, left_cents, payer, is_quoted=one in quoted) for one in near.values()]
    others = sorted((one for one in scored if one.score >= LEAST), key=lambda one: (-one.score, one.receivable.due_on))
    return [*(_alike(one, grouped) for one in grouped), *others][:MOST]


def _quoted(text: str, index: Index) -> Iterator[Expected]:
    """References among the words, be they written in one or in pieces."""
    pieces = [squeezed(word) for word in text.split()]
    seen = set()
    for start in range(len(pieces)):
        for end in range(start + 1, min(start + index.longest, len(pieces)) + 1):
            found = index.by_reference.get("".join(pieces[start:end]))
            if found is not None and found.reference not in seen and len(found.reference) > 3:
                seen.add(found.reference)
                yield found


def _same_amount(cents: int, payer: frozenset[str], index: Index) -> list[Expected]:
    same = index.by_amount.get(cents, [])
    return same if len(same) <= CROWD else [one for one in same if one.names & payer]


def _same_name(payer: frozenset[str], index: Index) -> Iterator[Expected]:
    """By its rarest word."""
    known = [index.by_name[word] for word in payer if word in index.by_name]
    rarest = min(known, key=len, default=[])
    return iter(rarest[:CROWD])


def _together(one: Expected, quoted: Sequence[Expected]) -> Proposal:
    reasons = (
        _("it quotes “%(reference)s”") % {"reference": one.receivable.reference},
        _("together the %(count)d quoted make the amount") % {"count": len(quoted)},
    )
    return Proposal(one.receivable, one.left_cents, REFERENCE + AMOUNT, reasons, is_sure=True)


def _grouped(left: int, payer: frozenset[str], known: Sequence[Expected]) -> list[Expected]:
    """All that is expected of the one who bears the payer's whole name, where it makes the amount together."""
    whole = [one for one in known if likeness(payer, one.names) == 1]
    is_one = len({one.receivable.debtor_name for one in whole}) == 1
    return whole if is_one and 1 < len(whole) <= MOST and sum(one.left_cents for one in whole) == left else []


def _alike(one: Expected, grouped: Sequence[Expected]) -> Proposal:
    """Never sure: a person decides that a transfer pays several."""
    reasons = (
        _("the payer’s name is like “%(name)s”") % {"name": one.receivable.debtor_name},
        _("together the %(count)d expected in that name make the amount") % {"count": len(grouped)},
    )
    return Proposal(one.receivable, one.left_cents, AMOUNT + NAME, reasons)


def _scored(one: Expected, left: int, payer: frozenset[str], *, is_quoted: bool) -> Proposal:
    is_exact = one.left_cents == left
    alike = likeness(payer, one.names)
    reasons = []
    if is_quoted:
        reasons.append(_("it quotes “%(reference)s”") % {"reference": one.receivable.reference})
    if is_exact:
        reasons.append(_("the amount is the one expected"))
    elif is_quoted:
        reasons.append(_("%(expected)s are expected") % {"expected": formats.euros(one.left_cents)})
    if alike >= 0.5:
        reasons.append(_("the payer’s name is like “%(name)s”") % {"name": one.receivable.debtor_name})
    score = REFERENCE * is_quoted + AMOUNT * is_exact + round(NAME * alike)
    return Proposal(one.receivable, min(left, one.left_cents), score, tuple(reasons), is_sure=is_quoted and is_exact)


def squeezed(text: str) -> str:
    """Letters and figures alone, in capitals."""
    return re.sub(r"[^A-Z0-9]", "", _plain(text))


@lru_cache(maxsize=20_000)
def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKD", text)
    return "".join(sign for sign in folded if not unicodedata.combining(sign)).upper()


@lru_cache(maxsize=20_000)
def name_words(name: str) -> frozenset[str]:
    """What tells a name from another."""
    return frozenset(word for word in re.split(r"[^A-Z0-9]+", _plain(name)) if len(word) > 2 and word not in EMPTY_WORDS)


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """Words in common, of the shorter name's; words as good as equal (the same first five letters) count too."""
    if not one or not other:
        return 0.0
    short, long = sorted((one, other), key=len)
    starts = {word[:5] for word in long}
    return sum(1 for word in short if word in long or word[:5] in starts) / len(short)
