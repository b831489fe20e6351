"""What leaves by e-mail to signatories, in the language of the document. A link and a code are made when their letter leaves."""

from __future__ import annotations

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMessage
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from filon.agreements.models import ReviewRound, Seat, SigningCode
from filon.agreements.queries.approvals import asked_of, holders_of
from filon.agreements.services.inviting import link_make
from filon.agreements.states import SeatState
from filon.kernel.formats import moment
from filon.kernel.tasks import task
from filon.people.models import User

SALT = "filon.agreements.code"


def sealed(digits: str) -> str:
    """The digits as they wait in the queue: readable by this installation alone, for ten minutes."""
    return signing.dumps(digits, salt=SALT)


@task()
def review_letters_send(round_id: int) -> int:
    """To everybody whose approval is awaited now; how many. Nothing once the round is closed."""
    review = ReviewRound.objects.select_related("version__agreement__host", "submitted_by").filter(pk=round_id, closed_at=None).first()
    asked = asked_of(review) if review else []
    letters = [review_letter(review, holder) for approval in asked for holder in holders_of(approval.role, approval.host_id) if review]
    for letter in letters:
        letter.send()
    return len(letters)


def review_letter(review: ReviewRound, to: User) -> EmailMessage:
    """In the language of whoever is asked."""
    agreement = review.version.agreement
    with translation.override(to.language or settings.LANGUAGE_CODE):
        path = reverse("agreements:draft_review", args=[agreement.uuid, review.version.number])
        words = {"name": to.name, "by": review.submitted_by.name, "title": agreement.title, "link": f"{settings.BASE_URL}{path}"}
        subject = _("To approve: %(title)s") % words
        body = _("Hello %(name)s,\n\n%(by)s asks for your approval of “%(title)s”. Read it, then approve it or send it back:\n\n%(link)s\n")
    return EmailMessage(subject, body % words, to=[to.email])


@task()
def seat_letter_send(seat_id: int) -> None:
    """The letter with a new link; nothing when she is no longer asked. Sent again, the former link opens nothing any more."""
    with transaction.atomic():
        seat = _asked(seat_id)
        if seat is None:
            return
        key = link_make(seat)
    seat_letter(seat, key).send()


def _asked(seat_id: int) -> Seat | None:
    seats = Seat.objects.select_for_update(of=("self",)).select_related(
        "sending__version__agreement__host", "sending__sent_by", "affiliation__contact", "party__entity", "party__fund"
    )
    return seats.filter(pk=seat_id, state=SeatState.INVITED, sending__closed_at=None).first()


@task(attempts=1)
def code_letter_send(code_id: int, sealed: str) -> None:
    """The code, unless it is too old to serve."""
    code = SigningCode.objects.select_related("seat__sending", "seat__affiliation__contact").filter(pk=code_id, used_at=None).first()
    if code is not None:
        code_letter(code, signing.loads(sealed, salt=SALT, max_age=600)).send()


def seat_letter(seat: Seat, key: str) -> EmailMessage:
    sending = seat.sending
    agreement = sending.version.agreement
    with translation.override(sending.language):
        words = {
            "name": seat.affiliation.contact.name,
            "host": agreement.host.name,
            "by": sending.sent_by.name,
            "title": agreement.title,
            "party": seat.party.name,
            "link": f"{settings.BASE_URL}{reverse('agreements:seat', args=[key])}",
        }
        subject = _("Please sign: %(title)s") % words
        body = _(
            "Hello %(name)s,\n\n"
            "%(by)s (%(host)s) sends you “%(title)s” to sign for %(party)s.\n\n"
            "Open this link to read the text, then sign, refuse or hand over to somebody entitled. It is yours alone and holds for "
            "fourteen days:\n\n%(link)s\n\n"
        )
        text = body % words + _message(seat) + _ceremony(seat)
        text += _("You do not know what this is about? Then do nothing: nothing is signed without you.\n")
    return EmailMessage(subject, text, to=[seat.affiliation.contact.email])


def _message(seat: Seat) -> str:
    return f"{seat.sending.message}\n\n" if seat.sending.message else ""


def _ceremony(seat: Seat) -> str:
    sending = seat.sending
    if not sending.ceremony_at:
        return ""
    return _("Signing ceremony: %(when)s, %(place)s.\n\n") % {"when": moment(sending.ceremony_at), "place": sending.place}


def code_letter(code: SigningCode, digits: str) -> EmailMessage:
    with translation.override(code.seat.sending.language):
        words = {"name": code.seat.affiliation.contact.name, "code": f"{digits[:3]} {digits[3:]}"}
        subject = _("Your code to sign")
        body = _(
            "Hello %(name)s,\n\n"
            "Your code: %(code)s\n\n"
            "It serves once, for ten minutes. You did not ask for it? Then do nothing, and tell the school.\n"
        )
    return EmailMessage(subject, body % words, to=[code.seat.affiliation.contact.email])
