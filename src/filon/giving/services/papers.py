"""The sealed PDF of a receipt: made by a task after the number, the amounts and the content are fixed, as often as it takes.

Nothing here gives or takes a number: a PDF that cannot be made is told, and tried again."""

from __future__ import annotations

import datetime as dt
import logging

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.db.models import Exists, F, OuterRef, Q

from filon.giving.models import ReceiptCancellation, ReceiptContent, ReceiptRendering, RenderingFailure, TaxReceipt
from filon.giving.queries.receipt_paper import Ended, read, receipt_pdf
from filon.kernel import audit, clock, files, tasks
from filon.kernel.errors import Refused
from filon.kernel.seal import host_key, seal

logger = logging.getLogger(__name__)

PURPOSE, OWNER = "giving.receipt", "giving.taxreceipt"
LARGEST = 2 * 1024 * 1024
AT_ONCE = 500
"""PDFs asked for anew in one go; the next go takes the others."""
FIRST_WAIT = dt.timedelta(minutes=10)
MOST_DOUBLED = 7
"""A PDF that fails again and again is tried once in 21 hours."""


def receipt_paper_make(receipt_id: int) -> int:
    """Makes, seals and keeps the PDF of the receipt as it stands, then tells the donor; 0 when it is there already, or when the content
    is erased. Two workers at once keep one. Raises what went wrong, once it is written down."""
    receipt = TaxReceipt.objects.select_related("host", "issuing", "cancellation").get(pk=receipt_id)
    ended = ended_of(receipt)
    content = ReceiptContent.objects.filter(receipt=receipt).first()
    if content is None or ReceiptRendering.objects.filter(receipt=receipt, is_cancelled=ended is not None).exists():
        return 0
    try:
        pdf = _sealed(receipt, receipt_pdf(read(content.text), digest=receipt.digest, ended=ended), ended)
        return _keep(receipt, pdf, is_cancelled=ended is not None)
    except Exception as error:
        _tell(receipt, error)
        raise


def ended_of(receipt: TaxReceipt) -> Ended | None:
    """None while it holds."""
    cancelled = ReceiptCancellation.objects.filter(receipt=receipt).first()
    if cancelled is None:
        return None
    successor = TaxReceipt.objects.filter(replaces=receipt).first()
    return Ended(cancelled.cancelled_on, successor.reference if successor else "")


def _sealed(receipt: TaxReceipt, pdf: bytes, ended: Ended | None) -> bytes:
    """With the host's key. Outside any transaction: a time-stamp authority may be asked."""
    moment = receipt.cancellation.recorded_at if ended else receipt.recorded_at
    return seal(
        pdf,
        key=host_key(receipt.host.uuid, receipt.host.name),
        reason=f"Reçu fiscal {receipt.reference}{' annulé' if ended else ''} ; contenu {receipt.digest}",
        place=receipt.issuing.city,
        signer_name=receipt.issuing.signatory_name,
        when=moment,
        field_name=f"receipt-{receipt.uuid.hex}",
        closes=True,
    )


def _keep(receipt: TaxReceipt, pdf: bytes, *, is_cancelled: bool) -> int:
    from filon.giving import receipt_letters  # noqa: PLC0415  letters make links with services

    name = f"recu-{receipt.reference}{'-annule' if is_cancelled else ''}.pdf"
    try:
        with transaction.atomic():
            kept = files.file_store(
                by=None,
                upload=ContentFile(pdf, name=name),
                purpose=PURPOSE,
                allowed={"pdf"},
                max_bytes=LARGEST,
                host_id=receipt.host_id,
                owner_type=OWNER,
                owner_uuid=receipt.uuid,
            )
            ReceiptRendering.objects.create(receipt=receipt, file=kept, is_cancelled=is_cancelled)
            RenderingFailure.objects.filter(receipt=receipt).delete()
            audit.record(None, "receipt.paper_made", receipt, number=receipt.reference, sha256=kept.sha256)
            receipt_letters.donor_told(receipt, is_cancelled=is_cancelled)
    except IntegrityError:
        if ReceiptRendering.objects.filter(receipt=receipt, is_cancelled=is_cancelled).exists():
            return 0
        raise
    return 1


def _tell(receipt: TaxReceipt, error: Exception) -> None:
    """Written down for the receipt's page: a sentence of ours, else the kind of fault; the log has the rest."""
    why = error.sentence if isinstance(error, Refused) else type(error).__name__
    values = {"why": str(why)[:400], "tried_at": clock.now()}
    if not RenderingFailure.objects.filter(receipt=receipt).update(tries=F("tries") + 1, **values):
        RenderingFailure.objects.get_or_create(receipt=receipt, defaults=values)


def without_paper() -> list[TaxReceipt]:
    """Receipts whose PDF, as they stand, is not there, although their content is."""
    cancelled = Exists(ReceiptCancellation.objects.filter(receipt=OuterRef("pk")))
    made = Exists(ReceiptRendering.objects.filter(receipt=OuterRef("pk"), is_cancelled=OuterRef("is_over")))
    rows = TaxReceipt.objects.annotate(is_over=cancelled).filter(~made, content__isnull=False)
    ripe = Q(recorded_at__lt=clock.now() - FIRST_WAIT)
    return list(rows.filter(ripe).select_related("failure").order_by("id")[: AT_ONCE * 4])


def papers_catch_up() -> int:
    """Asks again for PDFs that are late, each time after a longer wait. Returns how many."""
    from filon.giving.tasks import receipt_paper_make as make  # noqa: PLC0415  a task calls a service

    late = [receipt for receipt in without_paper() if _is_due(receipt)][:AT_ONCE]
    for receipt in late:
        tasks.enqueue(make, receipt_id=receipt.pk)
    return len(late)


def _is_due(receipt: TaxReceipt) -> bool:
    failure = getattr(receipt, "failure", None)
    if failure is None:
        return True
    wait: dt.timedelta = FIRST_WAIT * 2 ** min(failure.tries - 1, MOST_DOUBLED)
    return bool(failure.tried_at + wait <= clock.now())
