"""Tax receipts: issued with a number that leaves no gap, cancelled, replaced; many at once by a task."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import IntegrityError, transaction
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from filon.giving import rules
from filon.giving.models import (
    Donor,
    Gift,
    Issuer,
    IssueRun,
    ReceiptCancellation,
    ReceiptContent,
    ReceiptCounter,
    TaxReceipt,
    TaxReceiptLine,
)
from filon.giving.queries.counterparts import meters_of
from filon.giving.queries.issuable import obstacle_of
from filon.giving.queries.receipt_content import FORM_OF, canonical, code_hash, code_make, content_of, digest_of, form_for
from filon.kernel import audit, clock, events, formats, tasks
from filon.kernel.errors import Refused
from filon.kernel.periods import holding
from filon.kernel.rights import get_visible_or_404
from filon.ledger.services.opening import locked_books

if TYPE_CHECKING:
    import datetime as dt

    from filon.people.models import User

ISSUES = "giving.receipt.issue"


@transaction.atomic
def receipt_issue(*, by: User, gift_ids: Sequence[UUID], replaces: TaxReceipt | None = None, run: IssueRun | None = None) -> TaxReceipt:
    """One receipt for gifts of one donor to one issuer, all of money or all in kind. Number, content and digest are fixed here, in one
    transaction, the issuer's books held: a refusal takes no number. The PDF is made afterwards, by a task."""
    beneficiary_id = _beneficiary_of(by, gift_ids)
    locked_books(beneficiary_id)
    gifts = _checked_gifts(by, gift_ids)
    day = timezone.localdate(clock.now())
    issuing = issuer_on(beneficiary_id, day)
    donor = Donor.objects.select_related("entity", "personal").get(pk=gifts[0].donor_id)
    form, code = form_for(donor, day), code_make()
    receipt = TaxReceipt(
        host_id=gifts[0].host_id,
        issuer_id=beneficiary_id,
        issuing=issuing,
        donor=donor,
        year=day.year,
        form=FORM_OF[form.donor_kind],
        form_version=form.version,
        is_in_kind=gifts[0].in_kind_id is not None,
        issued_on=day,
        amount_cents=sum(gift.net_cents for gift in gifts),
        code_hash=code_hash(code),
        replaces=replaces,
        run=run,
        issued_by=by,
    )
    receipt.number = _next_number(beneficiary_id, day.year)
    text = canonical(
        content_of(
            form=form,
            issuer=issuing,
            donor=donor,
            gifts=gifts,
            reference=receipt.reference,
            issued_on=day,
            code=code,
            replaces=replaces.reference if replaces else "",
        )
    )
    receipt.digest = digest_of(text)
    return _written(by, receipt, text, gifts)


def _written(by: User, receipt: TaxReceipt, text: str, gifts: Sequence[Gift]) -> TaxReceipt:
    receipt.save()
    ReceiptContent.objects.create(receipt=receipt, text=text)
    lines = [TaxReceiptLine(receipt=receipt, gift=gift, amount_cents=gift.net_cents, gift_date=gift.gift_date) for gift in gifts]
    try:
        with transaction.atomic():
            TaxReceiptLine.objects.bulk_create(lines)
    except IntegrityError as error:
        raise Refused(_("One of these gifts is on a live receipt already.")) from error
    audit.record(by, "receipt.issued", receipt, number=receipt.reference, cents=receipt.amount_cents, sha256=receipt.digest)
    events.publish("giving.receipt_issued", receipt.uuid)
    _paper_ask(receipt)
    return receipt


def _paper_ask(receipt: TaxReceipt) -> None:
    """Its PDF is made once this transaction is over."""
    from filon.giving.tasks import receipt_paper_make  # noqa: PLC0415  a task calls a service

    tasks.enqueue(receipt_paper_make, receipt_id=receipt.pk)


def _beneficiary_of(by: User, gift_ids: Sequence[UUID]) -> int:
    """Who received all of them. Raises Http404 for a foreign gift, Refused for none or for several issuers."""
    found = list(Gift.objects.visible_to(by).filter(uuid__in=gift_ids))
    if len(found) != len(set(gift_ids)):
        raise Http404
    if not found:
        raise Refused(_("Choose at least one gift."))
    if len({(gift.beneficiary_id, gift.donor_id, gift.host_id, gift.in_kind_id is None) for gift in found}) > 1:
        raise Refused(_("A receipt bears gifts of one donor to one issuer, either all of money or all in kind."))
    get_visible_or_404(Gift, viewer=by, id=found[0].uuid, may=ISSUES)
    return found[0].beneficiary_id


def _checked_gifts(by: User, gift_ids: Sequence[UUID]) -> list[Gift]:
    """As they stand now, the books held: none undone, receipted, paid back; counterparts within the usage or justified."""
    standing = Gift.objects.visible_to(by).standing().with_refunds().filter(uuid__in=gift_ids)
    gifts = list(standing.select_related("in_kind", "pledge").order_by("gift_date", "id"))
    if len(gifts) != len(set(gift_ids)):
        raise Refused(_("One of these gifts no longer holds: its match was undone, or it was taken back."))
    taken = TaxReceiptLine.objects.filter(gift__in=gifts, is_live=True).select_related("receipt").first()
    if taken is not None:
        words = {"day": formats.day(taken.gift_date), "number": taken.receipt.reference}
        raise Refused(_("The gift of %(day)s is on the live receipt %(number)s already.") % words)
    obstacle = obstacle_of(gifts, meters_of({gift.pledge.agreement_id for gift in gifts if gift.pledge}))
    if obstacle:
        raise Refused(obstacle)
    return gifts


def issuer_on(entity_id: int, day: dt.date) -> Issuer:
    """What the entity issues as on that day. Raises Refused for one without the right."""
    issuing = Issuer.objects.select_related("entity").filter(holding(day), entity=entity_id).first()
    if issuing is None:
        raise Refused(
            _("This entity has not said that it may issue tax receipts on this day: declare it as an issuer first."), field="issuer"
        )
    return issuing


def _next_number(issuer_id: int, year: int) -> int:
    """The number after the last one given, the counter's row held until the transaction ends: a write that fails gives it back."""
    ReceiptCounter.objects.get_or_create(issuer_id=issuer_id, year=year)
    counter = ReceiptCounter.objects.select_for_update().get(issuer_id=issuer_id, year=year)
    counter.last += 1
    counter.save(update_fields=["last"])
    return counter.last


@transaction.atomic
def receipt_cancel(*, by: User, receipt_id: UUID, reason: str) -> ReceiptCancellation:
    """The receipt no longer holds; its number stays taken, its gifts may be receipted again."""
    receipt = get_visible_or_404(TaxReceipt, viewer=by, id=receipt_id, may=ISSUES)
    words = rules.check_reason(reason)
    locked_books(receipt.issuer_id)
    if ReceiptCancellation.objects.filter(receipt=receipt).exists():
        raise Refused(_("The receipt %(number)s is cancelled already.") % {"number": receipt.reference})
    cancelled = ReceiptCancellation.objects.create(
        receipt=receipt, reason=words, cancelled_on=timezone.localdate(clock.now()), cancelled_by=by
    )
    receipt.lines.update(is_live=False)
    audit.record(by, "receipt.cancelled", receipt, number=receipt.reference, reason=words)
    events.publish("giving.receipt_cancelled", receipt.uuid)
    _paper_ask(receipt)
    return cancelled


@transaction.atomic
def receipt_replace(*, by: User, receipt_id: UUID, reason: str) -> TaxReceipt:
    """Cancels it and issues another one for the same gifts, as donor, issuer and amounts stand today."""
    receipt_cancel(by=by, receipt_id=receipt_id, reason=reason)
    receipt = get_visible_or_404(TaxReceipt, viewer=by, id=receipt_id, may=ISSUES)
    gift_ids = list(receipt.lines.values_list("gift__uuid", flat=True))
    return receipt_issue(by=by, gift_ids=gift_ids, replaces=receipt)
