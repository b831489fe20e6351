"""What the pages say of money: sums of entries, the picture, the export, and to whom."""

import datetime as dt
from collections import defaultdict

import pytest
from django.utils import timezone

from filon.kernel.errors import Refused
from filon.ledger.inputs import SpendingInput
from filon.ledger.models import BankLine, Match, Movement, Posting, Receivable
from filon.ledger.queries.accounting import COLUMNS, accounting_rows
from filon.ledger.queries.books import books_seen
from filon.ledger.queries.contributed import week_items
from filon.ledger.queries.flow import flow_of
from filon.ledger.services.funds import fee_year_take
from filon.ledger.services.matches import match_confirm
from filon.ledger.services.movements import money_allocate, money_spend
from filon.people.roles import Role
from tests.factories.ledger import DAY, Books, expected, line_of, programme_of, school_books, take_fee, umbrella_books, user_at
from tests.factories.people import HostFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def books() -> Books:
    """1,000 € received with 8 % of fee, 300 € allocated, 100 € spent."""
    found = umbrella_books()
    take_fee(found, percent_bp=800)
    line, receivable, programme = line_of(found, 1_000_00), expected(found, 1_000_00), programme_of(found)
    match_confirm(by=found.keeper, line_id=line.uuid, parts=[(receivable.uuid, 1_000_00)])
    money_allocate(by=found.school_officer, programme_id=programme.uuid, amount_cents=300_00, words="Comité")
    money_spend(
        by=found.school_officer, spending=SpendingInput(programme_id=programme.uuid, amount_cents=100_00, on=DAY, words="Microscope")
    )
    return found


def test_books_of_a_fund_are_the_same_for_its_keeper_and_for_the_school(books: Books) -> None:
    for reader in (books.keeper, books.school_officer, user_at(books.host, Role.AUDITOR)):
        (seen,) = books_seen(reader)

        sums = seen.sums
        assert (sums.received, sums.fee, sums.unallocated, sums.allocated, sums.spent) == (1_000_00, 80_00, 620_00, 300_00, 100_00)


def test_books_of_a_fund_are_closed_to_another_school_under_the_same_umbrella(books: Books) -> None:
    other = umbrella_books(umbrella=books.entity)
    readers = (other.keeper, other.school_officer, user_at(HostFactory.create()))

    for reader in readers:
        for model in (BankLine, Match, Movement, Posting, Receivable):
            assert list(model.objects.visible_to(reader)) == []
        assert [one.name for one in books_seen(reader) if one.uuid == books.fund.uuid] == []


def test_school_sees_a_line_only_when_all_of_it_is_hers() -> None:
    first = umbrella_books()
    second = umbrella_books(umbrella=first.entity)
    both = first.keeper
    line = line_of(first, 300_00, payer_name="Gardon")
    ours, theirs = expected(first, 100_00), expected(second, 100_00)
    match_confirm(by=both, line_id=line.uuid, parts=[(ours.uuid, 100_00)])

    alone = list(BankLine.objects.visible_to(first.school_officer))
    Match.objects.create(line=line, receivable=theirs, amount_cents=100_00, matched_by=both)

    assert alone == [line]
    assert list(BankLine.objects.visible_to(first.school_officer)) == []
    assert [match.receivable for match in Match.objects.visible_to(first.school_officer)] == [ours]


def test_flow_draws_what_was_received_and_nothing_twice(books: Books) -> None:
    (seen,) = books_seen(books.keeper)

    flow = flow_of(seen.sums)

    assert flow is not None
    by_kind: dict[str, int] = defaultdict(int)
    for block in flow.blocks:
        by_kind[block.kind] += block.cents
    assert dict(by_kind) == {"received": 1_000_00, "fee": 80_00, "programme": 300_00, "waiting": 620_00, "spent": 100_00}
    assert flow_of(books_seen(school_books().keeper)[0].sums) is None


def cents(text: str) -> int:
    return int(text.replace(",", ""))


def test_accounting_export_balances_posting_by_posting(books: Books) -> None:
    (seen,) = books_seen(books.keeper)

    rows = list(accounting_rows(books.keeper, seen.uuid))

    sums: dict[str, int] = defaultdict(int)
    for row in rows:
        sums[row[2]] += cents(row[11]) - cents(row[12])
    assert {len(row) for row in rows} == {len(COLUMNS)} == {18}
    assert set(sums.values()) == {0}
    assert len(sums) == 3


def test_week_says_what_is_to_identify_and_what_is_late() -> None:
    books, today = school_books(), timezone.localdate()
    line_of(books, 50_00)
    expected(books, 80_00, due_on=today - dt.timedelta(days=3), debtor_name="Gardon")

    found = [(item.kind, item.context) for item in week_items(books.keeper, today)]

    assert [kind for kind, _context in found] == ["decide", "late"]
    assert list(week_items(user_at(books.host, Role.STUDENT), today)) == []


def test_yearly_fee_is_taken_once_a_year() -> None:
    books = umbrella_books()
    take_fee(books, percent_bp=0, yearly_cents=20_00)
    line, receivable = line_of(books, 100_00), expected(books, 100_00)
    match_confirm(by=books.keeper, line_id=line.uuid, parts=[(receivable.uuid, 100_00)])

    fee_year_take(by=books.keeper, fund_id=books.fund.uuid, year=timezone.localdate().year)
    with pytest.raises(Refused):
        fee_year_take(by=books.keeper, fund_id=books.fund.uuid, year=timezone.localdate().year)

    (seen,) = books_seen(books.keeper)
    assert (seen.sums.fee, seen.sums.unallocated) == (20_00, 80_00)
