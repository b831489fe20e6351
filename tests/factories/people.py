"""Schools, people, roles and invitations."""

import datetime as dt
from typing import Any

import factory
from django.utils import timezone

from filon.people.keys import hash_of, hash_of_nothing
from filon.people.models import Host, Invitation, Membership, SignInLink, User
from filon.people.models.invitation import LIFETIME
from filon.people.models.signin import LINK_LIFETIME
from filon.people.roles import Role

A_DAY = dt.timedelta(days=1)


class HostFactory(factory.django.DjangoModelFactory[Host]):
    class Meta:
        model = Host

    class Params:
        invented = factory.Trait(is_invented=True)

    name = factory.Sequence(lambda number: f"École {number}")
    short_name = factory.LazyAttribute(lambda host: host.name)
    city = "Alès"


class UserFactory(factory.django.DjangoModelFactory[User]):
    class Meta:
        model = User
        skip_postgeneration_save = True

    class Params:
        closed = factory.Trait(is_active=False)
        reading_english = factory.Trait(language="en")

    name = factory.Sequence(lambda number: f"Claire Vidal {number}")
    email = factory.Sequence(lambda number: f"claire.vidal.{number}@ecole.example")
    password = "!"


class MembershipFactory(factory.django.DjangoModelFactory[Membership]):
    class Meta:
        model = Membership

    class Params:
        ended = factory.Trait(end=factory.LazyFunction(timezone.localdate))
        coming = factory.Trait(start=factory.LazyFunction(lambda: timezone.localdate() + A_DAY))

    user = factory.SubFactory(UserFactory)
    host = factory.SubFactory(HostFactory)
    role = Role.PARTNERSHIP_OFFICER
    start = dt.date(2020, 9, 1)


class InvitationFactory(factory.django.DjangoModelFactory[Invitation]):
    """`key` is the one of its letter; without one, the letter has not left."""

    class Meta:
        model = Invitation

    class Params:
        key = ""
        lapsed = factory.Trait(expires_at=factory.LazyFunction(lambda: timezone.now() - A_DAY))
        withdrawn = factory.Trait(withdrawn_at=factory.LazyFunction(timezone.now))

    host = factory.SubFactory(HostFactory)
    invited_by = factory.SubFactory(UserFactory)
    email = factory.Sequence(lambda number: f"invite.{number}@ecole.example")
    name = "Paul Serre"
    role = Role.AUDITOR
    language = "fr"
    key_hash = factory.LazyAttribute(lambda invitation: hash_of(invitation.key) if invitation.key else hash_of_nothing())
    expires_at = factory.LazyFunction(lambda: timezone.now() + LIFETIME)


class SignInLinkFactory(factory.django.DjangoModelFactory[SignInLink]):
    """`key` is the one of its letter."""

    class Meta:
        model = SignInLink

    class Params:
        key = "a-key"
        lapsed = factory.Trait(expires_at=factory.LazyFunction(lambda: timezone.now() - A_DAY))

    user = factory.SubFactory(UserFactory)
    key_hash = factory.LazyAttribute(lambda link: hash_of(link.key))
    expires_at = factory.LazyFunction(lambda: timezone.now() + LINK_LIFETIME)


def member(role: Role = Role.PARTNERSHIP_OFFICER, *, host: Host | None = None, **user: Any) -> User:
    """Somebody who holds that role today, at that school or at one of her own."""
    membership = MembershipFactory(role=role, host=host or HostFactory(), user=UserFactory(**user))
    person: User = membership.user
    return person
