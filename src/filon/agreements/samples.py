"""Letters of agreements as they leave, for the page that shows the letters of the house."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.core.mail import EmailMessage
from django.utils.translation import gettext_lazy as _

from filon.agreements.letters import code_letter, dispute_letter, proposal_letter, review_letter, seat_letter, signed_letter
from filon.agreements.models import (
    Agreement,
    AgreementParty,
    AgreementVersion,
    Commitment,
    Delivery,
    Dispute,
    Proposal,
    ReviewRound,
    Seat,
    Sending,
    SigningCode,
)
from filon.agreements.units import Unit
from filon.facts.models import Fact
from filon.kernel.registry import LetterKind
from filon.partners.models import Affiliation, Contact, LegalEntity
from filon.people.models import Host, User
from filon.people.samples import EXAMPLE_KEY

EXAMPLE_DIGITS = "000000"


def review_sample(viewer: User, host: Host, language: str) -> EmailMessage:
    rounds = ReviewRound.objects.filter(version__in=AgreementVersion.objects.visible_to(viewer), version__agreement__host=host)
    real = rounds.select_related("version__agreement__host", "submitted_by").last()
    review = real or ReviewRound(version=_invented(host), submitted_by=viewer)
    return review_letter(review, User(name=viewer.name, email=viewer.email, language=language))


def seat_sample(viewer: User, host: Host, language: str) -> EmailMessage:
    seat = _seat(viewer, host)
    seat.sending.language = language
    return seat_letter(seat, EXAMPLE_KEY)


def signed_sample(viewer: User, host: Host, language: str) -> EmailMessage:
    seat = _seat(viewer, host)
    seat.sending.language = language
    return signed_letter(seat)


def code_sample(viewer: User, host: Host, language: str) -> EmailMessage:
    seat = _seat(viewer, host)
    seat.sending.language = language
    return code_letter(SigningCode(seat=seat), EXAMPLE_DIGITS)


def dispute_sample(viewer: User, host: Host, language: str) -> EmailMessage:
    """Always the invented one: the page of letters has its budget."""
    return dispute_letter(_invented_dispute(host), User(name=viewer.name, email=viewer.email, language=language))


def proposal_sample(viewer: User, host: Host, language: str) -> EmailMessage:
    """Always an invented one too."""
    agreement = _invented(host).agreement
    party = AgreementParty(agreement=agreement, entity=LegalEntity(name="Forges de l’Exemple"))
    shown = Proposal(agreement=agreement, party=party, proposed_by=User(name="Camille Exemple"))
    return proposal_letter(shown, User(name=viewer.name, email=viewer.email, language=language))


def _invented_dispute(host: Host) -> Dispute:
    agreement = _invented(host).agreement
    fact = Fact(occurred_on=dt.date(2026, 3, 3), quantity=Decimal(1), unit=Unit.EVENT)
    party = AgreementParty(agreement=agreement, entity=LegalEntity(name="Forges de l’Exemple"))
    return Dispute(delivery=Delivery(fact=fact, commitment=Commitment(agreement=agreement)), opened_for=party)


def _seat(viewer: User, host: Host) -> Seat:
    """The last one of the school, or an invented one."""
    related = ("sending__version__agreement__host", "sending__sent_by", "affiliation__contact", "party__entity", "party__fund")
    seats = Seat.objects.filter(sending__in=Sending.objects.visible_to(viewer), sending__version__agreement__host=host)
    real = seats.select_related(*related).order_by("id").last()
    if real is not None:
        return real
    entity = LegalEntity(name="Forges de l’Exemple")
    contact = Contact(host=host, name="Camille Exemple", email="camille@exemple.example")
    version = _invented(host)
    return Seat(
        sending=Sending(version=version, sent_by=viewer),
        affiliation=Affiliation(contact=contact, entity=entity),
        party=AgreementParty(agreement=version.agreement, entity=entity),
    )


def _invented(host: Host) -> AgreementVersion:
    agreement = Agreement(host=host, title_fr="Mécénat de l’exemple", title_en="Example of giving", reference="EXEMPLE-001")
    return AgreementVersion(agreement=agreement, number=1)


KINDS = (
    LetterKind("agreements.review", 40, _("Approval asked"), _("When a draft waits for somebody’s approval."), review_sample),
    LetterKind(
        "agreements.seat",
        50,
        _("Invitation to sign"),
        _("When a signatory’s turn comes, and as a reminder after three days."),
        seat_sample,
        _("A legal document waits for your signature; the reminder alone may be turned off."),
    ),
    LetterKind(
        "agreements.code",
        60,
        _("Code to sign"),
        _("When a signatory asks for it on the page of the link."),
        code_sample,
        _("You asked for it a moment before."),
    ),
    LetterKind(
        "agreements.signed",
        70,
        _("Signed by all"),
        _("To each signatory after the last signature, with the document."),
        signed_sample,
        _("It is your copy of what you signed."),
    ),
    LetterKind(
        "agreements.dispute",
        80,
        _("Delivery contested"),
        _("To the other side when a delivery is contested, answered, or its dispute is over."),
        dispute_sample,
    ),
    LetterKind(
        "agreements.proposal",
        90,
        _("Amendment proposed"),
        _("To the school when a partner proposes an amendment, and to whoever proposed it once it is answered."),
        proposal_sample,
    ),
)
