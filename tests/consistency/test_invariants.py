"""An invariant that is proved only when something changed names every table it reads: a table left out would hide its changes."""

import datetime as dt
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.db.models import Model
from pytest_django import DjangoDbBlocker

from filon.agreements.models import Agreement
from filon.agreements.services import deliveries, elsewhere, proposals
from filon.kernel.registry import Invariant, all_of
from tests.factories.agreements import in_force
from tests.factories.facts import FactFactory
from tests.factories.partners import AccessFactory, FundFactory, SiteFactory

TABLES = {model._meta.db_table: model for model in apps.get_models(include_auto_created=True)}
NARROWED = [invariant for invariant in all_of(Invariant) if invariant.scope is not None or invariant.reads is not None]


@pytest.fixture(scope="module")
def everything(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """At least one row of whatever invariants look at, made once: they only read."""
    with django_db_blocker.unblock(), transaction.atomic():
        _one_of_each()
        yield
        transaction.set_rollback(True)


def _one_of_each() -> None:
    world, meetings, _payments = in_force()
    world.deliver(meetings, 1, on=dt.date(2024, 5, 2))
    deliveries.item_waive(by=world.contact, item_id=meetings.due_items.last().uuid, quantity=Decimal(1), reason="Accord")
    contested = world.deliver(meetings, 1, on=dt.date(2024, 5, 3))
    deliveries.delivery_contest(by=world.contact, delivery_id=contested.uuid, reason="Absents")
    proposals.proposal_make(by=world.contact, agreement_id=world.agreement.uuid, number=1, what="A fifth meeting", why="More students")
    world.sign(world.amend(dt.date(2025, 7, 1)))
    elsewhere.readings_of_the_night()
    FactFactory(reverses=FactFactory(), quantity=Decimal(-1))
    for factory in (AccessFactory, FundFactory, SiteFactory):
        factory()


def tables_read(invariant: Invariant) -> set[type[Model]]:
    """The tables that stand after FROM or JOIN in what it asks."""
    read: set[type[Model]] = set()

    def note(execute: Any, statement: str, *rest: Any) -> Any:
        named = re.findall(r'\b(?:FROM|JOIN)\s+"?([a-z_]+)"?', statement)
        read.update(TABLES[name] for name in named if name in TABLES)
        return execute(statement, *rest)

    keys = [] if invariant.scope is None else list(invariant.scope.model._default_manager.values_list("pk", flat=True))
    with connection.execute_wrapper(note):
        invariant.check() if invariant.scope is None else invariant.check(keys)
    return read


def declared(invariant: Invariant) -> set[type[Model]]:
    if invariant.scope is None:
        return {*(invariant.reads or ()), *invariant.proved_apart}
    return {*invariant.scope.touched_by, *invariant.scope.indifferent}


@pytest.mark.parametrize("invariant", NARROWED, ids=lambda invariant: invariant.name)
def test_invariant_names_every_table_it_reads(invariant: Invariant, everything: None) -> None:
    unnamed = {model._meta.label for model in tables_read(invariant) - declared(invariant)}

    assert unnamed == set()


def test_objects_bear_on_themselves() -> None:
    scopes = {id(invariant.scope): invariant.scope for invariant in NARROWED if invariant.scope}

    assert all("pk" in scope.touched_by[scope.model] for scope in scopes.values())
    assert Agreement in {scope.model for scope in scopes.values()}
