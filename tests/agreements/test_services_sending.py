"""Signatories sign in order, each by her own link and code; what is signed stays; the last signature brings the version into force."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

import pytest
from django.http import Http404
from django.utils import timezone
from django.utils.translation import override

from filon.agreements.models import (
    AgreementVersion,
    CodeChannel,
    Evidence,
    Seal,
    Seat,
    Sending,
    SigningCode,
    SigningLink,
    SigningPolicy,
)
from filon.agreements.queries.document import pdf_of
from filon.agreements.services import inviting, review, sealing, seats, sending
from filon.agreements.services.seats import LinkClosed, WrongCode
from filon.agreements.states import SeatState, VersionState
from filon.kernel.errors import Refused
from filon.kernel.files import file_open
from filon.kernel.seal import own_trust, validate
from filon.partners.models import Affiliation
from filon.people.roles import Role
from tests.factories.agreements import World, member, pdf, signatory
from tests.factories.signing import HERE, approved, code, link, seat_of, sent, signs
from tests.noting import unnoted

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english():
    with override("en"):
        yield


def state(world: World) -> str:
    return AgreementVersion.objects.get(pk=world.draft.pk).state


def test_last_signature_brings_the_version_into_force_with_every_seal() -> None:
    world = approved()
    sending_ = sent(world)

    for entity in (world.school, world.company, world.umbrella):
        signs(world, entity)
        sealing.signatures_seal(sending_.pk)

    version = AgreementVersion.objects.get(pk=world.draft.pk)
    assert version.state == VersionState.IN_FORCE
    assert version.signatures.count() == 3
    assert version.commitment_terms.get().commitment.due_items.count() == 1
    with file_open(version.signed_file) as opened:
        said = validate(opened.read(), trust=own_trust())
    assert (len(said.signatures), said.is_ours) == (3, True)
    sending_.refresh_from_db()
    assert (sending_.outcome, sending_.proof is None) == (Sending.Outcome.SIGNED, False)


def test_one_flipped_byte_of_the_sealed_pdf_is_seen() -> None:
    world = approved()
    sending_ = sent(world)
    signs(world, world.school)
    sealing.signatures_seal(sending_.pk)
    sending_.refresh_from_db()
    with file_open(sending_.current) as opened:
        content = bytearray(opened.read())

    content[len(content) // 3] ^= 1

    assert not validate(bytes(content), trust=own_trust()).is_untouched


def test_groups_sign_in_order() -> None:
    world = World()
    world = approved(groups={})
    company_first = {world.company.pk: 1, world.umbrella.pk: 1, world.school.pk: 2}
    for term in world.draft.party_terms.select_related("party"):
        type(term).objects.filter(pk=term.pk).update(signing_group=company_first[term.party.entity_id])
    sent_ = reapproved(world)
    assert [seat_of(world, each).state for each in (world.company, world.umbrella, world.school)] == ["invited", "invited", "waiting"]

    signs(world, world.umbrella)
    between = seat_of(world, world.school).state
    signs(world, world.company)

    assert (between, seat_of(world, world.school).state, sent_.outcome) == (SeatState.WAITING, SeatState.INVITED, "")


def reapproved(world: World) -> Sending:
    """The order of signing is part of the text: approve it as it now is, then send."""
    director = member(world.host, Role.DIRECTOR)
    world.set_term(world.draft, effective_from=timezone.localdate(), term_end=timezone.localdate() + dt.timedelta(days=900))
    world.draft.refresh_from_db()
    asked = review.review_submit(by=world.officer, version_id=world.draft.uuid)
    review.approval_give(by=director, approval_id=asked.approvals.get().uuid)
    return sent(world)


def test_only_an_approved_version_is_sent() -> None:
    world = World()

    with pytest.raises(Refused, match="Only an approved version"):
        sent(world)


def test_signatory_without_an_address_is_named() -> None:
    world = approved()
    contact = world.signatories[world.company.pk].contact
    contact.email = ""
    contact.save()

    with pytest.raises(Refused, match="has no e-mail address"):
        sent(world)

    assert state(world) == VersionState.APPROVED


def test_reading_a_link_never_uses_it() -> None:
    world = approved()
    sent(world)
    key = link(seat_of(world, world.company))

    for _time in range(3):
        seat, _link = seats.seat_of_link(key)

    assert seat.state == SeatState.INVITED


def test_link_is_kept_as_a_hash_only() -> None:
    world = approved()
    sent(world)
    key = link(seat_of(world, world.company))

    assert not SigningLink.objects.filter(key_hash=key).exists()
    assert key not in "".join(SigningLink.objects.values_list("key_hash", flat=True))


def test_link_serves_once() -> None:
    world = approved()
    sent(world)
    key = link(seat_of(world, world.company))
    seats.seat_sign(key=key, digits=code(key), origin=HERE)

    with pytest.raises(LinkClosed, match="already answered"):
        seats.seat_sign(key=key, digits="123456", origin=HERE)

    assert Evidence.objects.count() == 1


def test_link_lapses_after_fourteen_days() -> None:
    world = approved()
    sent(world)
    key = link(seat_of(world, world.company))
    SigningLink.objects.update(expires_at=timezone.now())

    with pytest.raises(LinkClosed, match="older than fourteen days"):
        seats.seat_of_link(key)


def test_link_lives_fourteen_days_and_a_code_ten_minutes() -> None:
    world = approved()
    sent(world)
    key = link(seat_of(world, world.company))
    asked_at = timezone.now()
    code(key)

    made, digits = SigningLink.objects.get(), SigningCode.objects.get()

    assert made.expires_at - made.made_at == dt.timedelta(days=14)
    assert dt.timedelta(minutes=10) <= digits.expires_at - asked_at < dt.timedelta(minutes=11)


def test_asked_again_the_former_link_is_void_and_what_is_signed_stays() -> None:
    world = approved()
    sent(world)
    signs(world, world.school)
    seat = seat_of(world, world.company)
    former = link(seat)

    inviting.seat_ask_again(by=world.officer, seat_id=seat.uuid)
    later = link(seat)

    with pytest.raises(LinkClosed, match="replaced"):
        seats.seat_of_link(former)
    assert seats.seat_of_link(later)[0] == seat
    assert seat_of(world, world.school).state == SeatState.SIGNED


def test_wrong_code_five_times_asks_for_a_new_one() -> None:
    world = approved()
    sent(world)
    key = link(seat_of(world, world.company))
    right = code(key)

    for _time in range(5):
        with pytest.raises(WrongCode):
            seats.code_try(key=key, digits="000000")
    with pytest.raises(Refused, match="Five wrong codes"):
        seats.seat_sign(key=key, digits=right, origin=HERE)

    assert SigningCode.objects.get().tries == 5


def test_code_lapses_after_ten_minutes() -> None:
    world = approved()
    sent(world)
    key = link(seat_of(world, world.company))
    digits = code(key)
    SigningCode.objects.update(expires_at=timezone.now())

    with pytest.raises(Refused, match="older than ten minutes"):
        seats.seat_sign(key=key, digits=digits, origin=HERE)


def test_power_that_ended_yesterday_signs_nothing() -> None:
    world = approved()
    sent(world)
    key = link(seat_of(world, world.company))
    digits = code(key)
    Affiliation.objects.filter(pk=world.signatories[world.company.pk].pk).update(end=timezone.localdate())

    with pytest.raises(Refused, match="no longer acts for"):
        seats.seat_sign(key=key, digits=digits, origin=HERE)

    assert seat_of(world, world.company).state == SeatState.INVITED


def test_withdrawn_while_one_is_signing_nothing_is_signed() -> None:
    world = approved()
    sending_ = sent(world)
    key = link(seat_of(world, world.company))
    digits = code(key)

    sending.sending_withdraw(by=world.officer, sending_id=sending_.uuid, reason="wrong amount", rewrite=False)

    with pytest.raises(LinkClosed):
        seats.seat_sign(key=key, digits=digits, origin=HERE)
    assert (state(world), Evidence.objects.count()) == (VersionState.WITHDRAWN, 0)


def test_withdrawn_text_goes_on_as_the_next_draft() -> None:
    world = approved()
    sending_ = sent(world)
    signs(world, world.school)

    draft = sending.sending_withdraw(by=world.officer, sending_id=sending_.uuid, reason="wrong amount", rewrite=True)

    assert draft is not None
    assert (draft.number, draft.state, draft.commitment_terms.count()) == (2, VersionState.DRAFT, 1)
    assert Evidence.objects.filter(seat__sending=sending_).count() == 1


@pytest.mark.parametrize("rewrite", [True, False])
def test_withdrawal_notes_every_row_it_adds(rewrite: bool) -> None:
    world = approved()
    sending_ = sent(world)

    with unnoted() as tables:
        sending.sending_withdraw(by=world.officer, sending_id=sending_.uuid, reason="wrong amount", rewrite=rewrite)

    assert tables == set()


def test_refusal_keeps_its_reason_and_may_be_asked_again() -> None:
    world = approved()
    sent(world)
    seat = seat_of(world, world.company)
    key = link(seat)

    with pytest.raises(Refused, match="Say why"):
        seats.seat_refuse(key=key, reason=" ")
    seats.seat_refuse(key=key, reason="The board decides in May.")
    refused = seat_of(world, world.company)
    inviting.seat_ask_again(by=world.officer, seat_id=seat.uuid)

    assert (refused.state, refused.reason) == (SeatState.REFUSED, "The board decides in May.")
    assert seat_of(world, world.company).state == SeatState.INVITED


def test_handed_over_to_an_entitled_person_with_the_document() -> None:
    world = approved()
    sent(world)
    other = signatory(world.host, world.company)
    other.contact.email = "other@example.org"
    other.contact.save()
    key = link(seat_of(world, world.company))

    with pytest.raises(Refused, match="Add the document"):
        seats.seat_delegate(key=key, affiliation_id=other.uuid, document=None)
    new = seats.seat_delegate(key=key, affiliation_id=other.uuid, document=pdf("power.pdf"))

    assert (new.affiliation, new.state, new.delegated_from.state) == (other, SeatState.INVITED, SeatState.DELEGATED)
    assert signs(world, world.company).told["who"]["name"] == other.contact.name


def test_nobody_hands_over_to_somebody_without_power() -> None:
    world = approved()
    sent(world)
    other = signatory(world.host, world.company)
    Affiliation.objects.filter(pk=other.pk).update(sign_limit_cents=100)
    key = link(seat_of(world, world.company))

    with pytest.raises(Refused, match="Choose somebody of your organisation"):
        seats.seat_delegate(key=key, affiliation_id=other.uuid, document=pdf("power.pdf"))
    with pytest.raises(Refused, match="Choose somebody of your organisation"):
        seats.seat_delegate(key=key, affiliation_id=UUID(int=1), document=pdf("power.pdf"))


def test_above_the_amount_of_the_school_a_mailbox_is_not_enough() -> None:
    world = approved()
    SigningPolicy.objects.create(host=world.host, second_channel_from_cents=1_000_000, changed_by=world.officer)
    sent(world)
    seat = seat_of(world, world.company)
    key = link(seat)

    with pytest.raises(Refused, match="by telephone"):
        seats.code_send(key=key)
    digits = seats.code_dictate(by=world.officer, seat_id=seat.uuid)
    evidence = seats.seat_sign(key=key, digits=digits, origin=HERE)

    assert evidence.channel == CodeChannel.TELEPHONE


def test_signed_in_signatory_needs_no_code() -> None:
    world = approved()
    sent(world)
    key = link(seat_of(world, world.company))

    evidence = seats.seat_sign(key=key, digits="", origin=HERE, user=world.contact)

    assert evidence.channel == CodeChannel.ACCOUNT


def test_somebody_else_signed_in_needs_the_code() -> None:
    world = approved()
    sent(world)
    key = link(seat_of(world, world.company))

    with pytest.raises(Refused, match="Ask for a code first"):
        seats.seat_sign(key=key, digits="", origin=HERE, user=world.officer)


def test_evidence_says_who_when_from_where_which_document_by_which_channel() -> None:
    world = approved()
    sending_ = sent(world)

    evidence = signs(world, world.company)

    told = evidence.told
    assert told["who"]["email"] == seat_of(world, world.company).affiliation.contact.email
    assert told["from"] == {"ip": "192.0.2.7", "agent": "A browser"}
    assert told["document"]["sha256"] == sending_.document.sha256
    assert (told["channel"], evidence.sha256) == (CodeChannel.MAILBOX, seats.hash_of_told(told))


def test_sealed_twice_at_once_each_signature_has_one_seal() -> None:
    world = approved()
    sending_ = sent(world)
    signs(world, world.school)

    first, second = sealing.signatures_seal(sending_.pk), sealing.signatures_seal(sending_.pk)

    assert (first, second, Seal.objects.count()) == (1, 0, 1)


def test_silent_signatories_are_reminded_once_in_three_days() -> None:
    world = approved()
    sent(world)
    Seat.objects.update(invited_at=timezone.now() - dt.timedelta(days=3))

    first, again = inviting.reminders_of_the_day(), inviting.reminders_of_the_day()

    assert (first, again) == (3, 0)


def test_text_sent_is_not_written_any_more() -> None:
    world = approved()
    sent(world)

    with pytest.raises(Refused, match="sent to be signed"):
        world.set_term(world.draft, effective_from=timezone.localdate())


def test_another_school_neither_sees_nor_withdraws_a_sending() -> None:
    world = approved()
    sending_ = sent(world)

    with pytest.raises(Http404):
        sending.sending_withdraw(by=World().officer, sending_id=sending_.uuid, reason="x", rewrite=False)


def test_same_content_gives_the_same_document() -> None:
    world = approved()
    first, again = (AgreementVersion.objects.get(pk=world.draft.pk) for _time in range(2))

    assert pdf_of(first, "fr") == pdf_of(again, "fr")
    assert pdf_of(first, "en") != pdf_of(first, "fr")
