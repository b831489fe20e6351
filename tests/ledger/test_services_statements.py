"""A statement is taken whole, once; what is wrong with a file is said and nothing is written."""

import threading
from dataclasses import replace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections

from filon.engines.statements import Mapping, Statement, read
from filon.kernel.errors import Refused
from filon.ledger.models import BankLine, Entry, Match, Posting
from filon.ledger.models import Statement as Imported
from filon.ledger.queries.proposals import proposals_of
from filon.ledger.services.matches import match_confirm
from filon.ledger.services.reading import NoColumns, columns_remember, statement_read, statement_upload
from filon.ledger.services.statements import statement_import
from tests.factories.ledger import Books, expected, line_of, school_books
from tests.factories.statements import SAMPLE, as_camt, as_csv, as_mt940

pytestmark = pytest.mark.django_db


def taken(books: Books, content: Statement, sha256: str = "0" * 64, **said: bool) -> Imported:
    return statement_import(by=books.keeper, account_id=books.account.uuid, read=replace(content, iban=""), sha256=sha256, **said)


def test_statement_imported_twice_changes_nothing() -> None:
    books = school_books()

    first, again = taken(books, read(as_camt(SAMPLE))), taken(books, read(as_camt(SAMPLE)))
    other = taken(books, read(as_camt(SAMPLE)), sha256="1" * 64)

    assert first == again
    assert (first.lines_new, other.lines_new, other.lines_known) == (8, 0, 8)
    assert (BankLine.objects.count(), Posting.objects.count(), Entry.objects.count()) == (8, 8, 16)


def test_statements_that_overlap_bring_each_line_once() -> None:
    books = school_books()
    content = read(as_csv(SAMPLE))

    taken(books, replace(content, lines=content.lines[:6]))
    second = taken(books, replace(content, lines=content.lines[4:]), sha256="1" * 64)

    assert (second.lines_new, BankLine.objects.count()) == (2, 8)


def test_statement_of_another_format_brings_no_line_twice_unless_it_is_said() -> None:
    books = school_books()
    taken(books, read(as_camt(SAMPLE)))

    same = taken(books, read(as_mt940(SAMPLE)), sha256="1" * 64)
    others = taken(books, read(as_csv(SAMPLE)), sha256="2" * 64, takes_alike=True)

    assert (same.lines_new, same.lines_known, others.lines_new) == (0, 8, 8)


def test_statement_of_another_account_is_refused() -> None:
    books = school_books()

    with pytest.raises(Refused) as refusal:
        statement_import(by=books.keeper, account_id=books.account.uuid, read=read(as_camt(SAMPLE)), sha256="0" * 64)

    assert refusal.value.field == "file"
    assert BankLine.objects.count() == 0


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (as_camt(SAMPLE)[:900], "ligne"),
        (as_camt(SAMPLE, currency="CHF"), "CHF"),
        (b"Date;Montant\n02/03/2026;\xff\xfe\x81\n", "ligne"),
    ],
)
def test_file_that_cannot_be_read_is_refused_by_a_sentence(content: bytes, words: str) -> None:
    books = school_books()
    stored = statement_upload(by=books.keeper, account_id=books.account.uuid, upload=SimpleUploadedFile("releve.xml", content))

    with pytest.raises(Refused) as refusal:
        statement_read(books.account, stored)

    assert "releve.xml" in refusal.value.sentence
    assert words in refusal.value.sentence
    assert BankLine.objects.count() == 0


def test_file_that_is_too_large_is_refused_before_it_is_read() -> None:
    books = school_books()
    upload = SimpleUploadedFile("annees.xml", b"<x/>")
    upload.size = 300 * 1024 * 1024

    with pytest.raises(Refused, match=r"annees\.xml"):
        statement_upload(by=books.keeper, account_id=books.account.uuid, upload=upload)


def test_columns_of_a_csv_file_are_remembered() -> None:
    books = school_books()
    content = b"Quand;Quoi;Combien\n02/03/2026;Don;10,00\n"
    stored = statement_upload(by=books.keeper, account_id=books.account.uuid, upload=SimpleUploadedFile("r.csv", content))
    with pytest.raises(NoColumns):
        statement_read(books.account, stored)

    account = columns_remember(by=books.keeper, account_id=books.account.uuid, mapping=Mapping(";", heads=1, booked=0, amount=2, label=1))

    assert [line.amount_cents for line in statement_read(account, stored).lines] == [1000]


def proposed(books: Books, line: BankLine) -> list[tuple[str, int, bool]]:
    found = BankLine.objects.with_sums().select_related("account").filter(pk=line.pk)
    return [(one.receivable.reference, one.cents, one.is_sure) for one in proposals_of(books.keeper, list(found)).get(line.pk, [])]


def test_line_that_quotes_its_reference_is_surely_that_payment() -> None:
    books = school_books()
    expected(books, 50_00, reference="DON-7", debtor_name="Autre")
    expected(books, 50_00, reference="DON-8", debtor_name="Jeanne Roque")
    line = line_of(books, 50_00, label="VIREMENT DON 8", payer_name="M FABRE")

    assert proposed(books, line)[0] == ("DON-8", 50_00, True)


def test_line_that_quotes_several_is_proposed_for_them_together() -> None:
    books = school_books()
    expected(books, 50_00, reference="LOT-A")
    expected(books, 70_00, reference="LOT-B")
    line = line_of(books, 120_00, label="LOT-A et LOT-B")

    assert proposed(books, line) == [("LOT-A", 50_00, True), ("LOT-B", 70_00, True)]


def test_line_that_bears_a_name_is_proposed_first_for_all_that_is_expected_of_it_when_this_makes_the_amount() -> None:
    books = school_books()
    expected(books, 150_00, reference="AUTRE-1", debtor_name="Gardon Énergies")
    expected(books, 100_00, reference="LOT-A", debtor_name="Salins et Résines")
    expected(books, 50_00, reference="LOT-B", debtor_name="Salins et Résines")
    line = line_of(books, 150_00, payer_name="SALINS ET RESINES")

    assert proposed(books, line) == [("LOT-A", 100_00, False), ("LOT-B", 50_00, False), ("AUTRE-1", 150_00, False)]


def test_line_is_proposed_by_amount_and_name_and_never_surely() -> None:
    books = school_books()
    expected(books, 50_00, reference="DON-1", debtor_name="Jeanne Roqué")
    expected(books, 50_00, reference="DON-2", debtor_name="Paul Serre")
    expected(books, 90_00, reference="DON-3", debtor_name="Lucie Malaval")
    line = line_of(books, 50_00, payer_name="MME ROQUE JEANNE")

    assert proposed(books, line) == [("DON-1", 50_00, False), ("DON-2", 50_00, False)]


@pytest.mark.django_db(transaction=True)
def test_two_officers_matching_the_same_line_at_once_use_it_once() -> None:
    books = school_books()
    line, first, second = line_of(books, 100_00), expected(books, 100_00), expected(books, 100_00)
    refusals: list[str] = []
    gate = threading.Barrier(2)

    def confirm(receivable_id: object) -> None:
        gate.wait()
        try:
            match_confirm(by=books.keeper, line_id=line.uuid, parts=[(receivable_id, 100_00)])
        except Refused as refused:
            refusals.append(refused.field or "")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=confirm, args=[one.uuid]) for one in (first, second)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert (Match.objects.count(), refusals) == (1, ["parts"])
