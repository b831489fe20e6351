"""What is decided about money that is there. Each decision is a row with its reason, and one posting that can be taken back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from filon.facts.models import Fact
from filon.kernel import audit, events, formats
from filon.kernel.errors import Refused
from filon.kernel.files import file_store
from filon.kernel.models import uuid7
from filon.kernel.rights import get_visible_or_404
from filon.ledger import hooks, rules
from filon.ledger.inputs import EntryInput, PostingInput, SpendingInput
from filon.ledger.kinds import Account, MovementKind
from filon.ledger.models import BankLine, Entry, Match, Movement, Programme
from filon.ledger.models.movement import MOVEMENT
from filon.ledger.services.matches import MATCH, check_left, kept_line
from filon.ledger.services.opening import locked_books, today
from filon.ledger.services.postings import posting_of, posting_reverse, posting_write
from filon.people.models import User

PROOFS = ("pdf", "png", "jpeg")
MOVE = "ledger.money.move"
OF_PROGRAMMES = (MovementKind.ALLOCATE, MovementKind.REALLOCATE, MovementKind.SPEND)


@transaction.atomic
def money_allocate(*, by: User, programme_id: UUID, amount_cents: int, words: str, earmark_id: UUID | None = None) -> Movement:
    """From what is to allocate to a programme, within what the money was given for. Raises Refused beyond it, or beyond what is there."""
    programme = _programme(by, programme_id)
    earmark = _earmark(by, earmark_id)
    rules.check_within(programme, earmark)
    movement = _movement(by, MovementKind.ALLOCATE, programme, amount_cents, words, earmark=earmark)
    here = {"fund_id": programme.fund_id, "earmark_id": movement.earmark_id}
    entries = [
        EntryInput(account=Account.UNALLOCATED, amount_cents=-amount_cents, **here),
        EntryInput(account=Account.PROGRAMME, amount_cents=amount_cents, programme_id=programme.pk, **here),
    ]
    return movement_post(by, movement, entries)


@transaction.atomic
def money_reallocate(*, by: User, from_id: UUID, to_id: UUID, amount_cents: int, words: str, earmark_id: UUID | None = None) -> Movement:
    """From a programme to another one of the same fund, as a pair; what the money was given for goes along and still holds."""
    source, target = _programme(by, from_id), _programme(by, to_id)
    earmark = _earmark(by, earmark_id)
    if source == target or (source.host_id, source.fund_id) != (target.host_id, target.fund_id):
        raise Refused(_("Choose another programme of the same fund."), field="programme")
    rules.check_within(target, earmark)
    movement = _movement(by, MovementKind.REALLOCATE, target, amount_cents, words, earmark=earmark, from_programme=source)
    here = {"fund_id": source.fund_id, "earmark_id": movement.earmark_id}
    entries = [
        EntryInput(account=Account.PROGRAMME, amount_cents=-amount_cents, programme_id=source.pk, **here),
        EntryInput(account=Account.PROGRAMME, amount_cents=amount_cents, programme_id=target.pk, **here),
    ]
    return movement_post(by, movement, entries)


@transaction.atomic
def money_spend(*, by: User, spending: SpendingInput) -> Movement:
    """Money of a programme was spent: on what, with which proof, and what it made possible."""
    programme = _programme(by, spending.programme_id)
    rules.check_not_later(spending.on, today=today())
    named: dict[str, Any] = {"earmark": _earmark(by, spending.earmark_id), "on": spending.on, "uuid": uuid7()}
    if spending.fact_id is not None:
        named["fact"] = _fact(by, programme, spending.fact_id)
    if spending.paid_by_id is not None:
        named["paid_by"] = _payment(by, spending.paid_by_id, spending.amount_cents, entity_id=books_of(programme))
    if spending.upload is not None:
        named["file"] = _proof(by, programme, spending.upload, named["uuid"])
    movement = _movement(by, MovementKind.SPEND, programme, spending.amount_cents, spending.words, **named)
    here = {"fund_id": programme.fund_id, "programme_id": programme.pk, "earmark_id": movement.earmark_id}
    entries = [
        EntryInput(account=Account.PROGRAMME, amount_cents=-spending.amount_cents, **here),
        EntryInput(account=Account.SPENT, amount_cents=spending.amount_cents, **here),
    ]
    return movement_post(by, movement, entries)


def _proof(by: User, programme: Programme, upload: Any, owner: UUID) -> Any:
    return file_store(
        by=by, upload=upload, purpose="proof", allowed=PROOFS, host_id=programme.host_id, owner_type=MOVEMENT, owner_uuid=owner
    )


def _fact(by: User, programme: Programme, fact_id: UUID) -> Fact:
    """What the school recorded, and did not take back."""
    fact = get_visible_or_404(Fact.objects.select_related("reversed_by"), viewer=by, id=fact_id)
    if fact.host_id != programme.host_id:
        raise Refused(_("This fact was recorded by another school."), field="fact")
    if fact.reverses_id is not None or hasattr(fact, "reversed_by"):
        raise Refused(_("This fact was taken back: name one that stands."), field="fact")
    return fact


def _payment(by: User, line_id: UUID, cents: int, *, entity_id: int) -> BankLine:
    """A line of these books by which the bank saw at least so much leave that nothing explains yet."""
    line = kept_line(by, line_id)
    if line.account.entity_id != entity_id:
        raise Refused(_("This line is of an account of another entity than the one that pays."), field="paid_by")
    left = BankLine.objects.with_sums().get(pk=line.pk).left_cents
    if line.amount_cents > 0 or cents > left:
        words = {"left": formats.euros(left if line.amount_cents < 0 else 0)}
        raise Refused(_("This line has %(left)s of money that left and is not explained yet.") % words, field="paid_by")
    return line


@transaction.atomic
def match_refund(*, by: User, match_id: UUID, amount_cents: int, reason: str, paid_by_id: UUID | None = None) -> Movement:
    """Money of a match goes back to who gave it, with its part of the fee, from what is to allocate. Raises Refused beyond the match, when
    the money has gone on, or when an app above relies on it (a live receipt)."""
    match = _refundable(by, match_id, amount_cents)
    receivable = match.receivable
    before = Match.objects.with_refunded().get(pk=match.pk).refunded_cents
    _check_refund(match, amount_cents, before)
    fee = rules.fee_back(_fee_of(match), of_cents=match.amount_cents, refunded_before=before, refund_cents=amount_cents)
    paid_by = _payment(by, paid_by_id, amount_cents, entity_id=receivable.creditor_id) if paid_by_id else None
    movement = Movement.objects.create(
        kind=MovementKind.REFUND,
        entity=receivable.creditor,
        host_id=receivable.host_id,
        fund_id=receivable.fund_id,
        earmark_id=receivable.earmark_id,
        match=match,
        paid_by=paid_by,
        on=today(),
        amount_cents=amount_cents,
        words=rules.check_reason(reason),
        made_by=by,
    )
    to = {"fund_id": receivable.fund_id, "earmark_id": receivable.earmark_id}
    entries = [
        EntryInput(account=Account.UNALLOCATED, amount_cents=fee - amount_cents, **to),
        EntryInput(account=Account.FEE, amount_cents=-fee, fund_id=receivable.fund_id),
        EntryInput(account=Account.REFUNDED, amount_cents=amount_cents, **to),
    ]
    movement_post(by, movement, entries)
    hooks.refunded.run(movement)
    return movement


def _refundable(by: User, match_id: UUID, amount_cents: int) -> Match:
    matches = Match.objects.select_related("receivable__creditor", "undone")
    match = get_visible_or_404(matches, viewer=by, id=match_id, may="ledger.books.keep")
    rules.check_amount(amount_cents)
    locked_books(match.receivable.creditor_id)
    hooks.may_unmatch.run(match)
    return match


def _check_refund(match: Match, cents: int, before: int) -> None:
    if not Match.objects.live().filter(pk=match.pk).exists():
        raise Refused(_("This match was undone: its money is to identify, and is given back from there."))
    if before + cents > match.amount_cents:
        words = {"left": formats.euros(match.amount_cents - before)}
        raise Refused(_("Only %(left)s of this gift are left to give back.") % words, field="amount")


def _fee_of(match: Match) -> int:
    """What the umbrella took when it was matched."""
    posted = Entry.objects.filter(posting=posting_of(MATCH, match.uuid), account=Account.FEE)
    return sum(posted.values_list("amount_cents", flat=True))


@transaction.atomic
def line_give_back(*, by: User, line_id: UUID, amount_cents: int, reason: str, paid_by_id: UUID | None = None) -> Movement:
    """Money nobody could identify goes back to who paid it."""
    line = kept_line(by, line_id)
    rules.check_amount(amount_cents)
    check_left(line, amount_cents)
    paid_by = _payment(by, paid_by_id, amount_cents, entity_id=line.account.entity_id) if paid_by_id else None
    return _from_line(by, line, amount_cents, kind=MovementKind.REFUND, paid_by=paid_by, words=rules.check_reason(reason))


@transaction.atomic
def line_set_aside(*, by: User, line_id: UUID, amount_cents: int, reason: str) -> Movement:
    """This money is none of what the ledger follows: interest, the bank's charges, a transfer between own accounts."""
    line = kept_line(by, line_id)
    rules.check_amount(amount_cents)
    if line.amount_cents > 0:
        check_left(line, amount_cents)
    else:
        _payment(by, line_id, amount_cents, entity_id=line.account.entity_id)
    return _from_line(by, line, amount_cents, kind=MovementKind.SET_ASIDE, words=rules.check_reason(reason))


def _from_line(by: User, line: BankLine, cents: int, **said: Any) -> Movement:
    """The euros of a line that came in, or that left, go to the account that says why."""
    account = line.account
    movement = Movement.objects.create(
        entity=account.entity, host_id=account.host_id, line=line, on=today(), amount_cents=cents, made_by=by, **said
    )
    came_in = line.amount_cents > 0
    source, taken = (Account.UNIDENTIFIED, -cents) if came_in else (Account.OUTGOING, cents)
    to = Account.REFUNDED if movement.kind == MovementKind.REFUND else Account.OTHER
    return movement_post(by, movement, [EntryInput(account=source, amount_cents=taken), EntryInput(account=to, amount_cents=-taken)])


@transaction.atomic
def movement_take_back(*, by: User, movement_id: UUID, reason: str) -> Movement:
    """A decision was wrong: its posting is reversed. Raises Refused the second time, or when the money has gone on."""
    movements = Movement.objects.select_related("entity", "host", "match")
    movement = get_visible_or_404(movements, viewer=by, id=movement_id)
    check_takes_back(by, movement)
    reason = rules.check_reason(reason)
    posting_reverse(by=by, posting_id=posting_of(MOVEMENT, movement.uuid).uuid, reason=reason)
    audit.record(by, "movement.taken_back", movement, host_id=movement.host_id, reason=reason)
    events.publish("movement.taken_back", movement.uuid)
    return movement


def check_takes_back(by: User, movement: Movement) -> None:
    """Whoever may decide it may take it back. Raises PermissionDenied."""
    if not by.has_perm(MOVE if movement.kind in OF_PROGRAMMES else "ledger.books.keep", movement):
        raise PermissionDenied


def _programme(by: User, programme_id: UUID) -> Programme:
    """The programme, allowed; the books it is paid from are held."""
    programmes = Programme.objects.select_related("fund__umbrella", "host__entity", "parent")
    programme = get_visible_or_404(programmes, viewer=by, id=programme_id, may=MOVE)
    locked_books(books_of(programme))
    return programme


def books_of(programme: Programme) -> int:
    """The entity whose money pays it: the fund's umbrella, else the school itself."""
    return programme.fund.umbrella_id if programme.fund is not None else programme.host.entity.pk


def _earmark(by: User, earmark_id: UUID | None) -> Programme | None:
    return get_visible_or_404(Programme, viewer=by, id=earmark_id) if earmark_id else None


def _movement(by: User, kind: MovementKind, programme: Programme, cents: int, words: str, **named: Any) -> Movement:
    rules.check_amount(cents)
    return Movement.objects.create(
        kind=kind,
        entity_id=books_of(programme),
        host_id=programme.host_id,
        fund_id=programme.fund_id,
        programme=programme,
        amount_cents=cents,
        words=rules.check_reason(words, field="words"),
        made_by=by,
        **{"on": today()} | named,
    )


def movement_post(by: User, movement: Movement, entries: Sequence[EntryInput]) -> Movement:
    """Its posting, and what is told of it; for a service that has checked and written the movement."""
    posting = PostingInput(
        entity_id=movement.entity_id,
        host_id=movement.host_id,
        on=movement.on,
        cause_type=MOVEMENT,
        cause_uuid=movement.uuid,
        entries=[entry for entry in entries if entry.amount_cents],
    )
    posting_write(by=by, posting=posting)
    audit.record(by, "movement.made", movement, host_id=movement.host_id, kind=movement.kind, amount_cents=movement.amount_cents)
    events.publish("movement.made", movement.uuid, kind=movement.kind)
    return movement
