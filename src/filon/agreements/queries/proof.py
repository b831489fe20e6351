"""The evidence file of a sending: who signed, when, from where, which document, by which channel; each with the digest of its record."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from filon.agreements.models import CodeChannel, Evidence, Seat, Sending
from filon.agreements.states import SeatState
from filon.kernel.formats import moment
from filon.kernel.manuscript import Article, Column, Manuscript, Table, typeset_manuscript


def proof_pdf(sending: Sending) -> bytes:
    """In the language of the document, the same bytes each time."""
    with override(sending.language):
        return typeset_manuscript(_manuscript(sending))


def _manuscript(sending: Sending) -> Manuscript:
    version = sending.version
    words = {"reference": version.agreement.reference, "number": version.number}
    evidences = Evidence.objects.filter(seat__sending=sending).order_by("id").select_related("seat")
    return Manuscript(
        title=_("Evidence of the signatures of %(reference)s, version %(number)d") % words,
        author=version.agreement.host.name,
        dated=timezone.localtime(max(each.signed_at for each in evidences)),
        language="en" if sending.language == "en" else "fr",
        reference=version.agreement.reference,
        articles=(_document(sending), *(_signature(each) for each in evidences), *_handed_over(sending)),
    )


def _document(sending: Sending) -> Article:
    rows = (
        (_("Document sent"), sending.document.name),
        (_("Its sha256"), sending.document.sha256),
        (_("sha256 of the terms"), sending.content_hash),
        (_("Sent by"), sending.sent_by.name),
        (_("Sent on"), moment(sending.sent_at)),
    )
    return Article("document", _("What was signed"), "", (_table(rows),))


def _signature(evidence: Evidence) -> Article:
    told = evidence.told
    rows = (
        (_("Signed by"), f"{told['who']['name']}, {told['who']['function']}"),
        (_("For"), told["for"]["party"]),
        (_("On"), moment(evidence.signed_at)),
        (_("Channel"), str(CodeChannel(evidence.channel).label)),
        (_("Link sent to"), told["link"]["sent_to"]),
        (_("Address of the machine"), told["from"]["ip"]),
        (_("Browser"), told["from"]["agent"]),
        (_("Digest of this evidence"), evidence.sha256),
    )
    return Article(f"signature-{evidence.pk}", told["for"]["party"], "", (_table(rows),))


def _handed_over(sending: Sending) -> Iterable[Article]:
    seats = Seat.objects.filter(sending=sending, state=SeatState.DELEGATED).select_related(
        "affiliation__contact", "delegated_to__affiliation__contact", "delegated_to__delegation"
    )
    for seat in seats:
        rows = (
            (_("Handed over by"), seat.affiliation.contact.name),
            (_("To"), seat.delegated_to.affiliation.contact.name),
            (_("On"), moment(seat.answered_at)),
            (_("sha256 of the power"), seat.delegated_to.delegation.sha256 if seat.delegated_to.delegation else "—"),
        )
        yield Article(f"delegation-{seat.pk}", _("Delegation"), "", (_table(rows),))


def _table(rows: Iterable[tuple[str, str]]) -> Table:
    return Table((Column(_("What")), Column(_("Recorded"))), tuple(rows))
