"""Signatures are sealed one after the other on the same PDF; once the last is, the version takes effect."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from filon.agreements.models import AgreementVersion, Evidence, Seal, Seat, Sending, Signature
from filon.agreements.queries.proof import proof_pdf
from filon.agreements.services.effect import version_take_effect
from filon.agreements.services.opening import locked_agreement, note
from filon.agreements.services.papers import pdf_keep
from filon.agreements.states import SeatState
from filon.kernel import clock, files
from filon.kernel.models import StoredFile
from filon.kernel.seal import host_key, own_trust, seal, validate
from filon.kernel.tasks import enqueue

NOT_ASKED = (SeatState.DELEGATED, SeatState.VOID)


def signatures_seal(sending_id: int) -> int:
    """Seals what is signed and not sealed yet, in the order of signing, then puts the version in force if all have signed. How many.
    Called twice, or by two workers at once, it seals each signature once."""
    sealed = 0
    while True:
        evidence = _next(sending_id)
        if evidence is None:
            break
        sealed += _seal(evidence)
    _complete(sending_id)
    return sealed


def _next(sending_id: int) -> Evidence | None:
    waiting = Evidence.objects.filter(seat__sending=sending_id, seal=None).order_by("id")
    return waiting.select_related(
        "seat__sending__version__agreement__host", "seat__sending__current", "seat__party__entity", "seat__affiliation__contact"
    ).first()


def _seal(evidence: Evidence) -> int:
    """Outside any transaction: a time-stamp authority may be asked. Kept only if nobody sealed meanwhile."""
    sending = evidence.seat.sending
    before = sending.current
    with files.file_open(before) as opened:
        content = opened.read()
    sealed = _sealed(evidence, content, is_last=_is_last(sending))
    checked = _checked(sealed)
    with transaction.atomic():
        AgreementVersion.objects.select_for_update(of=("self",)).get(pk=sending.version_id)
        fresh = Sending.objects.get(pk=sending.pk)
        if fresh.current_id != before.pk or Seal.objects.filter(evidence=evidence).exists():
            return 0
        kept = pdf_keep(None, sending.version, sealed, name=before.name)
        Seal.objects.create(evidence=evidence, document=kept, checked=checked)
        fresh.current = kept
        fresh.save(update_fields=["current"])
        note(None, "agreement.signature_sealed", evidence, sending.version.agreement, number=sending.version.number, sha256=kept.sha256)
    return 1


def _sealed(evidence: Evidence, content: bytes, *, is_last: bool) -> bytes:
    seat = evidence.seat
    agreement = seat.sending.version.agreement
    with override(seat.sending.language):
        reason = _("Signed for %(party)s; evidence %(digest)s") % {"party": seat.party.name, "digest": evidence.sha256}
    return seal(
        content,
        key=host_key(agreement.host.uuid, agreement.host.name),
        reason=reason,
        place=seat.sending.place,
        signer_name=seat.affiliation.contact.name,
        when=evidence.signed_at,
        field_name=f"seat-{seat.uuid.hex}",
        closes=is_last,
    )


def _is_last(sending: Sending) -> bool:
    """Everybody has signed and one signature only waits for its seal."""
    asked = Seat.objects.filter(sending=sending).exclude(state__in=NOT_ASKED)
    is_all = not asked.exclude(state=SeatState.SIGNED).exists()
    return is_all and Evidence.objects.filter(seat__sending=sending, seal=None).count() == 1


def _checked(content: bytes) -> dict[str, Any]:
    """What our own check says of what we are about to keep; one that does not hold is not kept."""
    said = validate(content, trust=own_trust())
    if not said.is_untouched:
        raise ValueError(f"the seal just made does not hold: {[finding.kind.value for finding in said.findings]}")
    return {"signatures": len(said.signatures), "level": said.signatures[-1].level.value, "at": timezone.now().isoformat()}


@transaction.atomic
def _complete(sending_id: int) -> bool:
    """All have signed and all is sealed: the evidence file is made, the version takes effect, and each signatory is sent the document."""
    from filon.agreements import letters  # noqa: PLC0415  letters make links with services

    sending = Sending.objects.select_related("version").get(pk=sending_id)
    version = AgreementVersion.objects.select_for_update(of=("self",)).get(pk=sending.version_id)
    sending.refresh_from_db()
    seats = list(Seat.objects.filter(sending=sending).exclude(state__in=NOT_ASKED).select_related("party", "affiliation", "evidence__seal"))
    if sending.closed_at is not None or any(not hasattr(seat, "evidence") or not hasattr(seat.evidence, "seal") for seat in seats):
        return False
    sending.version = version
    sending_close(sending, seats)
    for seat in seats:
        enqueue(letters.signed_letter_send, seat_id=seat.pk)
    return True


def sending_close(sending: Sending, seats: Sequence[Seat]) -> None:
    """The evidence file is made and the version takes effect with the document as it now is. The caller holds the version and has seen
    that every seat has its evidence."""
    version = sending.version
    version.agreement = locked_agreement(version.agreement_id)
    sending.outcome, sending.closed_at = Sending.Outcome.SIGNED, clock.now()
    sending.proof = _proof_keep(sending)
    sending.save(update_fields=["outcome", "closed_at", "proof"])
    signatures = [
        Signature(
            version=version,
            party=seat.party,
            affiliation=seat.affiliation,
            signed_on=timezone.localdate(seat.evidence.signed_at),
            recorded_by=sending.sent_by,
        )
        for seat in seats
    ]
    version_take_effect(sending.sent_by, version, signatures, signed_file=sending.current, place=sending.place)


def _proof_keep(sending: Sending) -> StoredFile:
    name = f"{sending.version.agreement.reference}-v{sending.version.number}-preuve.pdf"
    return pdf_keep(None, sending.version, proof_pdf(sending), name=name)
