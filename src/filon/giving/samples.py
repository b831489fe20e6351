"""Letters of giving as they leave, for the page that shows the letters of the house."""

from __future__ import annotations

from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from filon.agreements.models import Agreement
from filon.giving.kinds import CallKind, Channel
from filon.giving.letters import call_letter
from filon.giving.models import Call, Donor, Instalment, Pledge, ReceiptCancellation, TaxReceipt
from filon.giving.queries.recipients import Recipient
from filon.giving.receipt_letters import receipt_letter
from filon.kernel.registry import LetterKind
from filon.ledger.models import Receivable
from filon.partners.models import Contact, LegalEntity
from filon.people.models import Host, User


def call_sample(viewer: User, host: Host, language: str) -> EmailMessage:
    return call_letter(_call(viewer, host, language, CallKind.CALL))


def reminder_sample(viewer: User, host: Host, language: str) -> EmailMessage:
    return call_letter(_call(viewer, host, language, CallKind.REMINDER))


def _call(viewer: User, host: Host, language: str, kind: CallKind) -> Call:
    """About the last instalment of the school that the viewer sees, or an invented one."""
    related = ("pledge__agreement__host", "pledge__donor__entity", "pledge__beneficiary", "pledge__fund", "receivable")
    found = Instalment.objects.visible_to(viewer).filter(pledge__host=host, retired_by=None).select_related(*related)
    instalment = found.order_by("id").last() or _invented(host)
    contact = Contact(host=host, name="Camille Exemple", email="camille@exemple.example")
    return Call(
        instalment=instalment,
        number=1,
        kind=kind,
        channel=Channel.EMAIL,
        asked_cents=instalment.amount_cents,
        called_on=timezone.localdate(),
        language=language,
        contact=contact,
        called_by=viewer,
    )


def ready_sample(viewer: User, host: Host, language: str) -> EmailMessage:
    return _receipt_letter(viewer, host, language, is_individual=True)


def replaced_sample(viewer: User, host: Host, language: str) -> EmailMessage:
    return _receipt_letter(viewer, host, language, replaces=_receipt(host, 1))


def cancelled_sample(viewer: User, host: Host, language: str) -> EmailMessage:
    return _receipt_letter(viewer, host, language, is_cancelled=True)


def _receipt_letter(
    viewer: User,
    host: Host,
    language: str,
    *,
    is_individual: bool = False,
    is_cancelled: bool = False,
    replaces: TaxReceipt | None = None,
) -> EmailMessage:
    """An invented receipt: a real one would tell who gave."""
    receipt = _receipt(host, 2)
    receipt.replaces = replaces
    if is_cancelled:
        ReceiptCancellation(receipt=receipt, reason="Exemple", cancelled_on=timezone.localdate(), cancelled_by=viewer)
    to = Recipient("Camille Exemple", "camille@exemple.example", language, None if is_individual else viewer.pk)
    path = reverse("giving:donor_papers", args=["exemple"]) if is_individual else reverse("giving:receipt", args=[receipt.uuid])
    return receipt_letter(receipt, to, path)


def _receipt(host: Host, number: int) -> TaxReceipt:
    issuer = LegalEntity(name="Fondation de l’Exemple")
    return TaxReceipt(host=host, issuer=issuer, year=timezone.localdate().year, number=number, amount_cents=500_000)


def _invented(host: Host) -> Instalment:
    agreement = Agreement(host=host, title_fr="Mécénat de l’exemple", title_en="Example of giving", reference="EXEMPLE-001")
    entity = LegalEntity(name="Forges de l’Exemple")
    pledge = Pledge(agreement=agreement, host=host, donor=Donor(entity=entity), beneficiary=LegalEntity(name="Fondation de l’Exemple"))
    return Instalment(
        pledge=pledge, number=1, due_on=timezone.localdate(), amount_cents=1_000_000, receivable=Receivable(reference="FIL26EXEMPLE")
    )


CLAIM = _("It claims what is owed: whoever owes must be able to know it.")
PROOF = _("A legal document: what the tax administration may ask of you.")
KINDS = (
    LetterKind(
        "giving.call", 70, _("Call for payment"), _("When an instalment is called by e-mail; printed, it is the same."), call_sample, CLAIM
    ),
    LetterKind("giving.receipt_ready", 90, _("Tax receipt ready"), _("When the PDF of a receipt is made and sealed."), ready_sample, PROOF),
    LetterKind(
        "giving.receipt_replaced",
        100,
        _("Tax receipt replaced"),
        _("When a receipt is issued in the place of another."),
        replaced_sample,
        PROOF,
    ),
    LetterKind(
        "giving.receipt_cancelled",
        110,
        _("Tax receipt cancelled"),
        _("When a receipt is cancelled and nothing replaces it."),
        cancelled_sample,
        PROOF,
    ),
    LetterKind("giving.reminder", 80, _("Reminder"), _("When an instalment that was called is called again."), reminder_sample, CLAIM),
)
