"""Roles are dated: they count from their first day to the eve of their end, at one school."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import Http404
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from filon.kernel.errors import Refused
from filon.people.models import Host, Membership, User
from filon.people.roles import Role
from filon.people.services import membership_end, membership_give
from tests.factories.people import HostFactory, MembershipFactory, UserFactory, member

pytestmark = pytest.mark.django_db
A_DAY = dt.timedelta(days=1)


@pytest.fixture
def school() -> Host:
    host: Host = HostFactory()
    return host


@pytest.fixture
def director(school: Host) -> User:
    return member(Role.DIRECTOR, host=school)


@pytest.mark.parametrize(
    ("start", "end", "is_held"),
    [(0, None, True), (-9, 1, True), (-9, 0, False), (-9, -1, False), (1, None, False), (0, 0, False)],
)
def test_roles_today_are_those_of_today(start: int, end: int | None, is_held: bool) -> None:
    today = timezone.localdate()
    membership = MembershipFactory(start=today + start * A_DAY, end=None if end is None else today + end * A_DAY)

    held = membership.user.standing.roles

    assert held == ({membership.host_id: frozenset({Role.PARTNERSHIP_OFFICER})} if is_held else {})


def test_roles_of_a_closed_account_do_not_count() -> None:
    membership = MembershipFactory(user__closed=True)

    assert membership.user.standing.roles == {}


def test_standing_while_acting_counts_that_school_alone() -> None:
    here = MembershipFactory(role=Role.AUDITOR)
    there = MembershipFactory(user=here.user, role=Role.DIRECTOR)
    user = User.objects.get(pk=here.user_id)

    user.act_for(here.host_id)

    assert user.standing.roles == {here.host_id: frozenset({Role.AUDITOR})}
    assert not user.has_perm("people.team.invite", there.host)


def test_membership_give_adds_a_role(director: User, school: Host) -> None:
    colleague = member(host=school)

    given_role = membership_give(by=director, user_id=colleague.uuid, host_id=school.uuid, role=Role.DIRECTOR, start=timezone.localdate())

    assert (given_role.user, given_role.role, given_role.end) == (colleague, Role.DIRECTOR, None)


def test_membership_give_to_a_stranger_is_not_found(director: User, school: Host) -> None:
    with pytest.raises(Http404):
        membership_give(by=director, user_id=member().uuid, host_id=school.uuid, role=Role.AUDITOR, start=timezone.localdate())


def test_membership_give_as_officer_is_forbidden(school: Host) -> None:
    officer = member(host=school)

    with pytest.raises(PermissionDenied):
        membership_give(by=officer, user_id=officer.uuid, host_id=school.uuid, role=Role.DIRECTOR, start=timezone.localdate())


def test_membership_give_same_role_again_is_refused(director: User, school: Host) -> None:
    with pytest.raises(Refused) as refused:
        membership_give(by=director, user_id=director.uuid, host_id=school.uuid, role=Role.DIRECTOR, start=timezone.localdate())

    assert refused.value.field == "role"


def test_membership_give_end_before_start_is_refused(director: User, school: Host) -> None:
    today = timezone.localdate()

    with pytest.raises(Refused) as refused:
        membership_give(by=director, user_id=director.uuid, host_id=school.uuid, role=Role.AUDITOR, start=today, end=today)

    assert refused.value.field == "end"


def test_membership_end_today_takes_the_role_away(director: User, school: Host) -> None:
    membership = MembershipFactory(host=school)

    membership_end(by=director, membership_id=membership.uuid, end=timezone.localdate())

    assert User.objects.get(pk=membership.user_id).standing.roles == {}


def test_membership_end_given_by_mistake_today(director: User, school: Host) -> None:
    membership = MembershipFactory(host=school, start=timezone.localdate())

    membership_end(by=director, membership_id=membership.uuid, end=timezone.localdate())

    assert not Membership.objects.on(timezone.localdate()).filter(pk=membership.pk).exists()


def test_membership_end_in_the_past_is_refused(director: User, school: Host) -> None:
    membership = MembershipFactory(host=school)

    with pytest.raises(Refused) as refused:
        membership_end(by=director, membership_id=membership.uuid, end=timezone.localdate() - A_DAY)

    assert refused.value.field == "end"


def test_membership_end_already_ended_earlier_is_refused(director: User, school: Host) -> None:
    membership = MembershipFactory(host=school, end=timezone.localdate() + A_DAY)

    with pytest.raises(Refused):
        membership_end(by=director, membership_id=membership.uuid, end=timezone.localdate() + 2 * A_DAY)


def test_membership_end_of_the_last_director_is_refused(director: User) -> None:
    with pytest.raises(Refused) as refused:
        membership_end(by=director, membership_id=director.memberships.get().uuid, end=timezone.localdate())

    assert refused.value.field == "end"


def test_membership_end_of_a_director_with_a_successor(director: User, school: Host) -> None:
    member(Role.DIRECTOR, host=school)

    ended = membership_end(by=director, membership_id=director.memberships.get().uuid, end=timezone.localdate())

    assert ended.end == timezone.localdate()


def test_membership_end_of_another_school_is_not_found(director: User) -> None:
    with pytest.raises(Http404):
        membership_end(by=director, membership_id=MembershipFactory().uuid, end=timezone.localdate())


day_numbers = st.integers(0, 40)


@settings(max_examples=40, deadline=None)
@given(first=st.tuples(day_numbers, day_numbers), second=st.tuples(day_numbers, day_numbers))
def test_membership_once(first: tuple[int, int], second: tuple[int, int]) -> None:
    """The database refuses the same role twice at one time, and nothing else."""
    user, host = UserFactory(), HostFactory()
    periods = [(dt.date(2024, 1, 1) + min(days) * A_DAY, dt.date(2024, 1, 1) + max(days) * A_DAY) for days in (first, second)]
    (start, end), (other_start, other_end) = periods
    overlaps = max(start, other_start) < min(end, other_end)

    try:
        with transaction.atomic():
            for begins, ends in periods:
                MembershipFactory(user=user, host=host, role=Role.AUDITOR, start=begins, end=ends)
        is_refused = False
    except IntegrityError:
        is_refused = True

    assert is_refused == overlaps
