"""The next version starts as a copy of the one in force."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, TypeVar

from django.db.models import Model

from filon.agreements.models import AgreementVersion, Clause, CommitmentTerm, MoneyLine, PartyTerm
from filon.agreements.services.passing import step_keep

if TYPE_CHECKING:
    from filon.people.models import User

Row = TypeVar("Row", bound=Model)

KEPT = ("notice_months", "is_tacit", "renewal_months", "silence_days")


def version_copy(by: User, source: AgreementVersion, *, effective_from: dt.date | None, term_end: dt.date | None) -> AgreementVersion:
    """A draft with the parties, commitments, money, clauses and themes of ``source``; nothing of its life."""
    draft = AgreementVersion.objects.create(
        agreement=source.agreement,
        number=_next_number(source),
        effective_from=effective_from,
        term_end=term_end,
        created_by=by,
        **{name: getattr(source, name) for name in KEPT},
    )
    step_keep(draft, by=by)
    draft.themes.set(source.themes.all())
    for party_term in source.party_terms.all():
        _copy(PartyTerm, party_term, draft)
    for clause in source.clauses.all():
        _copy(Clause, clause, draft)
    lines = {line.pk: _copy(MoneyLine, line, draft) for line in source.money_lines.all()}
    for commitment_term in source.commitment_terms.all():
        line_id = commitment_term.money_line_id
        _copy(CommitmentTerm, commitment_term, draft, money_line=None if line_id is None else lines[line_id])
    return draft


def _next_number(source: AgreementVersion) -> int:
    """After every version there ever was, withdrawn drafts included: numbers are dense."""
    return source.agreement.versions.count() + 1


def _copy(model: type[Row], row: Row, draft: AgreementVersion, **changed: object) -> Row:
    fields = {field.attname: getattr(row, field.attname) for field in model._meta.concrete_fields if field.attname not in ("id", "uuid")}
    fields["version_id"] = draft.pk
    for name in changed:
        fields.pop(f"{name}_id", None)
    return model._default_manager.create(**fields, **changed)
