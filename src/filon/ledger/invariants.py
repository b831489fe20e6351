"""What is always true of money, proved again by `filon verify` (the reference's invariants 1, 2, 3, 5 and 16, and what they rest on)."""

from __future__ import annotations

from django.db import connection
from django.db.models import Model
from django.utils.translation import gettext as _

from filon.kernel.registry import InvariantResult
from filon.ledger.models import BankLine, Entry, Match, Movement, Posting, Receivable

MOST = 1000

LIVE = "SELECT m.* FROM ledger_match AS m WHERE NOT EXISTS (SELECT FROM ledger_unmatch AS u WHERE u.match_id = m.id)"
STANDING = """SELECT m.* FROM ledger_movement AS m WHERE NOT EXISTS (
    SELECT FROM ledger_posting AS back
     WHERE back.cause_type = 'ledger.movement' AND back.cause_uuid = m.uuid AND back.reverses_id IS NOT NULL)"""
UNBALANCED = """
SELECT posting.uuid FROM ledger_posting AS posting LEFT JOIN ledger_entry AS entry ON entry.posting_id = posting.id
 GROUP BY posting.id, posting.uuid HAVING coalesce(sum(entry.amount_cents), 1) <> 0"""
MISPLACED = """
SELECT posting.uuid FROM ledger_entry AS entry JOIN ledger_posting AS posting ON posting.id = entry.posting_id
 WHERE entry.entity_id <> posting.entity_id"""
OVER_LINE = f"""
SELECT line.uuid FROM ledger_bankline AS line
  LEFT JOIN (SELECT line_id, sum(amount_cents) AS cents FROM ({LIVE}) AS live GROUP BY 1) AS matched ON matched.line_id = line.id
  LEFT JOIN (SELECT line_id, sum(amount_cents) AS cents FROM ({STANDING}) AS moved GROUP BY 1) AS named ON named.line_id = line.id
  LEFT JOIN (SELECT paid_by_id, sum(amount_cents) AS cents FROM ({STANDING}) AS moved GROUP BY 1) AS paid ON paid.paid_by_id = line.id
 WHERE coalesce(matched.cents, 0) + coalesce(named.cents, 0) + coalesce(paid.cents, 0) > abs(line.amount_cents)"""  # noqa: S608  ours
UNPOSTED_LINE = """
SELECT line.uuid FROM ledger_bankline AS line
  LEFT JOIN ledger_posting AS posting ON posting.cause_type = 'ledger.bankline' AND posting.cause_uuid = line.uuid
  LEFT JOIN ledger_entry AS entry ON entry.posting_id = posting.id AND entry.account = 'bank'
 WHERE entry.amount_cents IS DISTINCT FROM -line.amount_cents"""
OVER_RECEIVABLE = f"""
SELECT receivable.uuid FROM ledger_receivable AS receivable JOIN ({LIVE}) AS live ON live.receivable_id = receivable.id
 GROUP BY receivable.id, receivable.uuid HAVING sum(live.amount_cents) > receivable.amount_cents"""  # noqa: S608
MATCH_POSTING = """
SELECT m.uuid FROM ledger_match AS m
  LEFT JOIN ledger_posting AS posting ON posting.cause_type = 'ledger.match' AND posting.cause_uuid = m.uuid AND posting.reverses_id IS NULL
  LEFT JOIN ledger_entry AS entry ON entry.posting_id = posting.id AND entry.account = 'unidentified'
  LEFT JOIN ledger_unmatch AS undone ON undone.match_id = m.id
  LEFT JOIN ledger_posting AS back ON back.reverses_id = posting.id
 WHERE entry.amount_cents IS DISTINCT FROM -m.amount_cents OR (undone.id IS NULL) <> (back.id IS NULL)"""
FUND = f"""
SELECT fund.uuid FROM partners_fund AS fund
  JOIN (SELECT fund_id, sum(amount_cents) FILTER (WHERE account IN ('fee', 'unallocated', 'programme', 'spent', 'refunded')) AS cents
          FROM ledger_entry WHERE fund_id IS NOT NULL GROUP BY 1) AS held ON held.fund_id = fund.id
  LEFT JOIN (SELECT receivable.fund_id, sum(live.amount_cents) AS cents FROM ({LIVE}) AS live
               JOIN ledger_receivable AS receivable ON receivable.id = live.receivable_id GROUP BY 1) AS received
    ON received.fund_id = fund.id
 WHERE coalesce(held.cents, 0) <> coalesce(received.cents, 0)"""  # noqa: S608
BELOW_ZERO = """
SELECT concat_ws(' ', entity_id, account, fund_id, programme_id, earmark_id) FROM ledger_entry
 WHERE account NOT IN ('bank', 'outgoing', 'other')
 GROUP BY entity_id, account, fund_id, programme_id, earmark_id HAVING sum(amount_cents) < 0"""
OUTSIDE_PURPOSE = """
SELECT posting.uuid FROM ledger_entry AS entry JOIN ledger_posting AS posting ON posting.id = entry.posting_id
  JOIN ledger_programme AS programme ON programme.id = entry.programme_id
 WHERE entry.earmark_id IS NOT NULL AND entry.earmark_id <> programme.id AND entry.earmark_id IS DISTINCT FROM programme.parent_id"""
NOT_OPPOSITE = """
SELECT back.uuid FROM ledger_posting AS back JOIN ledger_posting AS wrong ON wrong.id = back.reverses_id
 WHERE wrong.reverses_id IS NOT NULL OR EXISTS (
    (SELECT account, fund_id, programme_id, earmark_id, -amount_cents FROM ledger_entry WHERE posting_id = wrong.id)
    EXCEPT ALL (SELECT account, fund_id, programme_id, earmark_id, amount_cents FROM ledger_entry WHERE posting_id = back.id))"""
MAY_GO = """
SELECT conname FROM pg_constraint
 WHERE contype = 'f' AND confdeltype NOT IN ('a', 'r')
   AND (conrelid::regclass::text LIKE 'ledger_%' OR confrelid::regclass::text LIKE 'ledger_%')"""


def _found(model: type[Model], query: str, sentence: str) -> InvariantResult:
    """How many rows of the model there are, and a sentence for each that the query names."""
    with connection.cursor() as cursor:
        cursor.execute(f"{query} LIMIT {MOST}")
        violations = [sentence % {"object": name} for (name,) in cursor.fetchall()]
    return InvariantResult(model._default_manager.count(), violations)


def postings_make_zero() -> InvariantResult:
    return _found(Posting, UNBALANCED, _("the entries of the posting %(object)s do not make zero"))


def entries_in_the_books_of_their_posting() -> InvariantResult:
    return _found(Entry, MISPLACED, _("an entry of the posting %(object)s is in other books"))


def line_used_at_most_once() -> InvariantResult:
    return _found(BankLine, OVER_LINE, _("more than the amount of the line %(object)s is matched, set aside or explained"))


def line_posted_whole() -> InvariantResult:
    return _found(BankLine, UNPOSTED_LINE, _("the line %(object)s is not in the books with its amount"))


def receivable_paid_at_most() -> InvariantResult:
    return _found(Receivable, OVER_RECEIVABLE, _("more is matched to the payment %(object)s than was expected"))


def match_posted() -> InvariantResult:
    return _found(Match, MATCH_POSTING, _("the match %(object)s is not in the books, or was undone without them"))


def fund_conserves_money() -> InvariantResult:
    return _found(Match, FUND, _("what the fund %(object)s received is not what its accounts hold"))


def no_account_below_zero() -> InvariantResult:
    return _found(Entry, BELOW_ZERO, _("an account is below zero (books, account, fund, programme, given for: %(object)s)"))


def restricted_money_within_its_purpose() -> InvariantResult:
    return _found(Entry, OUTSIDE_PURPOSE, _("the posting %(object)s puts money where it was not given for"))


def reversal_opposite_and_once() -> InvariantResult:
    return _found(Posting, NOT_OPPOSITE, _("the posting %(object)s is not the opposite of the one it reverses"))


def nothing_of_the_ledger_goes_with_another_row() -> InvariantResult:
    return _found(Movement, MAY_GO, _("the foreign key %(object)s lets a row of the ledger go"))
