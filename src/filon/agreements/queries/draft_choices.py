"""What the steps of a draft offer: its parties, who may sign for them, whom to put in charge, and what is usual in its kind."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.core.exceptions import PermissionDenied
from django.db.models import OuterRef, Q, QuerySet, UUIDField
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _

from filon.agreements.inputs import CommitmentInput
from filon.agreements.models import Agreement, AgreementVersion, CommitmentTerm, MoneyLine, PartyTerm, Stewardship, UsualCommitment
from filon.agreements.states import BINDING_STATES, OPEN_STATES
from filon.engines.balance.due_rule import Unstated
from filon.kernel.formats import euros
from filon.kernel.periods import holding
from filon.kernel.prepared import Given, Prepared
from filon.kernel.rights import get_visible_or_404
from filon.partners.models import Affiliation, Contact, Fund, LegalEntity
from filon.people.models import User
from filon.people.roles import WORKING

if TYPE_CHECKING:
    from filon.agreements.forms.fields import Choices

OFFERED = 300
"""Organisations named in the list under the search field; the others are found by typing their name or SIREN."""


def draft_of(viewer: User, agreement_id: UUID, number: int) -> AgreementVersion:
    """The open draft of that number, for somebody who may write it; 404 when it is not open."""
    return _draft(viewer, agreement_id, number, may="agreements.agreement.write")


def draft_to_read(viewer: User, agreement_id: UUID, number: int) -> AgreementVersion:
    """The same for somebody who may at least read it: the auditor reads everything of her school."""
    return _draft(viewer, agreement_id, number, may="agreements.draft.read")


def _draft(viewer: User, agreement_id: UUID, number: int, *, may: str) -> AgreementVersion:
    found: AgreementVersion | None = next((one for one in _OPEN(viewer, agreement=agreement_id) if one.number == number), None)
    if found is None:
        get_visible_or_404(Agreement, viewer=viewer, id=agreement_id, may=may)
        raise Http404
    if not viewer.has_perm(may, found):
        raise PermissionDenied
    return found


def _open(reader: Any) -> QuerySet[AgreementVersion]:
    """The open versions of an agreement that the reader sees, with it and the schools that run it today, in one query."""
    stewards = Stewardship.objects.on(timezone.localdate()).filter(agreement=OuterRef("agreement")).values("host_id")
    seen = Agreement.objects.visible_to(reader).filter(uuid=Given(UUIDField(), "agreement"))
    rows = AgreementVersion.objects.filter(agreement__in=seen, state__in=OPEN_STATES).annotate(steward_ids=ArraySubquery(stewards))
    return rows.select_related("agreement__kind", "agreement__host", "created_by")


_OPEN = Prepared(_open)


def party_terms(version: AgreementVersion) -> list[PartyTerm]:
    """The parties of a version in their order, ready to be named."""
    return list(
        version.party_terms.select_related("party__entity", "party__fund__umbrella", "signatory__contact").order_by("party__position")
    )


def signed_parties(version: AgreementVersion) -> set[int]:
    """Keys of the parties that a signed version of the same agreement names: their order is part of what is signed."""
    named = PartyTerm.objects.filter(version__agreement=version.agreement_id, version__state__in=BINDING_STATES)
    return set(named.values_list("party", flat=True))


def party_term_of(version: AgreementVersion, party_id: UUID) -> PartyTerm:
    """One party of the version; 404 if it is none of it."""
    return get_object_or_404(version.party_terms.select_related("party__entity", "party__fund", "signatory"), party__uuid=party_id)


def party_choices(terms: list[PartyTerm]) -> Choices:
    return [(str(term.party.uuid), term.party.name) for term in terms]


def usual_sides(terms: list[PartyTerm]) -> dict[str, str]:
    """Who owes whom in a new commitment, until somebody says otherwise: the second party, the first one."""
    return {side: str(term.party.uuid) for side, term in zip(("creditor", "debtor"), terms, strict=False)}


def signatory_choices(viewer: User, terms: list[PartyTerm], *, on: dt.date | None = None) -> dict[int, Choices]:
    """By entity, the people who may sign for it, each with her limit; on a day, or ever where the day of signature is still to be said."""
    people = Affiliation.objects.visible_to(viewer).select_related("contact").order_by("contact__name")
    people = people if on is None else people.on(on)
    by_entity: dict[int, list[tuple[str, str]]] = {}
    for affiliation in people.filter(may_sign=True, entity__in={term.party.entity_id for term in terms}):
        by_entity.setdefault(affiliation.entity_id, []).append((str(affiliation.uuid), _with_limit(affiliation)))
    return {entity_id: tuple(choices) for entity_id, choices in by_entity.items()}


def _with_limit(affiliation: Affiliation) -> str:
    words = {"name": affiliation.contact.name, "function": affiliation.function}
    if affiliation.sign_limit_cents is None:
        return _("%(name)s, %(function)s") % words
    return _("%(name)s, %(function)s, may sign up to %(limit)s") % {**words, "limit": euros(affiliation.sign_limit_cents)}


def organisation_names(viewer: User) -> list[str]:
    """Names offered while one types: the organisations and funds the viewer knows."""
    known = LegalEntity.objects.visible_to(viewer).filter(merged_into__isnull=True).order_by("name")
    funds = Fund.objects.visible_to(viewer).order_by("name")
    return [*funds.values_list("name", flat=True)[:OFFERED], *known.values_list("name", flat=True)[:OFFERED]]


def owner_choices(agreement: Agreement, *, kept: User | None = None) -> Choices:
    """The members of the lead school who work on partnerships; whoever looks after it already stays a choice."""
    today = timezone.localdate()
    working = Q(memberships__host=agreement.host_id, memberships__role__in=WORKING) & holding(today, "memberships__")
    people = User.objects.filter(Q(working, is_active=True) | Q(pk=kept.pk if kept else None)).distinct().order_by("name")
    return [(str(person.uuid), person.name) for person in people]


def contact_choices(viewer: User, entity_ids: Collection[int], *, kept: Contact | None = None) -> Choices:
    """The people of the parties, as the viewer's school knows them; whoever looks after it already stays a choice."""
    people = Affiliation.objects.visible_to(viewer).on(timezone.localdate()).select_related("contact", "entity")
    people = people.filter(entity__in=entity_ids).order_by("entity__name", "contact__name")
    offered = dict.fromkeys((str(one.contact.uuid), f"{one.contact.name} ({one.entity.name})") for one in people)
    is_missing = kept is not None and str(kept.uuid) not in dict(offered)
    return [*([(str(kept.uuid), kept.name)] if kept and is_missing else []), *offered]


@dataclass(frozen=True)
class OfferedCommitment:
    """A usual commitment of the kind, between the first two parties that hold its capacities."""

    usual: UsualCommitment
    debtor: PartyTerm
    creditor: PartyTerm


def offered_commitments(version: AgreementVersion, terms: list[PartyTerm], *, written: Collection[str]) -> list[OfferedCommitment]:
    """The usual commitments of the kind that are not ``written`` yet (in French) and whose parties are there."""
    by_capacity = {term.capacity: term for term in reversed(terms)}
    return [
        OfferedCommitment(usual, by_capacity[usual.debtor], by_capacity[usual.creditor])
        for usual in version.agreement.kind.usual_commitments.order_by("id")
        if usual.what_fr not in written and {usual.debtor, usual.creditor} <= by_capacity.keys()
    ]


def offered_commitment(version: AgreementVersion, usual_id: int) -> CommitmentInput:
    """A usual commitment, as it is added in one click: without quantity, value or date. 404 when it is not offered."""
    written = set(version.commitment_terms.values_list("what_fr", flat=True))
    found = [one for one in offered_commitments(version, party_terms(version), written=written) if one.usual.pk == usual_id]
    if not found:
        raise Http404
    usual = found[0].usual
    return CommitmentInput(
        debtor_id=found[0].debtor.party.uuid,
        creditor_id=found[0].creditor.party.uuid,
        what_fr=usual.what_fr,
        what_en=usual.what_en,
        unit=usual.unit,
        is_counterpart=usual.is_counterpart,
        due_rule=Unstated(),
    )


def commitment_terms(version: AgreementVersion) -> QuerySet[CommitmentTerm]:
    """The commitments of a version by number, with those who owe and are owed."""
    parties = ("commitment__debtor__entity", "commitment__debtor__fund", "commitment__creditor__entity", "commitment__creditor__fund")
    people = ("commitment__owner", "commitment__owner_contact", "money_line")
    return version.commitment_terms.select_related(*parties, *people).order_by("commitment__number")


def money_lines(version: AgreementVersion) -> QuerySet[MoneyLine]:
    return version.money_lines.select_related("payer__entity", "payer__fund", "payee__entity", "payee__fund").order_by("id")


def money_line_choices(version: AgreementVersion) -> Choices:
    return [
        (str(line.uuid), f"{line.get_nature_display()}, {euros(line.amount_cents) or _('not stated')}")
        for line in version.money_lines.order_by("id")
    ]
