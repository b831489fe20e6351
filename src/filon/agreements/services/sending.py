"""An approved version is sent to be signed; it is withdrawn; its ceremony is set."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from filon.agreements import rules
from filon.agreements.models import AgreementVersion, OutsideSending, PartyTerm, Seat, Sending, SigningLink, SigningPolicy
from filon.agreements.providers import provider_of
from filon.agreements.queries.content import content_hash
from filon.agreements.queries.document import Language, pdf_of
from filon.agreements.queries.readiness import obstacles
from filon.agreements.services.copying import version_copy
from filon.agreements.services.inviting import group_invite
from filon.agreements.services.opening import note, opened_version
from filon.agreements.services.papers import pdf_keep
from filon.agreements.services.passing import version_pass
from filon.agreements.services.signing import total_cents
from filon.agreements.states import SeatState, VersionState
from filon.agreements.units import Capacity
from filon.kernel import clock, events, states
from filon.kernel.errors import Refused, refuse_if_any
from filon.kernel.models import StoredFile
from filon.kernel.rights import get_visible_or_404
from filon.kernel.tasks import enqueue
from filon.partners.models import Affiliation
from filon.partners.rules import signatory_check

if TYPE_CHECKING:
    from filon.people.models import User

WAITING_STATES = (SeatState.WAITING, SeatState.INVITED, SeatState.REFUSED)


@dataclass(frozen=True)
class Ceremony:
    """Where and when the last signatures are given, and who is asked to come."""

    place: str = ""
    at: dt.datetime | None = None
    guests: str = ""


@transaction.atomic
def sending_open(*, by: User, version_id: UUID, language: Language = "fr", message: str = "", ceremony: Ceremony | None = None) -> Sending:
    """The approved version leaves: its PDF is made and kept, each party's signatory gets a seat, the first group is asked.
    Raises everything that stands against it at once."""
    version = opened_version(by, version_id)
    if version.state != VersionState.APPROVED:
        raise Refused(_("Only an approved version is sent to be signed: submit it for approval first."))
    terms = version.party_terms.exclude(capacity=Capacity.OBSERVER)
    signing = list(terms.select_related("party__entity", "party__fund", "signatory__contact"))
    refuse_if_any([*obstacles(version), *_seat_refusals(version, signing)])
    sent = _pdf_keep(by, version, language)
    given = ceremony or Ceremony()
    sending = Sending.objects.create(
        version=version,
        language=language,
        document=sent,
        current=sent,
        content_hash=content_hash(version),
        amount_cents=total_cents(version),
        message=message.strip(),
        place=given.place.strip(),
        ceremony_at=given.at,
        guests=given.guests.strip(),
        sent_by=by,
    )
    for term in signing:
        Seat.objects.create(sending=sending, party=term.party, affiliation=_named(term), group=term.signing_group)
    provider = _provider(version)
    version_pass(version, to=VersionState.SENT, by=by)
    note(by, "agreement.sent_to_sign", version, version.agreement, number=version.number, sha256=sending.content_hash)
    events.publish("agreements.sent_to_sign", version.agreement.uuid, sending=str(sending.uuid))
    _give_out(sending, provider)
    return sending


def _provider(version: AgreementVersion) -> str:
    """Who gathers the signatures for that school; empty: Filon. Raises Refused when the one it chose is not set up any more."""
    chosen = SigningPolicy.objects.filter(host=version.agreement.host_id).values_list("provider", flat=True).first()
    return provider_of(chosen).code if chosen else ""


def _give_out(sending: Sending, provider: str) -> None:
    """The first group has its letters; or everybody is in the provider's hands at once, which keeps the order."""
    from filon.agreements import tasks  # noqa: PLC0415  tasks call this module

    if not provider:
        group_invite(sending)
        return
    OutsideSending.objects.create(sending=sending, provider=provider)
    for seat in sending.seats.all():
        states.move(seat, to=SeatState.INVITED)
        seat.invited_at = sending.sent_at
        seat.save(update_fields=["invited_at"])
    enqueue(tasks.sending_hand_over, sending_id=sending.pk)


def _seat_refusals(version: AgreementVersion, terms: list[PartyTerm]) -> list[Refused]:
    return [refused for refused in (_seat_refusal(version, term) for term in terms) if refused is not None]


def _seat_refusal(version: AgreementVersion, term: PartyTerm) -> Refused | None:
    """Somebody with power today, and with an e-mail address."""
    names = {"party": term.party.name}
    if term.signatory is None:
        return Refused(_("Say who signs for %(party)s.") % names, field="parties")
    if not term.signatory.contact.email:
        sentence = _("%(name)s, who signs for %(party)s, has no e-mail address: add it to their sheet.")
        return Refused(sentence % {**names, "name": term.signatory.contact.name}, field="parties")
    try:
        signatory_check(term.signatory, entity=term.party.entity, on=timezone.localdate(), amount_cents=total_cents(version))
    except Refused as refused:
        return refused
    return None


def _named(term: PartyTerm) -> Affiliation:
    """Who signs for a party. Raises ValueError where nobody does, which `_seat_refusal` has refused."""
    if term.signatory is None:
        raise ValueError(f"nobody signs for {term.party_id}")
    return term.signatory


def _pdf_keep(by: User, version: AgreementVersion, language: Language) -> StoredFile:
    name = f"{version.agreement.reference}-v{version.number}.pdf"
    return pdf_keep(by, version, pdf_of(version, language), name=name)


@transaction.atomic
def sending_withdraw(*, by: User, sending_id: UUID, reason: str, rewrite: bool) -> AgreementVersion | None:
    """Nobody can sign any more, what was signed stays in the history. ``rewrite``: the text goes on as the draft of the next version,
    which is returned."""
    from filon.agreements import tasks  # noqa: PLC0415

    sending = locked_sending(by, sending_id)
    rules.check_reason(reason)
    version = sending.version
    sending.outcome, sending.closed_at = Sending.Outcome.WITHDRAWN, clock.now()
    sending.save(update_fields=["outcome", "closed_at"])
    Seat.objects.filter(sending=sending, state__in=WAITING_STATES).update(state=SeatState.VOID)
    SigningLink.objects.filter(seat__sending=sending, used_at=None, void_at=None).update(void_at=clock.now())
    version_pass(version, to=VersionState.WITHDRAWN, by=by, words=reason)
    if OutsideSending.objects.filter(sending=sending).exists():
        enqueue(tasks.sending_take_back, sending_id=sending.pk)
    draft = version_copy(by, version, effective_from=version.effective_from, term_end=version.term_end) if rewrite else None
    note(by, "agreement.sending_withdrawn", version, version.agreement, number=version.number, reason=reason)
    events.publish("agreements.sending_withdrawn", version.agreement.uuid, sending=str(sending.uuid))
    return draft


def locked_sending(by: User, sending_id: UUID) -> Sending:
    """An open sending, its version held first: signing and withdrawing come one after the other."""
    sending = get_visible_or_404(Sending, viewer=by, id=sending_id)
    version = get_visible_or_404(AgreementVersion, viewer=by, id=sending.version.uuid, may="agreements.agreement.write", lock=True)
    sending.refresh_from_db()
    sending.version = version
    if sending.closed_at is not None:
        raise Refused(_("This sending is closed: read the page again."))
    return sending


@transaction.atomic
def ceremony_set(*, by: User, sending_id: UUID, ceremony: Ceremony) -> Sending:
    """Place, time and guests of the signing ceremony."""
    sending = locked_sending(by, sending_id)
    sending.place, sending.ceremony_at, sending.guests = ceremony.place.strip(), ceremony.at, ceremony.guests.strip()
    sending.save(update_fields=["place", "ceremony_at", "guests"])
    note(by, "agreement.ceremony_set", sending.version, sending.version.agreement, number=sending.version.number)
    return sending
