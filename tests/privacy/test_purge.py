"""What the register says to remove goes, once; a trial tells it and removes nothing; what proves the rest stays proved."""

from __future__ import annotations

import datetime as dt
import io
from contextlib import redirect_stdout

import pytest
from django.test import Client
from django.utils import timezone

from filon.agenda.models import CalendarFeed
from filon.agenda.services.feeds import feed_open
from filon.cli import main
from filon.giving.models import DonorPersonal, ReceiptContent, ReceiptRendering, TaxReceipt
from filon.giving.services import papers
from filon.giving.services.receipts import receipt_issue
from filon.kernel import audit
from filon.kernel.models import AuditEvent, StoredFile
from filon.kernel.registry import Invariant, PersonalDataClass, Purge, all_of
from filon.people.models import Invitation
from filon.people.roles import Role
from filon.privacy.models import PurgeRun
from filon.privacy.services.purging import ClassPurged, purge, purge_try
from tests.factories.giving import ready
from tests.factories.people import InvitationFactory, member

pytestmark = [pytest.mark.django_db(transaction=True, databases=["default", "owner"]), pytest.mark.usefixtures("english")]


def receipted() -> TaxReceipt:
    """Of an individual, its sealed PDF made."""
    giving = ready()
    receipt = receipt_issue(by=giving.officer, gift_ids=[giving.in_kind(giving.individual()).uuid])
    papers.receipt_paper_make(receipt.pk)
    return receipt


def removed(done: list[ClassPurged]) -> dict[str, int]:
    return {one.code: one.purged.removed for one in done if one.purged.removed}


def violations() -> list[str]:
    """Of rows as they were noted, of gifts, money, facts and files, and of the chain."""
    audit.seal()
    proved = [one for one in all_of(Invariant) if one.name.startswith(("audit.", "giving.", "ledger.", "facts.", "files.", "agenda."))]
    return [sentence for one in proved for sentence in one.check().violations] + audit.check().violations


def kept() -> tuple[int, int, int, int]:
    papers_of_receipts = StoredFile.objects.filter(owner_type="giving.taxreceipt").count()
    return ReceiptContent.objects.count(), ReceiptRendering.objects.count(), papers_of_receipts, DonorPersonal.objects.count()


def test_purge_removes_receipts_and_their_papers_after_six_years_and_the_rest_stays_proved() -> None:
    receipt = receipted()
    last, after = dt.date(receipt.year + 6, 12, 31), dt.date(receipt.year + 7, 1, 1)

    purge(last)
    held = kept()
    done, again = purge(after), purge(after)

    assert held == (1, 1, 1, 0)
    assert (removed(done), removed(again)) == ({"giving.receipt": 2}, {})
    assert kept() == (0, 0, 0, 0)
    assert TaxReceipt.objects.get().digest == receipt.digest
    assert papers.receipt_paper_make(receipt.pk) == 0
    assert violations() == []


def test_trial_tells_what_the_purge_then_does_and_removes_nothing() -> None:
    receipted()
    InvitationFactory(expires_at=timezone.now() - dt.timedelta(days=500))
    day = timezone.localdate() + dt.timedelta(days=365 * 8)

    told, untouched = purge_try(day), (kept(), Invitation.objects.count(), PurgeRun.objects.count())
    done = purge(day)

    assert untouched == ((1, 1, 1, 1), 1, 0)
    assert removed(told) == {"giving.donor": 1, "giving.receipt": 2, "people.account": 2, "people.invitation": 1}
    assert told == done
    assert AuditEvent.objects.get(action="privacy.purged").payload == {"removed": removed(done)}


def test_nothing_goes_before_its_time() -> None:
    receipted()
    officer = member()
    feed_open(by=officer, about=None)
    CalendarFeed.objects.update(closed_at=timezone.now() - dt.timedelta(days=360))
    InvitationFactory(withdrawn_at=timezone.now() - dt.timedelta(days=360))

    assert removed(purge(timezone.localdate())) == {}
    assert (CalendarFeed.objects.count(), Invitation.objects.count()) == (1, 1)


def test_every_purge_ends_a_class_of_the_register() -> None:
    assert {one.code for one in all_of(Purge)} <= {one.code for one in all_of(PersonalDataClass)}


def test_command_tries_and_purges() -> None:
    InvitationFactory(expires_at=timezone.now() - dt.timedelta(days=500))

    said = io.StringIO()
    with redirect_stdout(said):
        codes = [main(["purge", "--dry-run"]), main(["purge"]), main(["purge"])]
    lines = [line for line in said.getvalue().splitlines() if line.startswith("people.invitation")]

    assert codes == [0, 0, 0]
    assert [line.split()[1] for line in lines] == ["1", "1", "0"]
    assert Invitation.objects.count() == 0


def test_page_shows_every_class_and_the_last_purge(client: Client) -> None:
    InvitationFactory(expires_at=timezone.now() - dt.timedelta(days=500))
    purge(timezone.localdate())
    client.force_login(member(Role.AUDITOR, language="en"))

    text = client.get("/donnees-personnelles").content.decode()

    assert [one.code for one in all_of(PersonalDataClass) if one.code not in text] == []
    assert "1 removed, 0 kept" in text
    assert "a role or an access lasts, or ended less than three years ago" in text
