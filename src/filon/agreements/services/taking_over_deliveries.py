"""Past deliveries of a spreadsheet, many at once: the rows, events and refusals are those of one declared, then accepted, on its page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404

from filon.agreements import rules
from filon.agreements.inputs import DeliveryInput
from filon.agreements.models import Agreement, AgreementParty, AgreementVersion, Commitment, CommitmentTerm, Delivery, DeliveryStep
from filon.agreements.queries.sides import acting_parties
from filon.agreements.services.deliveries import own_party, term_among
from filon.agreements.services.evidence import delivered_fact
from filon.agreements.services.speaking import for_the_receiver
from filon.agreements.states import BINDING_STATES, DeliveryState
from filon.facts.inputs import FactInput
from filon.facts.services import facts_record
from filon.kernel import audit, events
from filon.kernel.errors import Refused
from filon.kernel.imports.kinds import Written
from filon.kernel.models import uuid7
from filon.people.models import User


@dataclass(frozen=True)
class DeliveryLine:
    """A line, checked."""

    line: int
    commitment_id: UUID
    delivery: DeliveryInput
    is_accepted: bool


@dataclass(frozen=True)
class _Place:
    """An agreement, held; the versions that bind and their terms by version and commitment; for whom the writer speaks."""

    agreement: Agreement
    versions: Sequence[AgreementVersion]
    terms: Mapping[tuple[int, int], CommitmentTerm]
    acting: set[UUID]

    def term(self, commitment: Commitment, delivery: DeliveryInput) -> CommitmentTerm:
        """Raises Refused."""
        return term_among(self.versions, delivery.occurred_on, lambda version: self.terms.get((version.pk, commitment.pk)))


@dataclass(frozen=True)
class _Ready:
    """A delivery that may be written."""

    line: DeliveryLine
    place: _Place
    commitment: Commitment
    speaker: AgreementParty
    identity: UUID
    fact: FactInput


@transaction.atomic
def deliveries_take_over(*, by: User, lines: Sequence[DeliveryLine]) -> Written:
    """One that is refused leaves the others. Raises Http404 or PermissionDenied for an agreement in which she does not take part."""
    commitments = _commitments(by, lines)
    places = _places(by, {one.agreement_id for one in commitments.values()})
    ready, refused = [], {}
    for line in lines:
        commitment = commitments[line.commitment_id]
        try:
            ready.append(_ready(by, line, commitment, places[commitment.agreement_id]))
        except Refused as refusal:
            refused[line.line] = refusal.sentence
    _write(by, ready)
    return Written({one.line.line: one.identity for one in ready}, refused)


def _commitments(by: User, lines: Sequence[DeliveryLine]) -> dict[UUID, Commitment]:
    wanted = {line.commitment_id for line in lines}
    sides = [f"{side}__{whose}" for side in ("debtor", "creditor") for whose in ("entity", "fund")]
    found = {one.uuid: one for one in Commitment.objects.visible_to(by).filter(uuid__in=wanted).select_related(*sides)}
    if found.keys() != wanted:
        raise Http404
    return found


def _places(by: User, agreement_ids: Iterable[int]) -> dict[int, _Place]:
    """By key, their rows held in order, so that two files at once do not wait for each other for ever."""
    held = Agreement.objects.select_for_update(no_key=True, of=("self",)).filter(pk__in=agreement_ids).order_by("pk")
    agreements = {one.pk: one for one in held}
    versions: dict[int, list[AgreementVersion]] = {key: [] for key in agreements}
    for version in AgreementVersion.objects.filter(agreement__in=agreements, state__in=BINDING_STATES).order_by("number"):
        versions[version.agreement_id].append(version)
    terms: dict[int, dict[tuple[int, int], CommitmentTerm]] = {key: {} for key in agreements}
    binding = CommitmentTerm.objects.filter(version__agreement__in=agreements, version__state__in=BINDING_STATES)
    for term in binding.select_related("version"):
        terms[term.version.agreement_id][(term.version_id, term.commitment_id)] = term
    return {key: _Place(one, versions[key], terms[key], _acting(by, one)) for key, one in agreements.items()}


def _acting(by: User, agreement: Agreement) -> set[UUID]:
    if not by.has_perm("agreements.agreement.write", agreement):
        raise PermissionDenied
    return acting_parties(agreement, by)


def _ready(by: User, line: DeliveryLine, commitment: Commitment, place: _Place) -> _Ready:
    """Raises Refused."""
    rules.check_quantity(line.delivery.quantity)
    speaks = commitment.debtor.uuid in place.acting
    speaker = commitment.debtor if speaks else own_party(by, place.agreement, commitment, place.acting)
    term = place.term(commitment, line.delivery)
    if line.is_accepted and commitment.creditor.uuid not in place.acting:
        raise for_the_receiver(commitment.creditor)
    identity = uuid7()
    fact = delivered_fact(place.agreement, commitment, term, line.delivery, source=identity)
    return _Ready(line, place, commitment, speaker, identity, fact)


def _write(by: User, ready: Sequence[_Ready]) -> None:
    facts = facts_record(by=by, facts=[one.fact for one in ready])
    deliveries = [_delivery(by, one, fact.pk) for one, fact in zip(ready, facts, strict=True)]
    Delivery.objects.bulk_create(deliveries)
    pairs = list(zip(ready, deliveries, strict=True))
    accepted = [(one, delivery) for one, delivery in pairs if one.line.is_accepted]
    DeliveryStep.objects.bulk_create(
        [_step(by, delivery, DeliveryState.DECLARED, one.speaker, one.line.delivery.words) for one, delivery in pairs]
        + [_step(by, delivery, DeliveryState.ACCEPTED, one.commitment.creditor) for one, delivery in accepted]
    )
    _tell(by, "delivery.declared", pairs, lambda one: {"commitment": one.commitment.number, "quantity": str(one.line.delivery.quantity)})
    _tell(by, "delivery.accepted", accepted, lambda _one: {"reason": ""})


def _delivery(by: User, one: _Ready, fact_id: int) -> Delivery:
    state = DeliveryState.ACCEPTED if one.line.is_accepted else DeliveryState.DECLARED
    side = {"declared_by": by, "declared_for": one.commitment.debtor}
    return Delivery(uuid=one.identity, commitment=one.commitment, fact_id=fact_id, state=state, **side)


def _step(by: User, delivery: Delivery, state: DeliveryState, party: AgreementParty, words: str = "") -> DeliveryStep:
    return DeliveryStep(delivery=delivery, state=state, words=words.strip(), party=party, taken_by=by)


def _tell(by: User, action: str, pairs: Sequence[tuple[_Ready, Delivery]], told: Callable[[_Ready], dict[str, object]]) -> None:
    """In the chain of the school that leads each agreement, and in the outbox."""
    by_host: dict[int, list[tuple[Delivery, dict[str, object]]]] = {}
    for one, delivery in pairs:
        agreement = one.place.agreement
        by_host.setdefault(agreement.host_id, []).append((delivery, {"agreement": str(agreement.uuid), **told(one)}))
    for host_id, of_host in by_host.items():
        audit.record_many(by, action, of_host, host_id=host_id)
    events.publish_many(action, ((delivery.uuid, {"agreement": str(one.place.agreement.uuid)}) for one, delivery in pairs))
