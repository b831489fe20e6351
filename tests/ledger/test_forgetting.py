"""Who paid is erased once the law lets go of it; the books, the chain and the proofs hold."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from filon.kernel import audit, noted
from filon.kernel.models import AuditEvent, StoredFile
from filon.kernel.registry import Invariant, all_of
from filon.ledger.models import BankLine, Statement
from filon.ledger.services.forgetting import payers_forget
from filon.ledger.services.matches import match_confirm
from filon.ledger.services.reading import statement_read, statement_upload
from filon.ledger.services.statements import statement_import
from tests.factories.ledger import Books, expected, line_of, school_books

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])

SAID = ("payer_name", "payer_iban", "reference", "label")
NIGHT = dt.date(2037, 3, 2)
"""Eleven years after the lines of the factories."""


def paid(books: Books, day: dt.date) -> BankLine:
    return line_of(books, 100_00, day=day, payer_name="Claire Aubin", payer_iban="FR7630006000011234567890189", reference="D1", label="DON")


def said(line: BankLine) -> tuple[object, ...]:
    return BankLine.objects.values_list(*SAID).get(pk=line.pk)


def violations() -> list[str]:
    """Of the rows as they were noted, of money, of files, and of the chain."""
    audit.seal()
    proved = [one for one in all_of(Invariant) if one.name.startswith(("ledger.", "audit.", "files."))]
    return [sentence for one in proved for sentence in one.check().violations] + audit.check().violations


def test_payers_are_erased_after_eleven_years_and_the_rest_stays_proved() -> None:
    books = school_books()
    old, recent = paid(books, NIGHT.replace(year=2026) - dt.timedelta(days=1)), paid(books, NIGHT.replace(year=2026))
    match_confirm(by=books.keeper, line_id=old.uuid, parts=[(expected(books, 100_00).uuid, 100_00)])

    first, again = payers_forget(NIGHT), payers_forget(NIGHT)

    assert (first, again) == (1, 0)
    assert said(old) == ("", "", "", "")
    assert said(recent) == ("Claire Aubin", "FR7630006000011234567890189", "D1", "DON")
    assert [line.amount_cents for line in BankLine.objects.order_by("pk")] == [100_00, 100_00]
    assert AuditEvent.objects.get(action="statement.forgotten").payload == {"lines": 1, "files": 0}
    assert violations() == []


def test_files_of_the_bank_go_with_the_payers_they_name() -> None:
    books = school_books()
    upload = SimpleUploadedFile("releve.csv", "Date;Montant;Libellé;Tiers\n02/03/2026;100,00;Don;Claire Aubin\n".encode())
    stored = statement_upload(by=books.keeper, account_id=books.account.uuid, upload=upload)
    read = statement_read(books.account, stored)
    statement_import(by=books.keeper, account_id=books.account.uuid, read=read, sha256=stored.sha256, file=stored)
    later = timezone.localdate() + dt.timedelta(days=1)

    payers_forget(later.replace(year=later.year + 11, day=min(later.day, 28)) + dt.timedelta(days=5))

    statement = Statement.objects.get()
    assert (StoredFile.objects.count(), statement.file, statement.sha256) == (0, None, stored.sha256)
    assert {event.payload["table"] for event in AuditEvent.objects.filter(action=noted.NOTED_AGAIN)} == {
        "ledger_statement",
        "kernel_storedfile",
    }
    assert violations() == []


def test_application_cannot_erase_a_payer() -> None:
    line = paid(school_books(), NIGHT.replace(year=2026))

    with pytest.raises(Exception, match="permission denied"):
        BankLine.objects.filter(pk=line.pk).update(payer_name="")

    assert said(line)[0] == "Claire Aubin"
