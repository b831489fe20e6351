"""Organisations, what schools know of them, and their people."""

import datetime as dt

import factory
from django.utils import timezone
from stdnum import luhn

from filon.partners.kinds import EntityKind
from filon.partners.models import Access, Affiliation, Contact, Fund, LegalEntity, Relationship, Site
from tests.factories.people import HostFactory, UserFactory


def siren_number(number: int) -> str:
    """The nine digits of a SIREN with a right key, another one for each number."""
    body = f"{90_000_000 + number:08d}"
    return body + str(luhn.calc_check_digit(body))


class LegalEntityFactory(factory.django.DjangoModelFactory[LegalEntity]):
    class Meta:
        model = LegalEntity

    class Params:
        registered = factory.Trait(siren=factory.Sequence(siren_number))
        umbrella = factory.Trait(kind=EntityKind.UMBRELLA, name=factory.Sequence(lambda number: f"Fondation {number}"))
        school = factory.Trait(
            kind=EntityKind.SCHOOL, host=factory.SubFactory(HostFactory), name=factory.LazyAttribute(lambda entity: entity.host.name)
        )

    name = factory.Sequence(lambda number: f"Gardon Énergies {number}")
    kind = EntityKind.COMPANY
    sector = "hydrogène"
    city = "Alès"
    department = "30"


class RelationshipFactory(factory.django.DjangoModelFactory[Relationship]):
    class Meta:
        model = Relationship

    host = factory.SubFactory(HostFactory)
    entity = factory.SubFactory(LegalEntityFactory)
    since = dt.date(2021, 3, 1)


class FundFactory(factory.django.DjangoModelFactory[Fund]):
    class Meta:
        model = Fund

    umbrella = factory.SubFactory(LegalEntityFactory, umbrella=True)
    name = factory.Sequence(lambda number: f"Fonds {number}")
    purpose_fr = "Bourses de mobilité"


class SiteFactory(factory.django.DjangoModelFactory[Site]):
    class Meta:
        model = Site

    entity = factory.SubFactory(LegalEntityFactory)
    name = factory.Sequence(lambda number: f"Usine {number}")
    city = "Beaucaire"
    department = "30"


class ContactFactory(factory.django.DjangoModelFactory[Contact]):
    class Meta:
        model = Contact

    host = factory.SubFactory(HostFactory)
    name = factory.Sequence(lambda number: f"Julien Castel {number}")
    email = factory.Sequence(lambda number: f"julien.castel.{number}@gardon.example")


class AffiliationFactory(factory.django.DjangoModelFactory[Affiliation]):
    """A function in an organisation the contact's school follows."""

    class Meta:
        model = Affiliation

    class Params:
        signing = factory.Trait(may_sign=True)
        over = factory.Trait(end=factory.LazyFunction(timezone.localdate))

    contact = factory.SubFactory(ContactFactory)
    entity = factory.LazyAttribute(lambda affiliation: RelationshipFactory.create(host=affiliation.contact.host).entity)
    function = "directeur général"
    start = dt.date(2021, 3, 1)


class AccessFactory(factory.django.DjangoModelFactory[Access]):
    class Meta:
        model = Access

    class Params:
        ended = factory.Trait(end=factory.LazyFunction(timezone.localdate))

    user = factory.SubFactory(UserFactory)
    affiliation = factory.SubFactory(AffiliationFactory)
    granted_by = factory.SubFactory(UserFactory)
    start = dt.date(2021, 3, 1)
