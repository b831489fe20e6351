"""What leaves by e-mail to signatories, in the language of the document. A link and a code are made when their letter leaves, so that none
waits in clear in the queue."""

from __future__ import annotations

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from filon.agenda.queries.choices import refused_by
from filon.agreements.models import DeliveryStep, Dispute, Proposal, ReviewRound, Seat, SigningCode
from filon.agreements.queries.approvals import asked_of, holders_of
from filon.agreements.queries.other_side import caretakers_of, readers_of
from filon.agreements.services.inviting import link_make
from filon.agreements.services.opening import note
from filon.agreements.services.seats import digits_make
from filon.agreements.states import DisputeState, ProposalState, SeatState
from filon.agreements.wishes import APPROVALS
from filon.kernel import files
from filon.kernel.formats import amount, day, moment
from filon.kernel.tasks import InDoubt, enqueue, task
from filon.people.mail import About, carrier
from filon.people.models import User


@task()
def review_letter_send(round_id: int, user_id: int) -> None:
    """To somebody whose approval is awaited now; nothing once the round is closed, or when she is asked no more."""
    review = ReviewRound.objects.select_related("version__agreement__host", "submitted_by").filter(pk=round_id, closed_at=None).first()
    holder = next((each for each in askers(review) if each.pk == user_id), None) if review else None
    if review is not None and holder is not None:
        with carrier() as post:
            post.take(review_letter(review, holder))


def askers(review: ReviewRound) -> list[User]:
    """Those whose approval is awaited now, each once."""
    holders = (holder for approval in asked_of(review) for holder in holders_of(approval.role, approval.host_id))
    return list({holder.pk: holder for holder in holders}.values())


def reviewers_write(review: ReviewRound) -> int:
    """A letter for each of them who wants it, in the writer's transaction; how many are asked: their week says so too."""
    asked = askers(review)
    silent = refused_by([holder.pk for holder in asked], APPROVALS)
    for holder in (holder for holder in asked if holder.pk not in silent):
        enqueue(review_letter_send, round_id=review.pk, user_id=holder.pk)
    return len(asked)


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
    """The letter with a new link; nothing when she is no longer asked. Sent again, the former link opens nothing any more. A letter in
    doubt is told in the journal: whoever follows the signatures may write again."""
    try:
        with carrier() as post:
            seat, key = _keyed(seat_id)
            if seat is not None:
                post.take(seat_letter(seat, key), about=_about(seat))
    except InDoubt:
        seat = _seats().get(pk=seat_id)
        note(None, "agreement.letter_in_doubt", seat, seat.sending.version.agreement, number=seat.sending.version.number)
        raise


@transaction.atomic
def _keyed(seat_id: int) -> tuple[Seat | None, str]:
    """The seat, if it is still asked, and the key of its new link."""
    asked = _seats().select_for_update(of=("self",)).filter(pk=seat_id, state=SeatState.INVITED, sending__closed_at=None)
    seat = asked.filter(sending__outside=None).first()
    return seat, "" if seat is None else link_make(seat)


def _seats() -> QuerySet[Seat]:
    return Seat.objects.select_related(
        "sending__version__agreement__host", "sending__sent_by", "affiliation__contact", "party__entity", "party__fund"
    )


def _about(seat: Seat) -> About:
    return About("agreements.seat", seat.uuid, seat.sending.version.agreement.host_id)


@task()
def code_letter_send(code_id: int) -> None:
    """The code, made as its letter leaves; nothing once it is too old to serve, or replaced."""
    with carrier() as post:
        codes = SigningCode.objects.select_related("seat__sending__version__agreement", "seat__affiliation__contact")
        code = codes.filter(pk=code_id, used_at=None, expires_at__gt=timezone.now()).first()
        if code is not None:
            post.take(code_letter(code, digits_make(code)), about=_about(code.seat))


@task()
def signed_letter_send(seat_id: int) -> None:
    """To each of those who signed, once all have: the sealed document, for she may have no account to fetch it with."""
    seat = _seats().select_related("sending__current").get(pk=seat_id)
    kept = seat.sending.current
    with carrier() as post, files.file_open(kept) as opened:
        letter = signed_letter(seat)
        letter.attach(kept.name, opened.read(), "application/pdf")
        post.take(letter, about=_about(seat))


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


def signed_letter(seat: Seat) -> EmailMessage:
    """Without its attachment."""
    agreement = seat.sending.version.agreement
    with translation.override(seat.sending.language):
        words = {
            "name": seat.affiliation.contact.name,
            "title": agreement.title,
            "link": f"{settings.BASE_URL}{reverse('agreements:check')}",
        }
        subject = _("Signed by all: %(title)s") % words
        body = _(
            "Hello %(name)s,\n\n"
            "Everybody has signed “%(title)s”. The document is attached: keep it as it is, every signature is sealed in it.\n\n"
            "Anybody may check a copy of it here, at any time:\n\n%(link)s\n"
        )
    return EmailMessage(subject, body % words, to=[seat.affiliation.contact.email])


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


def other_side_write(dispute: Dispute, step: DeliveryStep) -> int:
    """A letter to each person of the other side of the commitment about what was just said, in the writer's transaction; how many."""
    return _write_to_all(dispute, said_by=step.party_id)


def outcome_write(dispute: Dispute) -> int:
    """A letter to each person of the side that did not decide; how many."""
    return _write_to_all(dispute, said_by=dispute.decided_for_id)


def _write_to_all(dispute: Dispute, *, said_by: int | None) -> int:
    commitment = dispute.delivery.commitment
    others = [party for party in (commitment.debtor, commitment.creditor) if party.pk != said_by]
    people = {reader.pk for party in others for reader in readers_of(party, commitment)}
    for user_id in people:
        enqueue(dispute_letter_send, dispute_id=dispute.pk, user_id=user_id)
    return len(people)


@task()
def dispute_letter_send(dispute_id: int, user_id: int) -> None:
    """How a dispute stands when the letter leaves."""
    related = ("delivery__fact", "delivery__commitment__agreement__host", "opened_for__entity", "opened_for__fund")
    dispute = Dispute.objects.select_related(*related).get(pk=dispute_id)
    with carrier() as post:
        about = About("agreements.dispute", dispute.uuid, dispute.delivery.commitment.agreement.host_id)
        post.take(dispute_letter(dispute, User.objects.get(pk=user_id)), about=about)


def dispute_letter(dispute: Dispute, to: User) -> EmailMessage:
    """In the language of whoever receives it; it repeats no word of the quarrel, which is read on the page."""
    delivery, agreement = dispute.delivery, dispute.delivery.commitment.agreement
    with translation.override(to.language or settings.LANGUAGE_CODE):
        path = reverse("agreements:dispute", args=[agreement.uuid, dispute.uuid])
        words = {
            "name": to.name,
            "title": agreement.title,
            "what": f"{day(delivery.fact.occurred_on)}, {amount(delivery.fact.quantity, delivery.fact.unit)}",
            "party": dispute.opened_for.name,
            "outcome": DisputeState(dispute.state).label,
            "link": f"{settings.BASE_URL}{path}",
        }
        is_open = dispute.state == DisputeState.OPEN
        subject = (_("Contested: %(title)s") if is_open else _("Dispute over: %(title)s")) % words
        told = (
            _("%(party)s contests the delivery of %(what)s (“%(title)s”).")
            if is_open
            else _("The dispute about the delivery of %(what)s (“%(title)s”) is over: %(outcome)s.")
        )
        body = _("Hello %(name)s,\n\n%(told)s\n\nWhat both sides say, and what you may do:\n\n%(link)s\n")
        return EmailMessage(subject, body % {**words, "told": told % words}, to=[to.email])


def school_write(proposal: Proposal) -> int:
    """To whoever looks after the agreement at the school; how many letters."""
    people = caretakers_of(proposal.agreement)
    for user in people:
        enqueue(proposal_letter_send, proposal_id=proposal.pk, user_id=user.pk)
    return len(people)


def proposer_write(proposal: Proposal) -> None:
    """To whoever proposed, once it is answered."""
    if proposal.answered_by_id != proposal.proposed_by_id:
        enqueue(proposal_letter_send, proposal_id=proposal.pk, user_id=proposal.proposed_by_id)


@task()
def proposal_letter_send(proposal_id: int, user_id: int) -> None:
    """How a proposal stands when the letter leaves."""
    related = ("agreement", "party__entity", "party__fund", "proposed_by")
    proposal = Proposal.objects.select_related(*related).get(pk=proposal_id)
    with carrier() as post:
        about = About("agreements.proposal", proposal.uuid, proposal.agreement.host_id)
        post.take(proposal_letter(proposal, User.objects.get(pk=user_id)), about=about)


def proposal_letter(proposal: Proposal, to: User) -> EmailMessage:
    """In the language of whoever receives it."""
    with translation.override(to.language or settings.LANGUAGE_CODE):
        path = reverse("agreements:proposal", args=[proposal.agreement.uuid, proposal.uuid])
        words = {
            "name": to.name,
            "by": proposal.proposed_by.name,
            "party": proposal.party.name,
            "title": proposal.agreement.title,
            "outcome": ProposalState(proposal.state).label,
            "link": f"{settings.BASE_URL}{path}",
        }
        is_open = proposal.state == ProposalState.OPEN
        subject = (_("Amendment proposed: %(title)s") if is_open else _("Your proposal is answered: %(title)s")) % words
        told = (
            _("%(by)s (%(party)s) proposes to amend “%(title)s”.")
            if is_open
            else _("Your proposal to amend “%(title)s” has its answer: %(outcome)s.")
        )
        body = _("Hello %(name)s,\n\n%(told)s\n\nRead it here:\n\n%(link)s\n")
        return EmailMessage(subject, body % {**words, "told": told % words}, to=[to.email])
