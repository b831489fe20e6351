"""What a document prints of versions, read for all of them at once: parties, commitments, money."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from filon.agreements.models import AgreementVersion, ClausePart, CommitmentTerm, MoneyLine, PartyTerm
from filon.agreements.models.kind import in_language
from filon.agreements.models.terms import Clause
from filon.agreements.models.text import TemplateClause

Written = TypeVar("Written", Clause, TemplateClause)
PREFIXES: Mapping[str, str] = {ClausePart.RECITAL: "recital", ClausePart.ARTICLE: "clause", ClausePart.ANNEX: "annex"}
"""How the key of a part of a document begins; also the order of the parts."""
PARTIES = ("party__entity", "party__fund__umbrella", "signatory__contact")
SIDES = ("commitment__debtor__entity", "commitment__debtor__fund", "commitment__creditor__entity", "commitment__creditor__fund")
PAYING = ("payer__entity", "payer__fund", "payee__entity", "payee__fund")


@dataclass
class PrintedTerms:
    """The terms of one version, each list in the order of the document. ``themes`` None: they are read when a text names them."""

    parties: list[PartyTerm] = field(default_factory=list)
    commitments: list[CommitmentTerm] = field(default_factory=list)
    money: list[MoneyLine] = field(default_factory=list)
    themes: list[str] | None = None


@dataclass(frozen=True)
class Wording:
    """A recital, an article or an annex as it is written in one language, its values not yet filled in."""

    key: str
    part: str
    heading: str
    text: str


def printed_terms(versions: Iterable[AgreementVersion]) -> Mapping[int, PrintedTerms]:
    """By the key of the version, in three queries however many there are."""
    found: defaultdict[int, PrintedTerms] = defaultdict(PrintedTerms)
    keys = [version.pk for version in versions]
    for party in PartyTerm.objects.filter(version__in=keys).select_related(*PARTIES).order_by("party__position"):
        found[party.version_id].parties.append(party)
    for commitment in CommitmentTerm.objects.filter(version__in=keys).select_related(*SIDES).order_by("commitment__number"):
        found[commitment.version_id].commitments.append(commitment)
    for line in MoneyLine.objects.filter(version__in=keys).select_related(*PAYING).order_by("id"):
        found[line.version_id].money.append(line)
    return found


def in_order(clauses: Iterable[Written]) -> list[Written]:
    """Recitals, articles, annexes; each in the order of their places."""
    order = list(PREFIXES)
    return sorted(clauses, key=lambda clause: (order.index(clause.part), clause.position))


def wordings_of(clauses: Iterable[Written]) -> Sequence[Wording]:
    """In the language of the moment; the key of each says its place."""
    return [
        Wording(f"{PREFIXES[clause.part]}-{clause.position}", clause.part, clause.heading, in_language(clause.text_fr, clause.text_en))
        for clause in in_order(clauses)
    ]
