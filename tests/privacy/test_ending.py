"""Accounts, sheets and words beside agreements go when their time is over; a name stays as long as something must stay provable."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from filon.agreements.models import Commitment, DeliveryStep, Evidence
from filon.agreements.services.deliveries import delivery_contest
from filon.kernel import audit
from filon.kernel.models import StoredFile
from filon.kernel.registry import Invariant, all_of
from filon.partners.models import Affiliation, Contact
from filon.people.models import Membership, User
from filon.privacy.models import PurgeRun
from filon.privacy.services.purging import purge, purge_try
from tests.agenda.worlds import living
from tests.factories.partners import AccessFactory, AffiliationFactory
from tests.factories.people import member
from tests.factories.signing import approved, sent, signs

pytestmark = [pytest.mark.django_db(transaction=True, databases=["default", "owner"]), pytest.mark.usefixtures("english")]
YEAR = dt.timedelta(days=366)


def today() -> dt.date:
    return timezone.localdate()


def removed(day: dt.date) -> dict[str, int]:
    return {one.code: one.purged.removed for one in purge(day) if one.purged.removed}


def kept(code: str, day: dt.date) -> list[tuple[str, int]]:
    (found,) = (one for one in purge_try(day) if one.code == code)
    return [(str(why), count) for why, count in found.purged.kept]


def violations() -> list[str]:
    audit.seal()
    proved = [one for one in all_of(Invariant) if one.name.startswith(("audit.", "agreements.", "partners.", "files."))]
    return [sentence for one in proved for sentence in one.check().violations] + audit.check().violations


def test_account_goes_three_years_after_the_last_role() -> None:
    former, lasting = member(), member()
    Membership.objects.filter(user=former).update(end=today())

    early, late = removed(today() + 2 * YEAR), removed(today() + 4 * YEAR)
    former.refresh_from_db()
    lasting.refresh_from_db()

    assert (early, late) == ({}, {"people.account": 2})
    assert (former.name[:6], former.email, former.is_active) == ("N. N. ", f"{former.uuid}@erased.invalid", False)
    assert lasting.is_active
    assert removed(today() + 4 * YEAR) == {}


def test_account_whose_access_lasts_stays() -> None:
    access = AccessFactory()

    removed(today() + 9 * YEAR)

    assert User.objects.get(pk=access.user_id).is_active


def test_name_of_whoever_declared_goes_ten_years_after_the_end() -> None:
    world = living()
    Membership.objects.filter(user=world.officer).update(end=today())
    world.officer.refresh_from_db()
    name = world.officer.name

    told = kept("people.account", today() + 5 * YEAR)
    removed(today() + 5 * YEAR)
    meanwhile = User.objects.get(pk=world.officer.pk)
    removed(today() + 13 * YEAR)
    after = User.objects.get(pk=world.officer.pk)

    assert ("signed, declared or approved in an agreement: it must stay provable ten years after the end", 1) in told
    assert (meanwhile.name, meanwhile.email) == (name, f"{after.uuid}@erased.invalid")
    assert after.name.startswith("N. N. ")


def test_sheet_goes_five_years_after_the_last_function() -> None:
    over, lasting = AffiliationFactory(over=True), AffiliationFactory()

    early, late = removed(today() + 4 * YEAR), removed(today() + 6 * YEAR)

    assert (early, late) == ({}, {"partners.contact": 2})
    assert Contact.objects.get(pk=over.contact_id).email == ""
    assert Contact.objects.get(pk=lasting.contact_id).name == lasting.contact.name


def test_words_and_evidence_go_ten_years_after_the_end_and_the_rest_stays_proved() -> None:
    world = approved()
    sent(world, message="Bonjour Julien")
    evidence = signs(world, world.company)
    Affiliation.objects.update(end=today() + dt.timedelta(days=1))
    documents = StoredFile.objects.count()

    early = removed(today() + 2 * YEAR)
    late = removed(today() + 15 * YEAR)
    evidence = Evidence.objects.select_related("seat__sending").get()

    assert "agreements.signing" not in early
    assert late["agreements.signing"] == 1
    assert (evidence.told, len(evidence.sha256)) == ({}, 64)
    assert evidence.seat.sending.message == ""
    assert StoredFile.objects.count() == documents
    assert Contact.objects.get(affiliations=evidence.seat.affiliation_id).name.startswith("N. N. ")
    assert violations() == []


def test_words_beside_deliveries_go_and_their_rows_are_noted_again() -> None:
    world = living(due_in=-5)
    commitment = Commitment.objects.filter(agreement=world.agreement, debtor__entity=world.school).get()
    delivery = world.deliver(commitment, 1, on=today())
    delivery_contest(by=world.contact, delivery_id=delivery.uuid, reason="Nobody came.")

    late = removed(today() + 15 * YEAR)

    assert late["agreements.signature"] == 1
    assert DeliveryStep.objects.exclude(words__in=["", "–"]).count() == 0
    assert violations() == []


def test_trial_of_the_command_shows_accounts_sheets_and_signatures() -> None:
    codes = {one.code for one in purge_try(today())}

    assert {"people.account", "partners.contact", "agreements.signature", "agreements.signing", "agreements.review"} <= codes
    assert PurgeRun.objects.count() == 0
