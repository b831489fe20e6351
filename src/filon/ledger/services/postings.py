"""The one door by which entries are written: together they make zero, and no account goes below zero."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple
from uuid import UUID

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from filon.kernel import audit, formats
from filon.kernel.errors import Refused
from filon.ledger.inputs import EntryInput, PostingInput
from filon.ledger.kinds import BELOW_ZERO, Account
from filon.ledger.models import Entry, Posting, Programme
from filon.ledger.services.opening import locked_books
from filon.partners.models import Fund
from filon.people.models import User

UNCHECKED = BELOW_ZERO | {Account.UNIDENTIFIED}
"""UNIDENTIFIED cannot go below zero while no line is used beyond its amount, which is checked line by line."""


class Place(NamedTuple):
    """An account of some books, as far as it is told apart."""

    account: str
    fund_id: int | None
    programme_id: int | None
    earmark_id: int | None


@transaction.atomic
def posting_write(*, by: User, posting: PostingInput) -> Posting:
    """For the service of the cause, which has checked that `by` may. Raises Refused when an account would go below zero, ValueError when
    the entries do not make zero: that is a defect."""
    _check_balanced(posting.entries)
    locked_books(posting.entity_id)
    written = Posting.objects.create(
        entity_id=posting.entity_id,
        host_id=posting.host_id,
        on=posting.on,
        cause_type=posting.cause_type,
        cause_uuid=posting.cause_uuid,
        written_by=by,
    )
    _write_entries(written, posting.entries)
    return written


@transaction.atomic
def posting_reverse(*, by: User, posting_id: UUID, reason: str) -> Posting:
    """Takes a posting back by its opposite, on the same day. For the service of the cause, which has checked that `by` may. Raises Refused
    the second time, for a reversal, or when the money has gone on meanwhile."""
    wrong = Posting.objects.select_related("reversed_by").get(uuid=posting_id)
    locked_books(wrong.entity_id)
    if wrong.reverses_id is not None or Posting.objects.filter(reverses=wrong).exists():
        raise Refused(_("This is taken back already."))
    same = ("entity_id", "host_id", "on", "cause_type", "cause_uuid")
    reversal = Posting.objects.create(**{name: getattr(wrong, name) for name in same}, reverses=wrong, written_by=by)
    _write_entries(reversal, [_opposite(entry) for entry in wrong.entries.all()])
    audit.record(by, "posting.reversed", wrong, reversal=reversal.uuid, reason=reason)
    return reversal


def posting_of(cause_type: str, cause_uuid: UUID) -> Posting:
    """What that cause posted."""
    return Posting.objects.get(cause_type=cause_type, cause_uuid=cause_uuid, reverses=None)


def _check_balanced(entries: Sequence[EntryInput]) -> None:
    if not entries or sum(entry.amount_cents for entry in entries) != 0:
        raise ValueError("The entries of a posting make zero")


def _opposite(entry: Entry) -> EntryInput:
    return EntryInput(
        account=Account(entry.account),
        amount_cents=-entry.amount_cents,
        fund_id=entry.fund_id,
        programme_id=entry.programme_id,
        earmark_id=entry.earmark_id,
    )


def _write_entries(posting: Posting, entries: Sequence[EntryInput]) -> None:
    Entry.objects.bulk_create(entry_rows(posting, entries))
    for place in sorted({_place(entry) for entry in entries if entry.amount_cents < 0 and entry.account not in UNCHECKED}, key=str):
        _check_not_below_zero(posting.entity_id, place)


def entry_rows(posting: Posting, entries: Iterable[EntryInput]) -> list[Entry]:
    """The rows of these entries; a zero is none."""
    return [
        Entry(
            posting=posting,
            entity_id=posting.entity_id,
            account=entry.account,
            fund_id=entry.fund_id,
            programme_id=entry.programme_id,
            earmark_id=entry.earmark_id,
            amount_cents=entry.amount_cents,
        )
        for entry in entries
        if entry.amount_cents
    ]


def _place(entry: EntryInput) -> Place:
    return Place(entry.account, entry.fund_id, entry.programme_id, entry.earmark_id)


def balance_at(entity_id: int, place: Place) -> int:
    """The sum of the entries of an account, in cents."""
    named = {f"{name}__isnull" if key is None else name: True if key is None else key for name, key in place._asdict().items()}
    found = Entry.objects.filter(entity_id=entity_id, **named).aggregate(sum=Sum("amount_cents"))["sum"]
    return int(found or 0)


def _check_not_below_zero(entity_id: int, place: Place) -> None:
    left = balance_at(entity_id, place)
    if left < 0:
        sentence = _("%(missing)s are missing in “%(place)s”: this money has gone on already. Take back what was done with it first.")
        raise Refused(sentence % {"missing": formats.euros(-left), "place": _told(place)}, field="amount")


def _told(place: Place) -> str:
    """The account as people call it."""
    programme = Programme.objects.filter(pk=place.programme_id or 0).first()
    fund = Fund.objects.filter(pk=place.fund_id or 0).first()
    named = [str(Account(place.account).label), *(str(one) for one in (fund, programme) if one is not None)]
    return ", ".join(named)
