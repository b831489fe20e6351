"""Whoever asks has her data, and has them erased; what the law keeps stays, told with its reason; everything stays proved."""

from __future__ import annotations

import datetime as dt
import json
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from filon.agenda.models import CalendarFeed
from filon.agenda.services.feeds import feed_open
from filon.agreements.models import Signature
from filon.giving.models import DonorPersonal
from filon.kernel import audit
from filon.kernel.errors import Refused
from filon.kernel.models import AuditEvent
from filon.kernel.registry import Invariant, PersonalDataClass, PersonHolding, all_of
from filon.partners.models import Access, Affiliation, Contact
from filon.people.models import User
from filon.people.roles import Role
from filon.privacy.models import Demand
from filon.privacy.queries.persons import classes_not_by_person
from filon.privacy.queries.week import week_items
from filon.privacy.services.demands import demand_ask, demand_erase, demand_export, demand_note, demand_refuse, own_export
from tests.agenda.worlds import living
from tests.factories.agreements import World
from tests.factories.giving import ready
from tests.factories.partners import AccessFactory, AffiliationFactory
from tests.factories.people import InvitationFactory, MembershipFactory, member

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def contact() -> Affiliation:
    """Of a partner, who signs in and has signed nothing."""
    affiliation = AffiliationFactory(contact__phone="04 66 00 00 00")
    AccessFactory(affiliation=affiliation, user__email=affiliation.contact.email, user__name=affiliation.contact.name)
    return affiliation


def officer_of(affiliation: Affiliation) -> User:
    return member(Role.PARTNERSHIP_OFFICER, host=affiliation.contact.host, language="en")


def noted(affiliation: Affiliation, by: User) -> Demand:
    return demand_note(by=by, host_id=affiliation.contact.host.uuid, sheet_id=affiliation.contact.uuid)


def erased(affiliation: Affiliation) -> Demand:
    by = officer_of(affiliation)
    return demand_erase(by=by, demand_id=noted(affiliation, by).uuid)


def gone(demand: Demand) -> dict[str, int]:
    return {line.code: line.erased for line in demand.lines.all() if line.erased}


def stayed(demand: Demand) -> list[str]:
    return [line.code for line in demand.lines.all() if line.kept]


def violations() -> list[str]:
    audit.seal()
    return [sentence for one in all_of(Invariant) for sentence in one.check().violations] + audit.check().violations


def rows(content: bytes) -> dict[str, list[dict[str, object]]]:
    return {one["class"]: one["rows"] for one in json.loads(content)["classes"]}


def test_person_reads_everything_that_is_held_of_her(contact: Affiliation) -> None:
    user = User.objects.get(accesses__affiliation=contact)
    feed_open(by=user, about=None)

    told = rows(own_export(by=user))

    assert [row["email"] for row in told["people.account"] if "email" in row] == [user.email]
    assert [row["phone"] for row in told["partners.contact"] if "phone" in row] == ["04 66 00 00 00"]
    assert len(told["agenda.feed"]) == 1
    assert AuditEvent.objects.filter(action="privacy.exported", object_uuid=user.uuid).count() == 1


def test_export_of_a_school_tells_nothing_of_another(contact: Affiliation) -> None:
    by = officer_of(contact)
    elsewhere = AffiliationFactory(contact__email=contact.contact.email)
    MembershipFactory(user=User.objects.get(accesses__affiliation=contact))

    content = demand_export(by=by, demand_id=noted(contact, by).uuid)

    assert elsewhere.contact.host.name not in content.decode()
    assert "people.membership" not in rows(content)


def test_erasing_leaves_no_name_no_address_and_no_way_in(contact: Affiliation) -> None:
    user = User.objects.get(accesses__affiliation=contact)
    feed_open(by=user, about=None)
    InvitationFactory(host=contact.contact.host, email=user.email.upper())
    address, name = user.email, user.name

    demand = erased(contact)
    user.refresh_from_db()
    sheet = Contact.objects.get(pk=contact.contact_id)

    assert (user.name, user.email, user.is_active) == (f"N. N. {str(user.uuid)[-6:]}", f"{user.uuid}@erased.invalid", False)
    assert (sheet.name, sheet.email, sheet.phone) == (f"N. N. {str(sheet.uuid)[-6:]}", "", "")
    assert (CalendarFeed.objects.count(), Access.objects.open_to(user).count(), Affiliation.objects.on(timezone.localdate()).count()) == (
        0,
        0,
        0,
    )
    assert {"people.account", "people.name", "partners.contact", "partners.contact_name", "agenda.feed", "people.invitation"} <= set(
        gone(demand)
    )
    assert rows(demand_export(by=demand.answered_by, demand_id=demand.uuid)).keys() >= {"partners.contact"}
    assert address not in str(list(AuditEvent.objects.values_list("payload", flat=True)))
    assert name not in str(list(AuditEvent.objects.values_list("payload", flat=True)))


@pytest.fixture
def world() -> World:
    return living(due_in=3)


def test_name_of_whoever_signed_stays_and_the_answer_says_why(world: World) -> None:
    signed = Signature.objects.exclude(affiliation__contact__host=None).filter(party__entity=world.company).first()
    assert signed is not None
    assert signed.affiliation is not None
    name = signed.affiliation.contact.name
    director = member(Role.DIRECTOR, host=world.host)

    demand = demand_erase(by=director, demand_id=noted(signed.affiliation, director).uuid)
    sheet = Contact.objects.get(pk=signed.affiliation.contact_id)
    line = demand.lines.get(code="partners.contact_name")

    assert (sheet.name, sheet.email) == (name, "")
    assert (line.kept, line.erased, line.until) == (1, 0, line.until)
    assert line.why == "signed, declared or approved in an agreement: it must stay provable ten years after the end"
    assert "agreements.signatures" in stayed(demand)
    assert violations() == []


def test_role_that_lasts_keeps_the_account(contact: Affiliation) -> None:
    user = User.objects.get(accesses__affiliation=contact)
    MembershipFactory(user=user)

    demand = erased(contact)
    user.refresh_from_db()

    assert user.is_active
    assert {"people.account", "people.name"} <= set(stayed(demand))
    assert Contact.objects.get(pk=contact.contact_id).email == ""


def test_receipts_stay_and_the_donor_goes() -> None:
    giving = ready()
    personal = DonorPersonal.objects.get(donor=giving.individual())
    DonorPersonal.objects.filter(pk=personal.pk).update(values={**personal.values, "email": "donor@example.org"})
    affiliation = AffiliationFactory(contact__host=giving.world.host, contact__email="Donor@example.org")

    member(Role.DIRECTOR, host=giving.world.host)

    demand = demand_erase(by=giving.officer, demand_id=noted(affiliation, giving.officer).uuid)

    assert gone(demand)["giving.donor"] == 1
    assert DonorPersonal.objects.count() == 0
    assert violations() == []


def test_person_asks_each_school_once(contact: Affiliation) -> None:
    user = User.objects.get(accesses__affiliation=contact)

    (demand,) = demand_ask(by=user)

    assert (demand.host, demand.name) == (contact.contact.host, user.name)
    assert demand.answer_by > timezone.localdate() + dt.timedelta(days=27)
    with pytest.raises(Refused, match="has been asked"):
        demand_ask(by=user)


def test_answer_is_given_once_and_a_refusal_has_a_reason(contact: Affiliation) -> None:
    by = officer_of(contact)
    demand = noted(contact, by)

    with pytest.raises(Refused, match="Say why"):
        demand_refuse(by=by, demand_id=demand.uuid, reason=" ")
    refused = demand_refuse(by=by, demand_id=demand.uuid, reason="Nobody can tell who asks.")

    with pytest.raises(Refused, match="already answered"):
        demand_erase(by=by, demand_id=demand.uuid)
    assert (refused.outcome, Contact.objects.get(pk=contact.contact_id).phone) == ("refused", "04 66 00 00 00")


def test_pages_show_what_stays_before_and_after(client: Client, contact: Affiliation) -> None:
    by = officer_of(contact)
    client.force_login(by)
    found = client.get("/donnees-personnelles/demandes", {"q": contact.contact.name}).content.decode()
    posted = client.post("/donnees-personnelles/demandes", {"idempotency_key": str(uuid4()), "sheet_id": str(contact.contact.uuid)})
    before = client.get(posted["Location"]).content.decode()

    client.post(f"{posted['Location']}/effacer", {"idempotency_key": str(uuid4())})
    after = client.get(posted["Location"]).content.decode()

    assert str(contact.contact.uuid) in found
    assert "Legitimate interest of the school in following its agreements" in before
    assert "1 erased" in after
    assert contact.contact.name not in after


def test_own_page_takes_away_and_asks(client: Client, contact: Affiliation) -> None:
    user = User.objects.get(accesses__affiliation=contact)
    client.force_login(user)

    file = client.post("/compte/donnees.json")
    asked = client.post("/compte/donnees", {"idempotency_key": str(uuid4())})
    again = client.post("/compte/donnees", {"idempotency_key": str(uuid4())})
    page = client.get("/compte/donnees").content.decode()

    assert (file["Content-Type"], file["Cache-Control"]) == ("application/json", "private, no-store")
    assert (asked.status_code, again.status_code, Demand.objects.count()) == (303, 422, 1)
    assert contact.contact.host.name in page


def test_every_holding_belongs_to_the_register_and_the_rest_is_said_not_to_be_found() -> None:
    classes = {one.code for one in all_of(PersonalDataClass)}

    assert {one.held for one in all_of(PersonHolding)} <= classes
    assert {one.code for one in classes_not_by_person()} == {"facts.personal", "giving.issuer", "imports", "ledger.payer"}


def test_demand_is_told_in_the_week_of_those_who_answer_until_they_do(contact: Affiliation) -> None:
    officer, auditor = officer_of(contact), member(Role.AUDITOR, host=contact.contact.host)
    demand = noted(contact, officer)

    def told(person: User, *, days: int = 0) -> list[tuple[str, str]]:
        again = User.objects.get_queryset().get(pk=person.pk)
        return [(item.kind, item.title) for item in week_items(again, timezone.localdate() + dt.timedelta(days=days))]

    title = "Answer whoever asks that her personal data be erased"
    assert (told(officer), told(officer, days=40)) == ([("decide", title)], [("late", title)])
    assert told(auditor) == told(member(Role.DIRECTOR)) == []
    demand_erase(by=officer, demand_id=demand.uuid)
    assert told(officer) == []
