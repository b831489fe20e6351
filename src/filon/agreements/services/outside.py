"""A sending whose signatures another provider gathers: handed over, asked after, taken back; each may be called twice."""

from __future__ import annotations

import datetime as dt
import hashlib
import logging
import re
import unicodedata
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from filon.agreements.models import AgreementVersion, CodeChannel, Evidence, OutsideSending, Seat, Sending
from filon.agreements.providers import Absent, Envelope, Returned, Signatory, Stage, provider_of
from filon.agreements.queries.content import content_hash
from filon.agreements.services.elsewhere import check_paper, reading_keep
from filon.agreements.services.opening import note
from filon.agreements.services.papers import pdf_keep
from filon.agreements.services.passing import version_pass
from filon.agreements.services.sealing import sending_close
from filon.agreements.services.seats import hash_of_told
from filon.agreements.states import SeatState, VersionState
from filon.kernel import clock, files, states
from filon.kernel.errors import Refused
from filon.kernel.seal import Signature, Validation, own_trust, validate
from filon.partners.models import Affiliation
from filon.partners.rules import signatory_check

logger = logging.getLogger(__name__)


def outside_hand_over(sending_id: int) -> bool:
    """The document and its signatories go to the provider; False when it has them already, or nobody signs any more. Raises Absent while
    the provider does not answer."""
    outside = _of(sending_id)
    if outside is None or outside.handed_at is not None or outside.sending.closed_at is not None:
        return False
    with override(outside.sending.language):
        try:
            reference = provider_of(outside.provider).send(_envelope(outside.sending))
        except Refused as refused:
            _trouble(outside, refused.sentence)
            return False
    fresh = OutsideSending.objects.filter(pk=outside.pk, handed_at=None)
    return bool(fresh.update(reference=reference, handed_at=clock.now(), trouble=""))


def _of(sending_id: int) -> OutsideSending | None:
    related = ("sending__version__agreement__host", "sending__document", "sending__sent_by")
    return OutsideSending.objects.select_related(*related).filter(sending=sending_id).first()


def _envelope(sending: Sending) -> Envelope:
    seats = sending.seats.select_related("affiliation__contact", "party__entity", "party__fund")
    with files.file_open(sending.document) as opened:
        pdf = opened.read()
    return Envelope(
        id=sending.uuid.hex,
        title=sending.version.agreement.title,
        language=sending.language,
        message=sending.message,
        pdf=pdf,
        signatories=tuple(_signatory(seat) for seat in seats),
    )


def _signatory(seat: Seat) -> Signatory:
    person = seat.affiliation
    return Signatory(seat.uuid.hex, person.contact.name, person.contact.email, person.function, seat.party.name, seat.group)


def _trouble(outside: OutsideSending, words: str, *, sha256: str = "") -> None:
    OutsideSending.objects.filter(pk=outside.pk).update(trouble=words, refused_sha256=sha256, asked_at=timezone.now())


def outside_ask() -> int:
    """Asks after every sending that is out; how many came back signed. One that cannot be asked keeps no other waiting."""
    out = OutsideSending.objects.filter(sending__closed_at=None, handed_at__isnull=False).values_list("sending", flat=True)
    return sum(_ask_safely(key) for key in list(out))


def _ask_safely(sending_id: int) -> bool:
    outside = _of(sending_id)
    if outside is None:
        return False
    with override(outside.sending.language):
        try:
            return _ask(outside)
        except Refused as refused:
            _trouble(outside, refused.sentence, sha256=outside.refused_sha256)
        except Absent:
            logger.warning("The provider %s does not answer about sending %s", outside.provider, sending_id)
    return False


def _ask(outside: OutsideSending) -> bool:
    provider = provider_of(outside.provider)
    state = provider.state(outside.reference)
    if state.stage is Stage.SIGNED:
        return _take(outside, provider.fetch(outside.reference))
    words = {
        Stage.REFUSED: _("Refused where it is signed: “%(words)s”. Withdraw the sending, or have it signed after all."),
        Stage.WITHDRAWN: _("It was taken back where it is signed: withdraw the sending here too."),
    }
    _trouble(outside, words.get(state.stage, "") % {"words": state.words})
    return False


def _take(outside: OutsideSending, returned: Returned) -> bool:
    """The signed file, unless it was looked at before and was not the right one."""
    sha256 = hashlib.sha256(returned.content).hexdigest()
    if sha256 == outside.refused_sha256:
        return False
    outside.refused_sha256 = sha256
    said = validate(returned.content, trust=own_trust())
    _check_returned(outside.sending, returned.content, said)
    _complete(outside, returned, said)
    return True


def _check_returned(sending: Sending, content: bytes, said: Validation) -> None:
    """It is the document that was sent with signatures after it, and nothing else."""
    with files.file_open(sending.document) as opened:
        is_ours = content.startswith(opened.read())
    if not is_ours:
        raise Refused(_("The file that came back is not the document that was sent, with signatures added to it: it was not taken."))
    check_paper(said)
    if not said.signatures:
        raise Refused(_("The file that came back carries no electronic signature: it was not taken."))


@transaction.atomic
def _complete(outside: OutsideSending, returned: Returned, said: Validation) -> None:
    """All at once: evidence, archive, and the version takes effect. Nothing when somebody closed the sending meanwhile."""
    sending = outside.sending
    version = AgreementVersion.objects.select_for_update(of=("self",)).select_related("agreement__host").get(pk=sending.version_id)
    sending.refresh_from_db(fields=["closed_at", "outcome"])
    sending.version = version
    if sending.closed_at is not None:
        return
    if content_hash(version) != sending.content_hash:
        raise Refused(_("The text is no longer the one that was sent: withdraw the sending."))
    seats = list(sending.seats.filter(state=SeatState.INVITED).select_related("party__entity", "party__fund", "affiliation__contact"))
    for seat in seats:
        _sign(seat, outside, returned, said)
    if version.state == VersionState.SENT:
        version_pass(version, to=VersionState.PARTLY_SIGNED, by=None)
    sending.current = pdf_keep(None, version, returned.content, name=sending.document.name)
    sending.save(update_fields=["current"])
    _trouble(outside, "", sha256="")
    sending_close(sending, seats)
    version.refresh_from_db(fields=["signed_file"])
    reading_keep(version, said)


def _sign(seat: Seat, outside: OutsideSending, returned: Returned, said: Validation) -> None:
    vouched = next((each.at for each in returned.signed if each.id == seat.uuid.hex), None)
    signature = _signature_of(seat, said)
    if vouched is None and signature is None:
        sentence = _("No signature of the file that came back bears the name of %(name)s, who signs for %(party)s: it was not taken.")
        raise Refused(sentence % {"name": seat.affiliation.contact.name, "party": seat.party.name})
    at = vouched or (signature and (signature.stamped_at or signature.declared_at)) or timezone.now()
    person = Affiliation.objects.select_for_update(of=("self",)).select_related("contact", "entity").get(pk=seat.affiliation_id)
    signatory_check(person, entity=seat.party.entity, on=timezone.localdate(at), amount_cents=seat.sending.amount_cents)
    states.move(seat, to=SeatState.SIGNED)
    seat.answered_at = at
    seat.save(update_fields=["answered_at"])
    told = _told(seat, outside, at, signature)
    seat.evidence = Evidence.objects.create(seat=seat, signed_at=at, channel=CodeChannel.OUTSIDE, told=told, sha256=hash_of_told(told))
    version = outside.sending.version
    words = {"number": version.number, "party": seat.party.name, "sha256": seat.evidence.sha256}
    note(None, "agreement.signed_by", seat, version.agreement, **words)


def _signature_of(seat: Seat, said: Validation) -> Signature | None:
    """The one in which every word of her name stands, whatever its order, its accents and its case."""
    name = _words(seat.affiliation.contact.name)
    named = (one for one in said.signatures if name <= _words(f"{one.declared_name} {one.signer}"))
    return next(named, None) if name else None


def _words(name: str) -> set[str]:
    bare = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().casefold()
    return set(re.findall(r"[a-z0-9]+", bare))


def _told(seat: Seat, outside: OutsideSending, at: dt.datetime, signature: Signature | None) -> dict[str, Any]:
    """The same parts as a signature given here; what only the provider knows is its own."""
    sending, person = outside.sending, seat.affiliation
    certificate = {"signer": signature.signer, "issuer": signature.issuer, "field": signature.field_name} if signature else None
    return {
        "who": {"name": person.contact.name, "function": person.function, "email": person.contact.email},
        "for": {"party": seat.party.name, "entity": seat.party.entity.name, "siren": seat.party.entity.siren or ""},
        "version": {"reference": sending.version.agreement.reference, "number": sending.version.number, "sha256": sending.content_hash},
        "document": {"sha256": sending.document.sha256, "size": sending.document.size},
        "link": {"made_at": sending.sent_at.isoformat(), "sent_to": "—"},
        "channel": CodeChannel.OUTSIDE.value,
        "signed_at": at.isoformat(),
        "from": {"ip": "—", "agent": f"{outside.provider} {outside.reference}"},
        "certificate": certificate,
        "delegated_by": None,
    }


def outside_take_back(sending_id: int) -> bool:
    """The provider of a sending that was withdrawn lets nobody sign it any more. Raises Absent while it does not answer."""
    outside = _of(sending_id)
    if outside is None or outside.sending.closed_at is None or outside.handed_at is None or outside.taken_back_at is not None:
        return False
    try:
        provider_of(outside.provider).withdraw(outside.reference)
    except Refused as refused:
        _trouble(outside, refused.sentence)
        return False
    return bool(OutsideSending.objects.filter(pk=outside.pk, taken_back_at=None).update(taken_back_at=clock.now()))
