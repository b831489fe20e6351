"""What a donor is written once the paper of a receipt is made: it is ready, it replaces another, it no longer holds.

A person of an organisation signs in to read it; an individual gets a personal link, made as the letter leaves so that none waits in clear
in the queue."""

from __future__ import annotations

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from filon.giving.models import TaxReceipt
from filon.giving.queries.recipients import Recipient, recipients
from filon.giving.services.donor_links import LIFETIME, link_make
from filon.kernel import formats
from filon.kernel.tasks import enqueue, task
from filon.people.mail import About, carrier

RELATED = ("donor__entity", "donor__personal", "issuer", "host", "replaces", "cancellation", "replacement")


def donor_told(receipt: TaxReceipt, *, is_cancelled: bool) -> int:
    """Letters for those who are told, in the writer's transaction; how many. A receipt that is replaced is told by its successor."""
    if is_cancelled and TaxReceipt.objects.filter(replaces=receipt).exists():
        return 0
    return letters_queue(receipt)


def letters_queue(receipt: TaxReceipt) -> int:
    asked = recipients(read_receipt(receipt.pk))
    for one in asked:
        enqueue(receipt_letter_send, receipt_id=receipt.pk, user_id=one.user_id)
    return len(asked)


def read_receipt(receipt_id: int) -> TaxReceipt:
    return TaxReceipt.objects.select_related(*RELATED).get(pk=receipt_id)


@task()
def receipt_letter_send(receipt_id: int, user_id: int | None) -> None:
    """To one person; nothing when she may not be written to any more, or when the receipt was replaced meanwhile."""
    receipt = read_receipt(receipt_id)
    to = next((one for one in recipients(receipt) if one.user_id == user_id), None)
    if to is None or getattr(receipt, "replacement", None) is not None:
        return
    with carrier() as post:
        path = reverse("giving:donor_papers", args=[link_make(receipt.donor)]) if to.user_id is None else _page(receipt)
        post.take(receipt_letter(receipt, to, path), about=About("giving.receipt", receipt.uuid, receipt.host_id))


def _page(receipt: TaxReceipt) -> str:
    return reverse("giving:receipt", args=[receipt.uuid])


def receipt_letter(receipt: TaxReceipt, to: Recipient, path: str) -> EmailMessage:
    """In the recipient's language."""
    with translation.override(to.language):
        words = {
            "name": to.name,
            "number": receipt.reference,
            "amount": formats.euros(receipt.amount_cents),
            "issuer": receipt.issuer.name,
            "former": receipt.replaces.reference if receipt.replaces else "",
            "link": f"{settings.BASE_URL}{path}",
            "check": f"{settings.BASE_URL}{reverse('giving:verify')}",
            "host": receipt.host.name,
            "days": LIFETIME.days,
        }
        subject, told = _told(receipt)
        where = (
            _("Your receipts are here, for %(days)d days; this link is yours alone:\n\n%(link)s\n\n")
            if to.user_id is None
            else _("Read it, and download it, here:\n\n%(link)s\n\n")
        )
        opening = _("Hello %(name)s,\n\n")
        end = _("Anybody who holds the paper can check it by its number and code: %(check)s\n\n%(host)s\n")
    return EmailMessage(subject % words, (opening + told + where + end) % words, to=[to.email])


def _told(receipt: TaxReceipt) -> tuple[str, str]:
    """Subject and first paragraph."""
    if getattr(receipt, "cancellation", None) is not None:
        return (
            _("Your tax receipt %(number)s is cancelled"),
            _(
                "%(issuer)s has cancelled the tax receipt %(number)s, of %(amount)s: it no longer holds, and entitles to nothing. "
                "Please do not use it any more. The school answers your questions.\n\n"
            ),
        )
    if receipt.replaces is not None:
        return (
            _("Your tax receipt %(number)s replaces %(former)s"),
            _(
                "%(issuer)s has cancelled your tax receipt %(former)s and issued %(number)s in its place, of %(amount)s. Only the new one "
                "holds: please keep it, and use the former no more.\n\n"
            ),
        )
    return (
        _("Your tax receipt %(number)s is ready"),
        _("Thank you. %(issuer)s has issued your tax receipt %(number)s, of %(amount)s.\n\n"),
    )
