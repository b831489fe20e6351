"""Which money of which line answers what was expected: confirmed by a person, undone with a reason."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import Sum
from django.http import Http404
from django.utils.translation import gettext as _

from filon.kernel import audit, events, formats
from filon.kernel.errors import Refused
from filon.kernel.rights import get_visible_or_404
from filon.ledger import hooks, rules
from filon.ledger.inputs import EntryInput, PostingInput
from filon.ledger.kinds import Account
from filon.ledger.models import BankLine, FeeRule, Match, Receivable, Unmatch
from filon.ledger.services.opening import locked_books
from filon.ledger.services.postings import posting_of, posting_reverse, posting_write
from filon.partners.models import LegalEntity
from filon.people.models import User

MATCH = "ledger.match"
Part = tuple[UUID, int]


@transaction.atomic
def match_confirm(*, by: User, line_id: UUID, parts: Sequence[Part], donor_id: UUID | None = None) -> list[Match]:
    """Says that this line pays so many cents of each of these receivables; what is left stays to identify. ``donor_id``: who gives, when
    that is not the debtor. Raises Refused beyond what the line holds or what is expected."""
    line = kept_line(by, line_id)
    donor = get_visible_or_404(LegalEntity, viewer=by, id=donor_id) if donor_id else None
    receivables = _locked_receivables(by, [receivable_id for receivable_id, _cents in parts])
    _check_parts(parts)
    check_left(line, sum(cents for _id, cents in parts))
    return [_match(by, line, receivables[receivable_id], cents, donor) for receivable_id, cents in parts]


@dataclass(frozen=True)
class Confirmed:
    """What became of lines confirmed together: the matches made, and for each line refused the sentence that says why."""

    matches: list[Match]
    refused: list[tuple[BankLine, str]]


@transaction.atomic
def matches_confirm(*, by: User, chosen: Mapping[UUID, Sequence[Part]]) -> Confirmed:
    """Confirms the matches of many lines at once, each by itself: one that is refused does not stop the others. 404 if one is foreign."""
    if not chosen:
        raise Refused(_("Tick at least one line."), field="line")
    visible = BankLine.objects.visible_to(by).filter(uuid__in=chosen).select_related("account__entity")
    lines = list(visible.order_by("account__entity_id", "pk"))
    if len(lines) != len(chosen):
        raise Http404
    done = Confirmed([], [])
    for line in lines:
        try:
            done.matches.extend(match_confirm(by=by, line_id=line.uuid, parts=chosen[line.uuid]))
        except Refused as refused:
            done.refused.append((line, refused.sentence))
    return done


def kept_line(by: User, line_id: UUID) -> BankLine:
    """The line, its books held. 404 if foreign, 403 for who does not keep them."""
    lines = BankLine.objects.select_related("account__entity")
    line = get_visible_or_404(lines, viewer=by, id=line_id, may="ledger.books.keep")
    locked_books(line.account.entity_id)
    return line


def _locked_receivables(by: User, ids: Sequence[UUID]) -> dict[UUID, Receivable]:
    visible = Receivable.objects.visible_to(by).select_related("fund", "earmark").select_for_update(no_key=True, of=("self",))
    found = {receivable.uuid: receivable for receivable in visible.filter(uuid__in=ids).order_by("pk")}
    if len(found) != len(set(ids)):
        raise Http404
    return found


def _check_parts(parts: Sequence[Part]) -> None:
    if not parts:
        raise Refused(_("Choose at least one expected payment."), field="parts")
    if len({receivable_id for receivable_id, _cents in parts}) != len(parts):
        raise Refused(_("The same expected payment is named twice: give it one amount."), field="parts")
    for _id, cents in parts:
        rules.check_amount(cents, field="parts")


def check_left(line: BankLine, cents: int) -> None:
    """Is so much of the line still to identify? The books are held."""
    if line.amount_cents < 0:
        raise Refused(_("This line is money that left the account: it pays nothing that was expected."), field="parts")
    left = BankLine.objects.with_sums().get(pk=line.pk).left_cents
    if cents > left:
        words = {"asked": formats.euros(cents), "left": formats.euros(left)}
        sentence = _("%(asked)s are asked of this line, and %(left)s of it are still to identify. Somebody may have matched it meanwhile.")
        raise Refused(sentence % words, field="parts")


def _match(by: User, line: BankLine, receivable: Receivable, cents: int, donor: LegalEntity | None) -> Match:
    _check_expected(line, receivable, cents)
    match = Match.objects.create(line=line, receivable=receivable, amount_cents=cents, donor=donor or receivable.debtor, matched_by=by)
    posting_write(by=by, posting=_posting(match))
    audit.record(by, "match.confirmed", match, host_id=receivable.host_id, amount_cents=cents, reference=receivable.reference)
    hooks.matched.run(match)
    events.publish("match.confirmed", match.uuid, receivable=str(receivable.uuid))
    return match


def _check_expected(line: BankLine, receivable: Receivable, cents: int) -> None:
    """Is it expected by who received it, still, and as much?"""
    if receivable.creditor_id != line.account.entity_id:
        raise Refused(_("“%(reference)s” is expected by another entity than the one that received this line.") % _named(receivable))
    left = receivable.amount_cents - (receivable.matches.live().aggregate(sum=Sum("amount_cents"))["sum"] or 0)
    if receivable.closed_on is not None:
        raise Refused(_("Nothing more is expected for “%(reference)s”: it was closed.") % _named(receivable), field="parts")
    if cents > left:
        words = _named(receivable) | {"asked": formats.euros(cents), "left": formats.euros(left)}
        sentence = _("Only %(left)s are still expected for “%(reference)s”, not %(asked)s: match those, the rest stays to identify.")
        raise Refused(sentence % words, field="parts")


def _named(receivable: Receivable) -> dict[str, str]:
    return {"reference": receivable.reference}


def _posting(match: Match) -> PostingInput:
    """From what is to identify to what is to allocate, with the fee of the umbrella between."""
    receivable, day = match.receivable, match.line.credited_on
    fee = fee_on(match)
    to = {"fund_id": receivable.fund_id, "earmark_id": receivable.earmark_id}
    return PostingInput(
        entity_id=receivable.creditor_id,
        host_id=receivable.host_id,
        on=day,
        cause_type=MATCH,
        cause_uuid=match.uuid,
        entries=[
            EntryInput(account=Account.UNIDENTIFIED, amount_cents=-match.amount_cents),
            EntryInput(account=Account.FEE, amount_cents=fee, fund_id=receivable.fund_id),
            EntryInput(account=Account.UNALLOCATED, amount_cents=match.amount_cents - fee, **to),
        ],
    )


def fee_on(match: Match) -> int:
    """By the rule of the day on which the money came, on what the fund received before in that year."""
    fund_id, day = match.receivable.fund_id, match.line.credited_on
    if fund_id is None:
        return 0
    rule = fee_rule_on(fund_id, day)
    others = Match.objects.live().exclude(pk=match.pk).filter(receivable__fund_id=fund_id, line__credited_on__year=day.year)
    before = others.aggregate(sum=Sum("amount_cents"))["sum"] or 0
    return rules.fee_of(rule, match.amount_cents, received_before=before)


def fee_rule_on(fund_id: int, day: dt.date) -> FeeRule | None:
    """The last that holds on that day."""
    return FeeRule.objects.filter(fund_id=fund_id, valid_from__lte=day).order_by("-valid_from").first()


@transaction.atomic
def match_undo(*, by: User, match_id: UUID, reason: str) -> Unmatch:
    """The match was wrong: its money is to identify again. Raises Refused when the money has gone on, was given back, or when an app above
    relies on it (a live receipt)."""
    matches = Match.objects.select_related("receivable__creditor", "line__account")
    match = get_visible_or_404(matches, viewer=by, id=match_id, may="ledger.books.keep")
    reason = rules.check_reason(reason)
    locked_books(match.receivable.creditor_id)
    _check_standing(match)
    hooks.may_unmatch.run(match)
    undone = Unmatch.objects.create(match=match, reason=reason, undone_by=by)
    posting_reverse(by=by, posting_id=posting_of(MATCH, match.uuid).uuid, reason=reason)
    audit.record(by, "match.undone", match, host_id=match.receivable.host_id, reason=reason)
    hooks.unmatched.run(match)
    events.publish("match.undone", match.uuid, receivable=str(match.receivable.uuid))
    return undone


def _check_standing(match: Match) -> None:
    standing = Match.objects.live().with_refunded().filter(pk=match.pk).first()
    if standing is None:
        raise Refused(_("This match is undone already."))
    if standing.refunded_cents:
        words = {"refunded": formats.euros(standing.refunded_cents)}
        raise Refused(_("%(refunded)s of it were given back: take the refund back first.") % words)
