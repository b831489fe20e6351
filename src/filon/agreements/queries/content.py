"""The content of a version in one canonical form: what is signed, hashed, compared and printed."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections import defaultdict
from collections.abc import Collection, Sequence
from decimal import Decimal
from typing import Any

from filon.agreements.models import AgreementVersion, ClausePart
from filon.agreements.queries.record import TermRow, VersionRow, term_rows, version_rows

TERM_FIELDS = ("notice_months", "is_tacit", "renewal_months", "silence_days")
PARTY_FIELDS = ("party", "entity", "fund", "capacity", "signatory", "group")


def content(version: AgreementVersion) -> dict[str, Any]:
    """Everything that is agreed, and nothing of its life (state, validity, signatures). Only JSON's own values."""
    agreement = [version.agreement_id]
    row = version_rows(agreement, pk=version.pk)[0]
    return content_of(row, term_rows(agreement, version=version.pk))


def content_of(version: VersionRow, terms: Sequence[TermRow]) -> dict[str, Any]:
    """The same from rows already read; ``terms`` are those of this version."""
    return {
        "number": version.number,
        "effective_from": _day(version.effective_from),
        "term_end": _day(version.term_end),
        **{name: getattr(version, name) for name in TERM_FIELDS},
        "parties": [{name: party[name] for name in PARTY_FIELDS} for party in version.parties],
        "commitments": [_commitment(term) for term in terms],
        "money_lines": version.money_lines,
        "clauses": [_clause(clause) for clause in version.clauses],
        "themes": sorted(theme["uuid"] for theme in version.themes),
    }


def content_hash(version: AgreementVersion) -> str:
    """Hexadecimal sha256 of the canonical JSON (sorted keys, no space, UTF-8)."""
    return hash_of(content(version))


def digests_of(version_ids: Collection[int], agreement_ids: Collection[int]) -> dict[int, str]:
    """The digests of several versions, by key, in two queries. `agreement_ids`: those they belong to."""
    terms: dict[int, list[TermRow]] = defaultdict(list)
    for term in term_rows(agreement_ids, version__in=list(version_ids)):
        terms[term.version_id].append(term)
    rows = version_rows(agreement_ids, pk__in=list(version_ids))
    return {version.id: hash_of(content_of(version, terms[version.id])) for version in rows}


def hash_of(agreed: dict[str, Any]) -> str:
    text = json.dumps(agreed, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _commitment(term: TermRow) -> dict[str, Any]:
    return {
        "commitment": str(term.commitment),
        "number": term.number,
        "debtor": str(term.debtor),
        "creditor": str(term.creditor),
        "what_fr": term.what_fr,
        "what_en": term.what_en,
        "detail_fr": term.detail_fr,
        "detail_en": term.detail_en,
        "unit": term.unit,
        "quantity": plain(term.quantity),
        "unit_value_cents": term.unit_value_cents,
        "is_counterpart": term.is_counterpart,
        "due_rule": term.due_rule,
        "money_line": None if term.money_line is None else str(term.money_line),
    }


def _clause(clause: dict[str, Any]) -> dict[str, Any]:
    """An article is not called one: texts signed before recitals and annexes were told apart keep their hash."""
    return {name: value for name, value in clause.items() if (name, value) != ("part", ClausePart.ARTICLE)}


def _day(day: dt.date | None) -> str | None:
    return None if day is None else day.isoformat()


def plain(quantity: Decimal | None) -> str | None:
    """`12`, `12.5`: one spelling for each number, so that equal contents have equal hashes."""
    return None if quantity is None else f"{quantity.normalize():f}"
