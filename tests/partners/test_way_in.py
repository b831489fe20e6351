"""What lets a partner's person in, beside the roles held at schools, and from when to when."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from filon.facts.models import Fact
from filon.partners.models import Access, LegalEntity, accesses_today
from filon.people.models import Membership, User
from tests.factories.agreements import in_force
from tests.factories.facts import FactFactory
from tests.factories.partners import AccessFactory, AffiliationFactory, RelationshipFactory
from tests.factories.people import HostFactory, MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)
LASTS = {"open": (-9, None), "until tomorrow": (-9, 1), "ended": (-9, -1), "ended today": (-9, 0), "to come": (1, None)}
"""First day, and first day without it, from today."""


def term(lasting: str) -> dict[str, dt.date | None]:
    start, end = LASTS[lasting]
    today = timezone.localdate()
    return {"start": today + start * DAY, "end": None if end is None else today + end * DAY}


def reloaded(user: User) -> User:
    """As the next request has her."""
    return User.objects.get(pk=user.pk)


@pytest.mark.parametrize("lasting", LASTS)
def test_member_acts_while_her_access_is_open(lasting: str) -> None:
    user = MembershipFactory().user
    AccessFactory(user=user, **term(lasting))

    assert reloaded(user).standing.acts is (lasting in ("open", "until tomorrow"))


def test_member_whose_function_ended_does_not_act() -> None:
    access = AccessFactory(user=MembershipFactory().user, affiliation=AffiliationFactory(**term("ended")))

    assert reloaded(access.user).standing.acts is False


def test_access_of_another_person_does_not_make_a_member_act() -> None:
    AccessFactory()

    assert reloaded(MembershipFactory().user).standing.acts is False


def test_access_counts_whatever_school_she_works_for() -> None:
    first, second = MembershipFactory(), MembershipFactory()
    Membership.objects.filter(pk=second.pk).update(user=first.user)
    AccessFactory(user=first.user)
    reader = reloaded(first.user)

    reader.act_for(second.host_id)

    assert (reader.standing.host_ids, reader.standing.acts) == ([second.host_id], True)


def test_accesses_of_who_does_not_act_cost_no_query(django_assert_num_queries: Any) -> None:
    reader = reloaded(MembershipFactory().user)
    assert reader.standing.acts is False

    with django_assert_num_queries(0):
        found = accesses_today(reader)

    assert found == []


def test_reader_with_a_role_and_an_access_sees_what_both_open() -> None:
    access, membership = AccessFactory(), MembershipFactory()
    Membership.objects.filter(pk=membership.pk).update(user=access.user)
    entity, host = access.affiliation.entity, access.affiliation.contact.host
    own = FactFactory(host=membership.host)
    shared = FactFactory(host=host, shared=True, organisations=[entity])
    FactFactory(host=host, organisations=[entity])
    known = RelationshipFactory(host=membership.host).entity
    reader = reloaded(access.user)

    facts, entities = Fact.objects.visible_to(reader), LegalEntity.objects.visible_to(reader)

    assert (set(facts), set(entities)) == ({own, shared}, {known, entity})


def test_access_granted_and_ended_in_a_session_is_seen_by_the_next_page() -> None:
    """Of facts and of agreements, of which the pages keep prepared statements."""
    world, _meetings, _payments = in_force()
    fact = FactFactory(host=world.host, shared=True, organisations=[world.company])
    user = MembershipFactory().user
    client = Client()
    client.force_login(user)
    pages = [reverse("facts:detail", args=[fact.uuid]), reverse("agreements:detail", args=[world.agreement.uuid])]

    before = [client.get(page).status_code for page in pages]
    AccessFactory(user=user, affiliation=world.signatories[world.company.pk])
    during = [client.get(page).status_code for page in pages]
    Access.objects.filter(user=user).update(end=timezone.localdate())
    after = [client.get(page).status_code for page in pages]

    assert (before, during, after) == ([404, 404], [200, 200], [404, 404])


@given(
    roles=st.lists(st.sampled_from(sorted(LASTS)), max_size=2),
    accesses=st.lists(st.tuples(st.sampled_from(sorted(LASTS)), st.sampled_from(sorted(LASTS))), max_size=3),
)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_leaving_accesses_out_takes_no_row_away(roles: list[str], accesses: list[tuple[str, str]]) -> None:
    """Whoever does not act sees what she would see if her accesses were looked up all the same; who holds one that is open does act."""
    user = UserFactory()
    for lasting in roles:
        membership = MembershipFactory(user=user, host=HostFactory(), **term(lasting))
        FactFactory(host=membership.host)
    for lasting, of_function in accesses:
        access = AccessFactory(user=user, affiliation=AffiliationFactory(**term(of_function)), **term(lasting))
        FactFactory(host=access.affiliation.contact.host, shared=True, organisations=[access.affiliation.entity])
    reader, asked = reloaded(user), reloaded(user)

    vars(asked)["standing"] = replace(asked.standing, acts=True)

    assert reader.standing.acts or not Access.objects.open_to(asked).exists()
    assert [_keys(model, reader) for model in (Fact, LegalEntity, Access)] == [_keys(model, asked) for model in (Fact, LegalEntity, Access)]


def _keys(model: Any, reader: User) -> list[int]:
    return sorted(model.objects.visible_to(reader).values_list("pk", flat=True))
