"""What a partner's people look after themselves, and what they may not."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.http import Http404
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from filon.kernel.errors import Refused
from filon.partners.kinds import AccessLevel
from filon.partners.models import Access, Affiliation, PartnerChange, Relationship
from filon.partners.services import own
from filon.people.models import User
from filon.people.roles import Role
from tests.agreements.pages import read, send
from tests.factories.partners import AccessFactory, AffiliationFactory, ContactFactory
from tests.factories.people import MembershipFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def opened(level: AccessLevel = AccessLevel.MANAGES, beside: Access | None = None) -> Access:
    """Somebody of a company; of the same company and school as another one, when it is given."""
    if beside is None:
        access: Access = AccessFactory(level=level)
        return access
    host, entity = beside.affiliation.contact.host, beside.affiliation.entity
    colleague = AffiliationFactory(contact=ContactFactory(host=host), entity=entity)
    return AccessFactory(level=level, affiliation=colleague)


def place(access: Access) -> dict[str, object]:
    """Who does it, for which organisation, with which school."""
    held = access.affiliation
    return {"by": User.objects.get(pk=access.user_id), "entity_id": held.entity.uuid, "host_id": held.contact.host.uuid}


def colleague(**changed: str) -> own.ColleagueInput:
    return own.ColleagueInput(**({"name": "Nora Vasseur", "email": "nora@gardon.example", "function": "communication"} | changed))


def power(**changed: object) -> own.SignatoryInput:
    given = {"name": "Renée Dupuy", "email": "renee@gardon.example", "function": "finance", "sign_limit_cents": 5_000_000}
    return own.SignatoryInput(**(given | {"document": SimpleUploadedFile("pouvoir.pdf", PDF)} | changed))  # type: ignore[arg-type]


def test_data_changed_is_told_to_the_school(work):
    manager = opened()
    officer = MembershipFactory(host=manager.affiliation.contact.host, role=Role.PARTNERSHIP_OFFICER).user
    Relationship.objects.update(owner=officer)

    changed = own.own_data_change(**place(manager), address="1 rue du Four", invoicing_email="factures@gardon.example")
    work()

    told = PartnerChange.objects.get()
    assert (changed.address, changed.invoicing_email) == ("1 rue du Four", "factures@gardon.example")
    assert told.detail == "— → 1 rue du Four; — → factures@gardon.example"
    assert [letter.to for letter in mail.outbox] == [[officer.email]]


def test_data_that_stayed_the_same_is_refused():
    manager = opened()
    own.own_data_change(**place(manager), address="1 rue du Four", invoicing_email="")

    with pytest.raises(Refused, match="Nothing has changed"):
        own.own_data_change(**place(manager), address=" 1 rue du Four", invoicing_email="")


def test_invited_colleague_signs_in_with_her_level(work):
    manager = opened()

    access = own.colleague_invite(**place(manager), colleague=colleague(level=AccessLevel.CONFIRMS))
    work()

    assert (access.level, access.affiliation.entity, access.granted_by) == (AccessLevel.CONFIRMS, manager.affiliation.entity, manager.user)
    assert [letter.to for letter in mail.outbox] == [["nora@gardon.example"]]


def test_colleague_invited_twice_is_refused():
    manager = opened()
    own.colleague_invite(**place(manager), colleague=colleague())

    with pytest.raises(Refused, match="already signs in"):
        own.colleague_invite(**place(manager), colleague=colleague())

    assert Affiliation.objects.filter(contact__email="nora@gardon.example").count() == 1


@pytest.mark.parametrize("level", [AccessLevel.READS, AccessLevel.CONFIRMS])
def test_person_who_does_not_manage_changes_nothing(level):
    person = opened(level)

    with pytest.raises(PermissionDenied):
        own.colleague_invite(**place(person), colleague=colleague())
    with pytest.raises(PermissionDenied):
        own.signatory_name(**place(person), signatory=power())


def test_nobody_raises_herself():
    manager = opened()

    with pytest.raises(Refused, match="Nobody changes her own rights"):
        own.access_level_set(by=manager.user, access_id=manager.uuid, level=AccessLevel.READS)
    with pytest.raises(Refused, match="Nobody gives herself"):
        own.signatory_name(**place(manager), signatory=power(email=manager.user.email.upper()))
    with pytest.raises(Refused, match="Nobody opens an access to herself"):
        own.colleague_invite(**place(manager), colleague=colleague(email=manager.user.email))
    with pytest.raises(IntegrityError, match="access_not_given_to_oneself"), transaction.atomic():
        Access.objects.filter(pk=manager.pk).update(granted_by=manager.user)


def test_level_of_a_colleague_is_set_and_of_a_stranger_not_found():
    manager = opened()
    beside, elsewhere = opened(AccessLevel.READS, manager), opened(AccessLevel.READS)

    own.access_level_set(by=manager.user, access_id=beside.uuid, level=AccessLevel.CONFIRMS)

    assert Access.objects.get(pk=beside.pk).level == AccessLevel.CONFIRMS
    with pytest.raises(Http404):
        own.access_level_set(by=manager.user, access_id=elsewhere.uuid, level=AccessLevel.CONFIRMS)


def test_signatory_has_a_limit_and_a_document():
    manager = opened()

    named = own.signatory_name(**place(manager), signatory=power())

    assert (named.may_sign, named.sign_limit_cents, named.start) == (True, 5_000_000, timezone.localdate())
    assert named.power_file is not None
    assert named.power_file.name == "pouvoir.pdf"


def test_power_that_is_no_pdf_is_refused():
    manager = opened()

    with pytest.raises(Refused):
        own.signatory_name(**place(manager), signatory=power(document=SimpleUploadedFile("pouvoir.pdf", b"MZ")))

    assert not Affiliation.objects.filter(may_sign=True).exists()


def test_colleague_who_left_no_longer_signs_in():
    manager = opened()
    beside = opened(AccessLevel.CONFIRMS, manager)

    own.colleague_leave(by=manager.user, affiliation_id=beside.affiliation.uuid, end=timezone.localdate())

    assert list(Access.objects.open_to(beside.user)) == []


def test_own_function_and_a_strangers_are_not_ended():
    manager, stranger = opened(), opened()
    tomorrow = timezone.localdate() + dt.timedelta(days=1)

    with pytest.raises(Refused, match="your own function"):
        own.colleague_leave(by=manager.user, affiliation_id=manager.affiliation.uuid, end=tomorrow)
    with pytest.raises(Http404):
        own.colleague_leave(by=manager.user, affiliation_id=stranger.affiliation.uuid, end=tomorrow)


def test_pages_of_the_manager(client: Client):
    manager = opened()
    beside = opened(AccessLevel.READS, manager)
    entity, host = manager.affiliation.entity.uuid, manager.affiliation.contact.host.uuid
    address = reverse("partners:own", args=[entity])

    shown = read(client, manager.user, address)
    named = send(
        client,
        manager.user,
        reverse("partners:own_signatory", args=[entity, host]),
        name="Renée Dupuy",
        function="finance",
        email="renee@gardon.example",
        sign_limit="50 000",
        document=SimpleUploadedFile("pouvoir.pdf", PDF),
    )
    raised = send(client, manager.user, reverse("partners:own_level", args=[entity, beside.uuid]), level="confirms")

    assert reverse("partners:own_invite", args=[entity, host]) in shown
    assert (named.status_code, raised.status_code) == (303, 303)
    assert reverse("partners:own_invite", args=[entity, host]) not in read(client, beside.user, address)
    assert client.get(reverse("files:download", args=[Affiliation.objects.get(may_sign=True).power_file.uuid])).status_code == 200


def test_officer_notes_a_change_as_seen(client: Client):
    manager = opened()
    held = manager.affiliation
    officer = MembershipFactory(host=held.contact.host, role=Role.PARTNERSHIP_OFFICER).user
    own.own_data_change(**place(manager), address="1 rue du Four", invoicing_email="")
    address = reverse("partners:detail", args=[held.entity.uuid])
    change = PartnerChange.objects.get()

    before = read(client, officer, address)
    send(client, officer, reverse("partners:change_seen", args=[held.entity.uuid, change.uuid]))

    assert "— → 1 rue du Four" in before
    assert "— → 1 rue du Four" not in read(client, officer, address)
