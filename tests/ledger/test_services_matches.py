"""Which money answers what was expected: to the cent, once, by who keeps the books."""

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from filon.kernel.errors import Refused
from filon.ledger import hooks
from filon.ledger.inputs import SpendingInput
from filon.ledger.kinds import Account, ReceivableState
from filon.ledger.models import BankLine, Entry, Match, Receivable
from filon.ledger.services.matches import match_confirm, match_undo
from filon.ledger.services.movements import line_set_aside, match_refund, money_allocate, money_reallocate, money_spend, movement_take_back
from filon.ledger.services.postings import Place, balance_at
from tests.factories.ledger import DAY, Books, expected, line_of, programme_of, school_books, take_fee, umbrella_books

pytestmark = pytest.mark.django_db


def balances(books: Books) -> dict[str, int]:
    """What is in each account, those that are empty left out."""
    found: dict[str, int] = {}
    for account, cents in Entry.objects.filter(entity=books.entity).values_list("account", "amount_cents"):
        found[account] = found.get(account, 0) + cents
    return {account: cents for account, cents in found.items() if cents}


def left_of(line: BankLine) -> int:
    left: int = BankLine.objects.with_sums().get(pk=line.pk).left_cents
    return left


def state_of(receivable: Receivable) -> str:
    state: str = Receivable.objects.with_paid(today=DAY).get(pk=receivable.pk).state_now
    return state


def test_match_confirm_takes_the_fee_and_leaves_the_rest_to_allocate() -> None:
    books = umbrella_books()
    take_fee(books, percent_bp=800)
    line, receivable = line_of(books, 100_001), expected(books, 100_001)

    match_confirm(by=books.keeper, line_id=line.uuid, parts=[(receivable.uuid, 100_001)])

    assert balances(books) == {"bank": -100_001, "fee": 8_000, "unallocated": 92_001}
    assert state_of(receivable) == ReceivableState.PAID


def test_match_confirm_beyond_what_is_expected_is_refused_and_the_rest_stays_to_identify() -> None:
    books = school_books()
    line, receivable = line_of(books, 150_00), expected(books, 100_00)

    with pytest.raises(Refused) as refusal:
        match_confirm(by=books.keeper, line_id=line.uuid, parts=[(receivable.uuid, 150_00)])
    match_confirm(by=books.keeper, line_id=line.uuid, parts=[(receivable.uuid, 100_00)])

    assert refusal.value.field == "parts"
    assert balances(books) == {"bank": -150_00, "unidentified": 50_00, "unallocated": 100_00}
    assert left_of(line) == 50_00


def test_match_confirm_splits_a_grouped_payment() -> None:
    books = school_books()
    line = line_of(books, 300_00)
    first, second = expected(books, 100_00), expected(books, 400_00)

    matches = match_confirm(by=books.keeper, line_id=line.uuid, parts=[(first.uuid, 100_00), (second.uuid, 200_00)])

    assert [match.amount_cents for match in matches] == [100_00, 200_00]
    assert (state_of(first), state_of(second)) == (ReceivableState.PAID, ReceivableState.PART_PAID)
    assert left_of(line) == 0


def test_match_confirm_is_refused_to_who_does_not_keep_the_books() -> None:
    books, other = umbrella_books(), umbrella_books()
    line, receivable = line_of(books, 100_00), expected(books, 100_00)
    parts = [(receivable.uuid, 100_00)]

    with pytest.raises(Http404):
        match_confirm(by=other.keeper, line_id=line.uuid, parts=parts)
    with pytest.raises(Http404):
        match_confirm(by=books.school_officer, line_id=line.uuid, parts=parts)
    match_confirm(by=books.keeper, line_id=line.uuid, parts=[(receivable.uuid, 60_00)])
    with pytest.raises(PermissionDenied):
        match_confirm(by=books.school_officer, line_id=line.uuid, parts=[(receivable.uuid, 40_00)])

    assert Match.objects.count() == 1


def test_match_undo_gives_the_money_back_to_identify() -> None:
    books = umbrella_books()
    take_fee(books)
    line, receivable = line_of(books, 100_00), expected(books, 100_00)
    (match,) = match_confirm(by=books.keeper, line_id=line.uuid, parts=[(receivable.uuid, 100_00)])

    match_undo(by=books.keeper, match_id=match.uuid, reason="Autre donateur")

    assert balances(books) == {"bank": -100_00, "unidentified": 100_00}
    assert left_of(line) == 100_00
    with pytest.raises(Refused):
        match_undo(by=books.keeper, match_id=match.uuid, reason="Encore")


def test_match_undo_is_refused_once_the_money_has_gone_on() -> None:
    books = umbrella_books()
    line, receivable, programme = line_of(books, 100_00), expected(books, 100_00), programme_of(books)
    (match,) = match_confirm(by=books.keeper, line_id=line.uuid, parts=[(receivable.uuid, 100_00)])
    allocated = money_allocate(by=books.school_officer, programme_id=programme.uuid, amount_cents=1_00, words="Bourses")

    with pytest.raises(Refused):
        match_undo(by=books.keeper, match_id=match.uuid, reason="Autre donateur")
    movement_take_back(by=books.school_officer, movement_id=allocated.uuid, reason="Erreur")
    match_undo(by=books.keeper, match_id=match.uuid, reason="Autre donateur")

    assert balances(books) == {"bank": -100_00, "unidentified": 100_00}


def test_match_undo_is_refused_while_an_app_above_relies_on_it(monkeypatch: pytest.MonkeyPatch) -> None:
    books = school_books()
    line, receivable = line_of(books, 100_00), expected(books, 100_00)
    (match,) = match_confirm(by=books.keeper, line_id=line.uuid, parts=[(receivable.uuid, 100_00)])

    def refuse(held: Match) -> None:
        raise Refused(f"Un reçu repose sur {held.uuid}")

    monkeypatch.setattr(hooks.may_unmatch, "_handlers", [refuse])

    with pytest.raises(Refused, match="Un reçu repose"):
        match_undo(by=books.keeper, match_id=match.uuid, reason="Autre donateur")
    with pytest.raises(Refused, match="Un reçu repose"):
        match_refund(by=books.keeper, match_id=match.uuid, amount_cents=1, reason="Trop versé")

    assert Match.objects.live().count() == 1


def test_match_refund_gives_the_fee_back_in_proportion_and_to_the_cent() -> None:
    books = umbrella_books()
    take_fee(books, percent_bp=333)
    line, receivable = line_of(books, 100_00), expected(books, 100_00)
    (match,) = match_confirm(by=books.keeper, line_id=line.uuid, parts=[(receivable.uuid, 100_00)])

    match_refund(by=books.keeper, match_id=match.uuid, amount_cents=33_33, reason="Trop versé")
    partly = balances(books)
    match_refund(by=books.keeper, match_id=match.uuid, amount_cents=66_67, reason="Tout")

    assert partly == {"bank": -100_00, "fee": 3_33 - 1_10, "unallocated": 96_67 - 32_23, "refunded": 33_33}
    assert balances(books) == {"bank": -100_00, "refunded": 100_00}


def test_money_given_for_a_department_goes_to_it_and_to_its_projects_alone() -> None:
    books = umbrella_books()
    department = programme_of(books, "Sous-sol", is_department=True)
    project = programme_of(books, "Microscopes", parent_id=department.uuid)
    other = programme_of(books, "Bourses")
    line, receivable = line_of(books, 100_00), expected(books, 100_00, earmark=department)
    match_confirm(by=books.keeper, line_id=line.uuid, parts=[(receivable.uuid, 100_00)])
    given = {"by": books.school_officer, "words": "Conseil de mars", "earmark_id": department.uuid}

    money_allocate(programme_id=project.uuid, amount_cents=60_00, **given)
    with pytest.raises(Refused):
        money_allocate(programme_id=other.uuid, amount_cents=10_00, **given)
    with pytest.raises(Refused):
        money_allocate(by=books.school_officer, programme_id=other.uuid, amount_cents=10_00, words="Sans le dire")
    with pytest.raises(Refused):
        money_reallocate(from_id=project.uuid, to_id=other.uuid, amount_cents=1, **given)
    money_reallocate(from_id=project.uuid, to_id=department.uuid, amount_cents=20_00, **given)

    place = Place(Account.PROGRAMME, department.fund_id, department.pk, department.pk)
    assert balance_at(books.entity.pk, place) == 20_00


def test_money_spend_beyond_what_a_programme_has_is_refused() -> None:
    books = school_books()
    programme = programme_of(books)
    line, receivable = line_of(books, 100_00), expected(books, 100_00)
    match_confirm(by=books.keeper, line_id=line.uuid, parts=[(receivable.uuid, 100_00)])
    money_allocate(by=books.keeper, programme_id=programme.uuid, amount_cents=50_00, words="Budget")
    out = line_of(books, -45_00)

    bought = SpendingInput(programme_id=programme.uuid, amount_cents=45_00, on=DAY, words="Microscope", paid_by_id=out.uuid)
    money_spend(by=books.keeper, spending=bought)
    with pytest.raises(Refused):
        money_spend(by=books.keeper, spending=SpendingInput(programme_id=programme.uuid, amount_cents=5_01, on=DAY, words="Lampe"))

    assert balances(books) == {"bank": -55_00, "unallocated": 50_00, "programme": 5_00, "spent": 45_00, "outgoing": -45_00}
    assert left_of(out) == 0


def test_line_set_aside_takes_it_out_of_what_is_to_identify() -> None:
    books = school_books()
    line = line_of(books, 12_34)

    line_set_aside(by=books.keeper, line_id=line.uuid, amount_cents=12_34, reason="Intérêts")

    assert balances(books) == {"bank": -12_34, "other": 12_34}
    assert left_of(line) == 0
