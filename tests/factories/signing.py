"""A version on its way to its signatures: approved, sent, read and signed by link and code, as each person does."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from django.core import mail
from django.utils import timezone

from filon.agreements import letters
from filon.agreements.models import Evidence, Seat, Sending
from filon.agreements.services import review, seats, sending
from filon.agreements.services.seats import Origin
from filon.agreements.states import SeatState
from filon.engines.balance.due_rule import Once
from filon.people.roles import Role
from tests.factories.agreements import World, member

HERE = Origin(ip="192.0.2.7", agent="A browser")


def approved(*, groups: dict[str, int] | None = None) -> World:
    """A complete version that the director approved; every party has its signatory. ``groups``: who signs in which turn."""
    world = World()
    today = timezone.localdate()
    world.set_term(effective_from=today, term_end=today + dt.timedelta(days=1000))
    world.pay(3_000_000)
    world.promise(once_soon(today), 1)
    for term in world.draft.party_terms.select_related("party__entity"):
        term.signatory = world.signatories[term.party.entity_id]
        term.signing_group = (groups or {}).get(term.party.entity.name, 1)
        term.save()
        term.signatory.contact.email = f"signs.{term.pk}@example.org"
        term.signatory.contact.save()
    director = member(world.host, Role.DIRECTOR)
    asked = review.review_submit(by=world.officer, version_id=world.draft.uuid)
    review.approval_give(by=director, approval_id=asked.approvals.get().uuid)
    return world


def once_soon(day: dt.date) -> Once:
    return Once(day + dt.timedelta(days=30))


def sent(world: World, **given: Any) -> Sending:
    return sending.sending_open(by=world.officer, version_id=world.draft.uuid, **given)


def seat_of(world: World, entity: Any) -> Seat:
    return Seat.objects.exclude(state=SeatState.DELEGATED).get(sending__version=world.draft, party__entity=entity)


def link(seat: Seat) -> str:
    """The letter leaves; the key is the one it names."""
    mail.outbox.clear()
    letters.seat_letter_send.call(seat_id=seat.pk)
    return key_in(mail.outbox[0])


def key_in(letter: mail.EmailMessage) -> str:
    found = re.search(r"/signer/([\w-]{43})", str(letter.body))
    assert found
    return found[1]


def code(key: str) -> str:
    """The letter of the code leaves; these are its digits."""
    mail.outbox.clear()
    letters.code_letter_send.call(code_id=seats.code_send(key=key).pk)
    return code_in(mail.outbox[0])


def code_in(letter: mail.EmailMessage) -> str:
    found = re.search(r"\b(\d{3}) (\d{3})\b", str(letter.body))
    assert found
    return found[1] + found[2]


def signs(world: World, entity: Any) -> Evidence:
    key = link(seat_of(world, entity))
    return seats.seat_sign(key=key, digits=code(key), origin=HERE)
