"""Commitments and money lines of a draft."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from filon.agreements import rules
from filon.agreements.inputs import CommitmentInput, MoneyLineInput
from filon.agreements.models import AgreementParty, AgreementVersion, Commitment, CommitmentTerm, MoneyLine
from filon.agreements.queries.terms import term_start
from filon.agreements.services.identity import name_owners
from filon.agreements.services.opening import note, written_version
from filon.agreements.services.parties import party_term
from filon.agreements.units import Nature, Unit
from filon.engines.balance.due_rule import rule_to_json
from filon.kernel.errors import Refused
from filon.people.models import User


@transaction.atomic
def commitment_add(*, by: User, version_id: UUID, commitment: CommitmentInput) -> CommitmentTerm:
    """A new promise of one party to another."""
    version = written_version(by, version_id)
    debtor, creditor = _two_parties(version, commitment.debtor_id, commitment.creditor_id, field="creditor")
    identity = Commitment(agreement=version.agreement, number=_next_number(version), debtor=debtor, creditor=creditor)
    term = CommitmentTerm(version=version, **_checked(version, commitment))
    name_owners(by, identity, owner_id=commitment.owner_id, owner_contact_id=commitment.owner_contact_id)
    identity.save()
    term.commitment = identity
    term.save()
    note(by, "agreement.commitment_added", identity, version.agreement, version=version.number, what=term.what_fr)
    return term


@transaction.atomic
def commitments_add(*, by: User, version_id: UUID, commitments: Sequence[CommitmentInput]) -> list[CommitmentTerm]:
    """Several new promises at once, with one event. Nobody is in charge of them yet."""
    version = written_version(by, version_id)
    number = _next_number(version)
    seated = {term.party.uuid: term.party for term in version.party_terms.select_related("party")}
    made, start = [], term_start(version)
    for place, given in enumerate(commitments):
        rules.check_two_sides(given.debtor_id, given.creditor_id, field="creditor")
        if not {given.debtor_id, given.creditor_id} <= seated.keys():
            raise Http404
        debtor, creditor = seated[given.debtor_id], seated[given.creditor_id]
        identity = Commitment(agreement=version.agreement, number=number + place, debtor=debtor, creditor=creditor)
        made.append((identity, _checked_from(version, given, start)))
    Commitment.objects.bulk_create([identity for identity, _terms in made])
    terms = CommitmentTerm.objects.bulk_create(CommitmentTerm(version=version, commitment=one, **told) for one, told in made)
    note(by, "agreement.commitments_added", version, version.agreement, version=version.number, count=len(terms))
    return terms


@transaction.atomic
def commitment_change(*, by: User, version_id: UUID, commitment_id: UUID, commitment: CommitmentInput) -> CommitmentTerm:
    """Other terms for a promise. Who owes whom changes only while no signed version holds it."""
    version = written_version(by, version_id)
    term = _commitment_term(version, commitment_id)
    identity = term.commitment
    debtor, creditor = _two_parties(version, commitment.debtor_id, commitment.creditor_id, field="creditor")
    if (debtor.pk, creditor.pk) != (identity.debtor_id, identity.creditor_id):
        if identity.terms.exclude(version=version).exists():
            raise Refused(_("Who owes whom is signed: remove this commitment from the amendment, then add another."), field="debtor")
        identity.debtor, identity.creditor = debtor, creditor
    if commitment.unit != term.unit and identity.due_items.exists():
        raise Refused(_("Another unit is another promise: remove this commitment from the amendment, then add another."), field="unit")
    for name, value in _checked(version, commitment).items():
        setattr(term, name, value)
    name_owners(by, identity, owner_id=commitment.owner_id, owner_contact_id=commitment.owner_contact_id)
    identity.save()
    term.save()
    note(by, "agreement.commitment_changed", identity, version.agreement, version=version.number, what=term.what_fr)
    return term


@transaction.atomic
def commitment_remove(*, by: User, version_id: UUID, commitment_id: UUID) -> None:
    """The draft no longer holds it. In an amendment, what was delivered is kept and nothing more is owed."""
    version = written_version(by, version_id)
    term = _commitment_term(version, commitment_id)
    identity = term.commitment
    term.delete()
    note(by, "agreement.commitment_removed", identity, version.agreement, version=version.number, what=term.what_fr)
    if not identity.terms.exists():
        identity.delete()


def _next_number(version: AgreementVersion) -> int:
    last: int | None = version.agreement.commitments.aggregate(last=Max("number"))["last"]
    return (last or 0) + 1


def _commitment_term(version: AgreementVersion, commitment_id: UUID) -> CommitmentTerm:
    term: CommitmentTerm = _of(version.commitment_terms.select_related("commitment"), commitment__uuid=commitment_id)
    return term


def _of(rows: QuerySet[Any], **which: object) -> Any:
    """The one row of this version, or 404."""
    found = rows.filter(**which).first()
    if found is None:
        raise Http404
    return found


def _two_parties(version: AgreementVersion, one: UUID, other: UUID, *, field: str) -> tuple[AgreementParty, AgreementParty]:
    rules.check_two_sides(one, other, field=field)
    return party_term(version, one).party, party_term(version, other).party


def _checked(version: AgreementVersion, given: CommitmentInput) -> dict[str, Any]:
    """The values of the term, checked against the version's dates once they are known."""
    return _checked_from(version, given, term_start(version))


def _checked_from(version: AgreementVersion, given: CommitmentInput, start: dt.date | None) -> dict[str, Any]:
    """The same, `start` being the first day of the agreement where it is known."""
    if not given.what_fr.strip():
        raise Refused(_("Say in a few words what is promised."), field="what_fr")
    if given.unit not in Unit.values:
        raise Refused(_("Choose a unit."), field="unit")
    rules.check_quantity(given.quantity)
    if start is not None:
        rules.due_entries(given.due_rule, quantity=given.quantity, start=start, end=version.term_end, unit=given.unit)
    line = None if given.money_line_id is None else _of(version.money_lines.all(), uuid=given.money_line_id)
    if line is not None and given.unit != Unit.EURO:
        raise Refused(_("Only payments in euros pay a money line."), field="money_line")
    return {
        "what_fr": given.what_fr.strip(),
        "what_en": given.what_en.strip(),
        "detail_fr": given.detail_fr.strip(),
        "detail_en": given.detail_en.strip(),
        "unit": given.unit,
        "quantity": given.quantity,
        "unit_value_cents": rules.value_of_one(given.unit, given.unit_value_cents),
        "is_counterpart": given.is_counterpart,
        "due_rule": rule_to_json(given.due_rule),
        "money_line": line,
    }


@transaction.atomic
def money_line_add(*, by: User, version_id: UUID, line: MoneyLineInput) -> MoneyLine:
    """Money promised, by nature."""
    version = written_version(by, version_id)
    added = MoneyLine.objects.create(version=version, **_checked_line(version, line))
    note(by, "agreement.money_line_added", added, version.agreement, version=version.number, cents=added.amount_cents)
    return added


@transaction.atomic
def money_line_change(*, by: User, version_id: UUID, money_line_id: UUID, line: MoneyLineInput) -> MoneyLine:
    version = written_version(by, version_id)
    changed: MoneyLine = _of(version.money_lines.all(), uuid=money_line_id)
    for name, value in _checked_line(version, line).items():
        setattr(changed, name, value)
    changed.save()
    note(by, "agreement.money_line_changed", changed, version.agreement, version=version.number, cents=changed.amount_cents)
    return changed


@transaction.atomic
def money_line_remove(*, by: User, version_id: UUID, money_line_id: UUID) -> None:
    """The line goes; payments that were tied to it stay, untied."""
    version = written_version(by, version_id)
    line: MoneyLine = _of(version.money_lines.all(), uuid=money_line_id)
    line.schedule.update(money_line=None)
    note(by, "agreement.money_line_removed", line, version.agreement, version=version.number)
    line.delete()


def _checked_line(version: AgreementVersion, given: MoneyLineInput) -> dict[str, Any]:
    if given.nature not in Nature.values:
        raise Refused(_("Choose the nature of this money."), field="nature")
    if given.amount_cents is not None and given.amount_cents <= 0:
        raise Refused(_("The amount must be above zero; leave it empty if the text does not state it."), field="amount")
    payer, payee = _two_parties(version, given.payer_id, given.payee_id, field="payee")
    return {
        "nature": given.nature,
        "payer": payer,
        "payee": payee,
        "amount_cents": given.amount_cents,
        "earmark_fr": given.earmark_fr.strip(),
        "earmark_en": given.earmark_en.strip(),
    }
