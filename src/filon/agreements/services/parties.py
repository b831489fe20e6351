"""Who takes part in a draft, in which capacity, and who is to sign."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.db.models import Max, Q
from django.http import Http404
from django.utils.translation import gettext as _

from filon.agreements import rules
from filon.agreements.inputs import PartyInput
from filon.agreements.models import AgreementParty, AgreementVersion, PartyTerm
from filon.agreements.queries.draft_choices import party_terms, signed_parties
from filon.agreements.services.opening import note, written_version
from filon.kernel.errors import Refused
from filon.kernel.rights import get_visible_or_404
from filon.partners.models import Affiliation, Fund, LegalEntity

if TYPE_CHECKING:
    from filon.people.models import User


@transaction.atomic
def party_add(*, by: User, version_id: UUID, party: PartyInput) -> PartyTerm:
    """A legal entity joins, for itself or for a fund it shelters."""
    version = written_version(by, version_id)
    entity = get_visible_or_404(LegalEntity, viewer=by, id=party.entity_id)
    entity = entity.merged_into or entity
    fund = _fund(by, party, entity)
    identity, _is_new = AgreementParty.objects.get_or_create(
        agreement=version.agreement, entity=entity, fund=fund, defaults={"position": _next_position(version)}
    )
    if version.party_terms.filter(party=identity).exists():
        raise Refused(_("%(name)s is already a party.") % {"name": identity.name}, field="entity")
    term = PartyTerm.objects.create(
        version=version,
        party=identity,
        capacity=party.capacity,
        signatory=_signatory(by, party, entity),
        signing_group=party.signing_group,
    )
    note(by, "agreement.party_added", identity, version.agreement, version=version.number, capacity=party.capacity)
    return term


@transaction.atomic
def party_change(*, by: User, version_id: UUID, party_id: UUID, party: PartyInput) -> PartyTerm:
    """Another capacity or signatory. Another entity is another party: remove this one and add it."""
    version = written_version(by, version_id)
    term = party_term(version, party_id)
    fund_id = term.party.fund.uuid if term.party.fund else None
    if (party.entity_id, party.fund_id) != (term.party.entity.uuid, fund_id):
        raise Refused(_("Another organisation is another party: remove this one, then add the other."), field="entity")
    term.capacity = party.capacity
    term.signatory = _signatory(by, party, term.party.entity)
    term.signing_group = party.signing_group
    term.save(update_fields=["capacity", "signatory", "signing_group"])
    note(by, "agreement.party_changed", term.party, version.agreement, version=version.number, capacity=party.capacity)
    return term


@transaction.atomic
def party_remove(*, by: User, version_id: UUID, party_id: UUID) -> None:
    """The party leaves the draft, once nothing of the draft names it."""
    version = written_version(by, version_id)
    term = party_term(version, party_id)
    identity = term.party
    owes = Q(commitment__debtor=identity) | Q(commitment__creditor=identity)
    pays = Q(payer=identity) | Q(payee=identity)
    if version.commitment_terms.filter(owes).exists() or version.money_lines.filter(pays).exists():
        sentence = _("%(name)s still owes or is owed something in this draft: remove those commitments and money lines first.")
        raise Refused(sentence % {"name": identity.name})
    term.delete()
    note(by, "agreement.party_removed", identity, version.agreement, version=version.number)
    _delete_if_unused(identity)


@transaction.atomic
def party_move(*, by: User, version_id: UUID, party_id: UUID, places: int) -> None:
    """One place up (-1) or down (1) among the parties of the draft. The order of a signed text is signed: only newcomers move."""
    version = written_version(by, version_id)
    parties = [term.party for term in party_terms(version)]
    place = parties.index(party_term(version, party_id).party)
    target = min(max(place + places, 0), len(parties) - 1)
    moved, neighbour = parties[place], parties[target]
    if moved == neighbour:
        return
    if signed_parties(version) & {moved.pk, neighbour.pk}:
        raise Refused(_("The order of the parties is signed: only those that join with this amendment can be moved."))
    moved.position, neighbour.position = neighbour.position, moved.position
    for party in (moved, neighbour):  # two parties may share a position until the transaction ends
        party.save(update_fields=["position"])
    note(by, "agreement.party_moved", moved, version.agreement, version=version.number, position=moved.position)


def _delete_if_unused(identity: AgreementParty) -> None:
    """An identity that no version ever named leaves no trace in the picture."""
    if not (identity.terms.exists() or identity.owes.exists() or identity.is_owed.exists()):
        identity.delete()


def party_term(version: AgreementVersion, party_id: UUID) -> PartyTerm:
    """The terms of a party in this version; 404 if it is none of it."""
    term = version.party_terms.filter(party__uuid=party_id).select_related("party__entity", "party__fund").first()
    if term is None:
        raise Http404
    return term


def _next_position(version: AgreementVersion) -> int:
    last: int | None = version.agreement.parties.aggregate(last=Max("position"))["last"]
    return (last or 0) + 1


def _fund(by: User, party: PartyInput, entity: LegalEntity) -> Fund | None:
    if party.fund_id is None:
        return None
    fund = get_visible_or_404(Fund.objects.select_related("umbrella"), viewer=by, id=party.fund_id)
    umbrella = fund.umbrella
    rules.check_fund(entity_id=entity.pk, entity=entity.name, umbrella_id=umbrella.pk, umbrella=umbrella.name, fund=fund.name)
    return fund


def _signatory(by: User, party: PartyInput, entity: LegalEntity) -> Affiliation | None:
    if party.signatory_id is None:
        return None
    affiliation = get_visible_or_404(Affiliation.objects.select_related("contact", "entity"), viewer=by, id=party.signatory_id)
    if entity.pk not in (affiliation.entity_id, affiliation.entity.merged_into_id):
        words = {"name": affiliation.contact.name, "own": affiliation.entity.name, "entity": entity.name}
        raise Refused(_("%(name)s acts for %(own)s, not for %(entity)s: choose one of its people.") % words, field="signatory")
    return affiliation
