"""Calls for payment, reminders, and what is given up."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from filon.agreements.services.deliveries import item_waive
from filon.giving import rules
from filon.giving.kinds import CallKind, Channel
from filon.giving.models import Call, Instalment, Waive
from filon.giving.queries.settled import settled
from filon.kernel import audit, clock, events
from filon.kernel.errors import Refused
from filon.kernel.rights import get_visible_or_404
from filon.kernel.tasks import enqueue
from filon.ledger.services.receivables import receivable_close
from filon.partners.models import Affiliation

if TYPE_CHECKING:
    from filon.people.models import User

MAY = "giving.pledge.write"


@transaction.atomic
def instalment_call(*, by: User, instalment_id: UUID, channel: Channel, affiliation_id: UUID | None = None, language: str = "") -> Call:
    """The donor is asked to pay what is open of an instalment; the second time it is a reminder. By e-mail it leaves at once; as a letter
    it is printed and posted by whoever asked."""
    instalment = held_instalment(by, instalment_id)
    today = timezone.localdate(clock.now())
    open_cents = open_of(instalment)
    rules.check_callable(open_cents=open_cents, due_on=instalment.due_on, today=today)
    contact = None if affiliation_id is None else written_to(instalment, affiliation_id, today).contact
    if channel == Channel.EMAIL and (contact is None or not contact.email):
        raise Refused(_("Choose somebody at the donor’s who has an e-mail address, or print the letter."), field="contact")
    number = instalment.calls.count() + 1
    call = Call.objects.create(
        instalment=instalment,
        number=number,
        kind=CallKind.CALL if number == 1 else CallKind.REMINDER,
        channel=channel,
        asked_cents=open_cents,
        called_on=today,
        language=language or (get_language() or "fr")[:2],
        contact=contact,
        called_by=by,
    )
    audit.record(by, "instalment.called", instalment, host_id=instalment.pledge.host_id, number=number, cents=open_cents)
    events.publish("giving.instalment_called", instalment.uuid)
    if channel == Channel.EMAIL:
        from filon.giving.letters import call_letter_send  # noqa: PLC0415  letters read what services wrote

        enqueue(call_letter_send, call_id=call.pk)
    return call


def held_instalment(by: User, instalment_id: UUID) -> Instalment:
    """The instalment, its row held. Raises Refused once an amendment has replaced it."""
    rows = Instalment.objects.select_related("pledge__agreement", "receivable", "due_item", "commitment")
    instalment = get_visible_or_404(rows, viewer=by, id=instalment_id, may=MAY, lock=True)
    if instalment.retired_by_id is not None:
        raise Refused(_("An amendment has replaced this due date: choose another one."))
    return instalment


def open_of(instalment: Instalment) -> int:
    """What is neither paid nor given up of it, in cents."""
    return max(0, instalment.amount_cents - settled(instalment).cents)


def written_to(instalment: Instalment, affiliation_id: UUID, day: dt.date) -> Affiliation:
    """Somebody who is at the donor's today, as the school knows her."""
    at_donor = Affiliation.objects.on(day).filter(entity=instalment.pledge.donor.entity_id, contact__host=instalment.pledge.host_id)
    found = at_donor.select_related("contact").filter(uuid=affiliation_id).first()
    if found is None:
        raise Refused(_("This person is not at the donor’s today: choose another one."), field="contact")
    return found


@transaction.atomic
def instalment_waive(*, by: User, instalment_id: UUID, amount_cents: int, reason: str) -> Waive:
    """What is still open of an instalment, or a part of it, is given up; so is the same of the agreement's due date. Nothing more is then
    expected of it at the bank."""
    instalment = held_instalment(by, instalment_id)
    open_cents = open_of(instalment)
    rules.check_waivable(amount_cents, open_cents=open_cents)
    words = rules.check_reason(reason)
    waive = Waive.objects.create(
        instalment=instalment, amount_cents=amount_cents, reason=words, waived_on=timezone.localdate(clock.now()), waived_by=by
    )
    item = instalment.due_item
    if item is not None and item.retired_by_id is None:
        item_waive(by=by, item_id=item.uuid, quantity=Decimal(amount_cents) / 100, reason=words)
    if amount_cents == open_cents and instalment.receivable.closed_on is None:
        receivable_close(by=by, receivable_id=instalment.receivable.uuid, reason=words)
    audit.record(by, "instalment.waived", instalment, host_id=instalment.pledge.host_id, cents=amount_cents, reason=words)
    events.publish("giving.instalment_waived", instalment.uuid)
    return waive
