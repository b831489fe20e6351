"""Signatories are asked in their turn, reminded, asked anew; their links are made when their letters leave."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.db.models import Min, Q
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from filon.agenda.queries.choices import unwanted_by_contact
from filon.agreements.models import OutsideSending, Seat, Sending, SigningCode, SigningLink
from filon.agreements.models.sending import LINK_LIFETIME
from filon.agreements.services.opening import note
from filon.agreements.states import SeatState
from filon.agreements.wishes import REMINDERS
from filon.kernel import clock, states
from filon.kernel.errors import Refused
from filon.kernel.tasks import enqueue
from filon.people.keys import hash_of, new_key

if TYPE_CHECKING:
    from filon.people.models import User

FORGOTTEN_AFTER = dt.timedelta(days=365)
REMINDED_AFTER = dt.timedelta(days=3)
"""Somebody who did not answer is written to again after so long, at most once in that time."""


def group_invite(sending: Sending) -> list[Seat]:
    """Asks the first group that has not signed, once nobody of an earlier one is awaited. The caller holds the version."""
    seats = Seat.objects.filter(sending=sending)
    if seats.filter(state__in=(SeatState.INVITED, SeatState.REFUSED)).exists():
        return []
    first = seats.filter(state=SeatState.WAITING).aggregate(first=Min("group"))["first"]
    asked = list(seats.filter(state=SeatState.WAITING, group=first))
    for seat in asked:
        seat_invite(seat)
    return asked


def seat_invite(seat: Seat) -> Seat:
    """Her turn has come: her letter leaves with her link."""
    from filon.agreements import letters  # noqa: PLC0415  letters make links with this module

    states.move(seat, to=SeatState.INVITED)
    seat.invited_at, seat.reminded_at = clock.now(), None
    seat.save(update_fields=["invited_at", "reminded_at"])
    enqueue(letters.seat_letter_send, seat_id=seat.pk)
    return seat


def link_make(seat: Seat) -> str:
    """The key of a new link to the seat, for fourteen days; the former one opens nothing any more. What is signed stays signed."""
    now = clock.now()
    SigningLink.objects.filter(seat=seat, used_at=None, void_at=None).update(void_at=now)
    key = new_key()
    SigningLink.objects.create(seat=seat, key_hash=hash_of(key), made_at=now, expires_at=now + LINK_LIFETIME)
    return key


@transaction.atomic
def seat_ask_again(*, by: User, seat_id: UUID) -> Seat:
    """A new link to somebody who is asked, or who refused and is asked again."""
    from filon.agreements import letters  # noqa: PLC0415

    seat = seat_held(by, seat_id)
    check_signed_here(seat.sending)
    if seat.state == SeatState.REFUSED:
        seat_invite(seat)
    elif seat.state == SeatState.INVITED:
        seat.reminded_at = clock.now()
        seat.save(update_fields=["reminded_at"])
        enqueue(letters.seat_letter_send, seat_id=seat.pk)
    else:
        raise Refused(_("This signatory is not asked at the moment."))
    note(by, "agreement.signatory_asked_again", seat, seat.sending.version.agreement, number=seat.sending.version.number)
    return seat


@transaction.atomic
def lapsed_link_renew(*, key: str) -> bool:
    """Writes again to whoever followed a link that had lapsed; False when the key opens no seat that is asked."""
    from filon.agreements import letters  # noqa: PLC0415

    lapsed = SigningLink.objects.filter(key_hash=hash_of(key), used_at=None, void_at=None, expires_at__lte=timezone.now())
    link = lapsed.filter(seat__state=SeatState.INVITED, seat__sending__closed_at=None).first()
    if link is None:
        return False
    enqueue(letters.seat_letter_send, seat_id=link.seat_id)
    return True


def check_signed_here(sending: Sending) -> None:
    """Raises Refused for a sending whose signatures another provider gathers."""
    if OutsideSending.objects.filter(sending=sending).exists():
        raise Refused(_("The signatures of this sending are gathered elsewhere: nothing is asked from here."))


def seat_held(by: User, seat_id: UUID) -> Seat:
    """A seat of an open sending that she may write, its version held."""
    from filon.agreements.services.sending import locked_sending  # noqa: PLC0415

    sending_id = Seat.objects.filter(uuid=seat_id).values_list("sending__uuid", flat=True).first()
    if sending_id is None:
        raise Http404
    sending = locked_sending(by, sending_id)
    seat = Seat.objects.select_related("affiliation__contact", "affiliation__entity", "party__entity", "party__fund").get(uuid=seat_id)
    seat.sending = sending
    return seat


def links_forget() -> int:
    """Deletes the links and codes of sendings that closed more than a year ago: none opens anything, and the evidence tells what they
    did. How many."""
    before = timezone.now() - FORGOTTEN_AFTER
    links = SigningLink.objects.filter(seat__sending__closed_at__lt=before).delete()[0]
    return links + SigningCode.objects.filter(seat__sending__closed_at__lt=before).delete()[0]


def reminders_of_the_day() -> int:
    """Writes again to those who did not answer for three days, and did not turn reminders off; how many. Each in its own transaction, once
    a turn."""
    from filon.agreements import letters  # noqa: PLC0415

    before = timezone.now() - REMINDED_AFTER
    silent = Seat.objects.filter(Q(reminded_at=None, invited_at__lte=before) | Q(reminded_at__lte=before))
    waiting = silent.filter(~unwanted_by_contact(REMINDERS), state=SeatState.INVITED, sending__closed_at=None, sending__outside=None)
    keys = list(waiting.values_list("pk", flat=True))
    for key in keys:
        with transaction.atomic():
            if silent.filter(pk=key, state=SeatState.INVITED).update(reminded_at=timezone.now()):
                enqueue(letters.seat_letter_send, seat_id=key)
    return len(keys)
