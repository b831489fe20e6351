"""`filon verify` finds what breaks a rule of money, and the database refuses what it can refuse itself."""

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from filon.kernel.models import uuid7
from filon.ledger import invariants
from filon.ledger.contributions import INVARIANTS
from filon.ledger.kinds import Account
from filon.ledger.models import BankLine, Entry, Match, Posting, Unmatch
from filon.ledger.services.matches import match_confirm
from tests.factories.ledger import DAY, Books, expected, line_of, programme_of, school_books, umbrella_books

pytestmark = pytest.mark.django_db
Said = dict[str, Any]


def posted(books: Books, entries: Sequence[Said], **named: Any) -> Posting:
    """Rows written beside the services."""
    given = {"cause_type": "test.case", "cause_uuid": uuid7()} | named
    posting = Posting.objects.create(entity=books.entity, host=books.host, on=DAY, written_by=books.keeper, **given)
    Entry.objects.bulk_create(Entry(**({"posting": posting, "entity": books.entity} | entry)) for entry in entries)
    return posting


def bank(cents: int) -> Said:
    return {"account": Account.BANK, "amount_cents": cents}


def nothing_posted(books: Books) -> None:
    posted(books, [])


def other_books(books: Books) -> None:
    posted(books, [bank(-5) | {"entity": school_books().entity}, {"account": Account.FEE, "amount_cents": 5}])


def line_beyond_its_amount(books: Books) -> None:
    line, receivable = line_of(books, 10), expected(books, 100)
    Match.objects.create(line=line, receivable=receivable, amount_cents=11, matched_by=books.keeper)


def line_without_posting(books: Books) -> None:
    line = line_of(books, 10)
    BankLine.objects.create(account=line.account, statement=line.statement, line_key="x", booked_on=DAY, credited_on=DAY, amount_cents=5)


def receivable_beyond_its_amount(books: Books) -> None:
    line, receivable = line_of(books, 100), expected(books, 10)
    Match.objects.create(line=line, receivable=receivable, amount_cents=11, matched_by=books.keeper)


def match_without_posting(books: Books) -> None:
    line, receivable = line_of(books, 100), expected(books, 100)
    Match.objects.create(line=line, receivable=receivable, amount_cents=11, matched_by=books.keeper)


def match_undone_without_reversal(books: Books) -> None:
    line, receivable = line_of(books, 100), expected(books, 100)
    (match,) = match_confirm(by=books.keeper, line_id=line.uuid, parts=[(receivable.uuid, 11)])
    Unmatch.objects.create(match=match, reason="Erreur", undone_by=books.keeper)


def fund_with_money_from_nowhere(books: Books) -> None:
    posted(books, [bank(-5), {"account": Account.UNALLOCATED, "fund": books.fund, "amount_cents": 5}])


def account_below_zero(books: Books) -> None:
    posted(books, [bank(5), {"account": Account.UNALLOCATED, "amount_cents": -5}])


def money_outside_its_purpose(books: Books) -> None:
    department, other = programme_of(books, "Sous-sol", is_department=True), programme_of(books, "Bourses")
    posted(books, [bank(-5), {"account": Account.PROGRAMME, "programme": other, "earmark": department, "amount_cents": 5}])


def reversal_that_is_not_opposite(books: Books) -> None:
    entries = [bank(-5), {"account": Account.UNALLOCATED, "amount_cents": 5}]
    posted(books, entries, reverses=posted(books, entries))


BREAKS: list[tuple[str, Callable[[Books], None]]] = [
    ("postings_make_zero", nothing_posted),
    ("entries_in_the_books_of_their_posting", other_books),
    ("line_used_at_most_once", line_beyond_its_amount),
    ("line_posted_whole", line_without_posting),
    ("receivable_paid_at_most", receivable_beyond_its_amount),
    ("match_posted", match_without_posting),
    ("match_posted", match_undone_without_reversal),
    ("fund_conserves_money", fund_with_money_from_nowhere),
    ("no_account_below_zero", account_below_zero),
    ("restricted_money_within_its_purpose", money_outside_its_purpose),
    ("reversal_opposite_and_once", reversal_that_is_not_opposite),
]


@pytest.mark.parametrize(("name", "broken"), BREAKS)
def test_invariant_finds_what_breaks_it(name: str, broken: Callable[[Books], None]) -> None:
    books = umbrella_books()
    before = getattr(invariants, name)().violations

    broken(books)

    assert (before, len(getattr(invariants, name)().violations)) == ([], 1)


def test_invariant_of_deletion_holds_and_every_other_is_broken_above() -> None:
    tried = {f"ledger.{name}" for name, _broken in BREAKS}

    assert invariants.nothing_of_the_ledger_goes_with_another_row().violations == []
    assert {one.name for one in INVARIANTS} - tried == {"ledger.nothing_goes_with_another_row"}


def test_entries_that_do_not_make_zero_are_refused_by_the_database() -> None:
    books = school_books()

    with pytest.raises(IntegrityError, match="make zero"), transaction.atomic():
        posted(books, [bank(-5)])
    posting = posted(books, [bank(-5), {"account": Account.OTHER, "amount_cents": 5}])
    with pytest.raises(IntegrityError, match="written together"), transaction.atomic():
        Entry.objects.bulk_create(
            Entry(posting=posting, entity=books.entity, account=Account.OTHER, amount_cents=cents) for cents in (1, -1)
        )


@pytest.mark.parametrize("model", [BankLine, Match, Posting, Entry])
def test_what_was_written_is_never_changed_nor_deleted(model: Any) -> None:
    books = school_books()
    line, receivable = line_of(books, 100), expected(books, 100)
    match_confirm(by=books.keeper, line_id=line.uuid, parts=[(receivable.uuid, 100)])

    with pytest.raises(DatabaseError), transaction.atomic():
        model.objects.update(id=7)
    with pytest.raises(DatabaseError), transaction.atomic():
        model.objects.filter(pk__gt=0)._raw_delete("default")
