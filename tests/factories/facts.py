"""Facts made straight in the tables; what needs their rules calls the services."""

import datetime as dt
from decimal import Decimal
from typing import Any

import factory

from filon.facts.models import Fact, FactOrganisation
from filon.facts.visibility import Visibility
from filon.partners.models import LegalEntity
from tests.factories.people import HostFactory, UserFactory


class FactFactory(factory.django.DjangoModelFactory[Fact]):
    """`organisations=[…]` names the legal entities it concerns."""

    class Meta:
        model = Fact
        skip_postgeneration_save = True

    class Params:
        private = factory.Trait(visibility=Visibility.PRIVATE)
        shared = factory.Trait(visibility=Visibility.PARTIES)

    kind = "facts.event"
    unit = "event"
    occurred_on = dt.date(2024, 11, 14)
    host = factory.SubFactory(HostFactory)
    recorded_by = factory.SubFactory(UserFactory)
    quantity = Decimal(1)
    visibility = Visibility.HOST

    @factory.post_generation
    def organisations(self: Any, create: bool, extracted: list[LegalEntity] | None, **_options: Any) -> None:
        """One row for each entity given."""
        if create and extracted:
            FactOrganisation.objects.bulk_create(FactOrganisation(fact=self, entity=entity) for entity in extracted)
