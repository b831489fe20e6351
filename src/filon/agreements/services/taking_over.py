"""An agreement of the school's own files: a draft, or a signed one known from these files, whose promises count at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import override

from filon.agreements.inputs import CommitmentInput, MoneyLineInput, PartyInput, TermInput
from filon.agreements.models import Agreement, AgreementKind, AgreementVersion
from filon.agreements.services.drafting import agreement_change, agreement_create, version_term_set
from filon.agreements.services.parties import party_add
from filon.agreements.services.sources import provenance_set, version_record_from_files
from filon.agreements.services.terms import commitment_change, commitments_add, money_line_add
from filon.agreements.states import BINDING_STATES
from filon.agreements.units import Capacity
from filon.engines.balance.due_rule import DueRule
from filon.engines.sheets import plain
from filon.kernel import formats
from filon.kernel.clock import now
from filon.kernel.errors import Refused
from filon.kernel.models import Import
from filon.people.models import User
from filon.people.roles import WORKING


@dataclass(frozen=True, kw_only=True)
class PromiseTold:
    """A line of the file. `by_school`: the school owes it to the partner, else the other way round."""

    line: int
    what: str
    by_school: bool
    unit: str
    quantity: Decimal | None
    unit_value_cents: int | None
    is_counterpart: bool
    due_rule: DueRule


@dataclass(frozen=True, kw_only=True)
class Told:
    """An agreement of the file; `end` is the first day without it; `partner_id` None: not known."""

    reference: str
    title: str
    kind: str
    partner_id: UUID | None
    is_signed: bool
    start: dt.date | None
    end: dt.date | None
    signed_on: dt.date | None
    notice_months: int | None
    renewal_months: int | None
    amount_cents: int | None
    nature: str
    promises: Sequence[PromiseTold]


@transaction.atomic
def agreement_take_over(*, by: User, host_id: int, told: Told, import_id: UUID, known_id: UUID | None = None) -> Agreement:
    """Writes it, or writes its draft again; one that binds already is left as it is. A signed one is in force from its date on without a
    signed file: it says where it is known from. `known_id`: it is this one, under another reference."""
    if not by.standing.has(WORKING, host_id=host_id):
        raise PermissionDenied
    if told.partner_id is None:
        raise Refused(_("This agreement names no partner."), field="partner")
    theirs = Agreement.objects.filter(host_id=host_id)
    known = theirs.filter(uuid=known_id).first() if known_id else theirs.filter(reference=told.reference).first()
    if known is not None and known.versions.filter(state__in=BINDING_STATES).exists():
        return known
    agreement = known or _created(by, host_id, told)
    version = agreement.versions.get(number=1)
    _set_term(by, version, told)
    if known is None:
        _seat_partner(by, version, told)
    else:
        agreement_change(by=by, agreement_id=agreement.uuid, title_fr=told.title, title_en=agreement.title_en, owner_id=_owner(agreement))
    _promise(by, version, told)
    if told.is_signed:
        _tell_provenance(by, agreement, import_id)
        version_record_from_files(by=by, version_id=version.uuid, signed_on=told.signed_on)
    return agreement


def _created(by: User, host_id: int, told: Told) -> Agreement:
    kind = AgreementKind.objects.filter(code=told.kind).first()
    if kind is None:
        raise Http404
    return agreement_create(by=by, kind_id=kind.uuid, title_fr=told.title, host_id=host_id, reference=told.reference)


def _owner(agreement: Agreement) -> UUID | None:
    return agreement.owner.uuid if agreement.owner else None


def _set_term(by: User, version: AgreementVersion, told: Told) -> None:
    term = TermInput(
        told.start,
        told.end,
        notice_months=told.notice_months,
        is_tacit=bool(told.renewal_months),
        renewal_months=told.renewal_months,
    )
    version_term_set(by=by, version_id=version.uuid, term=term)


def _seat_partner(by: User, version: AgreementVersion, told: Told) -> None:
    """The partner gives where the school receives; the money it promises is a line of its own."""
    ours = version.party_terms.select_related("party").get()
    gives = ours.capacity == Capacity.BENEFICIARY
    assert told.partner_id is not None
    party = PartyInput(entity_id=told.partner_id, capacity=Capacity.DONOR if gives else Capacity.PARTNER)
    theirs = party_add(by=by, version_id=version.uuid, party=party)
    if told.amount_cents is not None:
        line = MoneyLineInput(told.nature, theirs.party.uuid, ours.party.uuid, told.amount_cents)
        money_line_add(by=by, version_id=version.uuid, line=line)


def _promise(by: User, version: AgreementVersion, told: Told) -> None:
    """Promises with the same words are written again, the others join."""
    ours, theirs = (term.party.uuid for term in version.party_terms.select_related("party").order_by("party__position")[:2])
    known = {plain(term.what_fr): term.commitment.uuid for term in version.commitment_terms.select_related("commitment")}
    new = []
    for promise in told.promises:
        given = _commitment(promise, ours, theirs)
        if plain(promise.what) in known:
            identity = known.pop(plain(promise.what))
            commitment_change(by=by, version_id=version.uuid, commitment_id=identity, commitment=given)
        else:
            new.append(given)
    if new:
        commitments_add(by=by, version_id=version.uuid, commitments=new)


def _commitment(promise: PromiseTold, ours: UUID, theirs: UUID) -> CommitmentInput:
    debtor, creditor = (ours, theirs) if promise.by_school else (theirs, ours)
    return CommitmentInput(
        debtor,
        creditor,
        what_fr=promise.what,
        unit=promise.unit,
        due_rule=promise.due_rule,
        quantity=promise.quantity,
        unit_value_cents=promise.unit_value_cents,
        is_counterpart=promise.is_counterpart,
    )


def _tell_provenance(by: User, agreement: Agreement, import_id: UUID) -> None:
    """The name of the file and the day, in both languages."""
    name = Import.objects.filter(uuid=import_id).values_list("file__name", flat=True).first() or ""
    told = {}
    for language in ("fr", "en"):
        with override(language):
            sentence = _("Taken over on %(day)s from the school’s own file “%(name)s”; the signed document was not added.")
            told[language] = sentence % {"day": formats.day(now(), language=language), "name": name}
    provenance_set(by=by, agreement=agreement, french=told["fr"], english=told["en"])
