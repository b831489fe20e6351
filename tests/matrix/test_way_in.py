"""Leaving out of a member's queries what accesses open takes no row from anybody (`Standing.acts`)."""

from dataclasses import replace
from typing import Any

import pytest
from django.apps import apps
from django.db.models import Model

from filon.kernel.rights import Visible
from filon.people.models import User
from tests.matrix.persons import LEARNERS, PARTNERS, READERS, Person
from tests.matrix.world import World

MODELS = sorted((model for model in apps.get_models() if isinstance(model._default_manager, Visible)), key=lambda model: model._meta.label)
MEMBERS = sorted(READERS | LEARNERS | {Person.OTHER_SCHOOL})
"""Who holds a role and no access."""


def reader_of(world: World, person: Person, *, acts: bool) -> User:
    """As a request loads her, but that she acts or does not."""
    reader = User.objects.get(pk=world.accounts[person].pk)
    vars(reader)["standing"] = replace(reader.standing, acts=acts)
    return reader


def rows_of(model: type[Model], reader: User) -> list[Any]:
    manager: Any = model._default_manager
    return sorted(manager.visible_to(reader).values_list("pk", flat=True))


@pytest.mark.parametrize("person", MEMBERS)
def test_member_is_known_not_to_act(world: World, person: Person) -> None:
    reader = User.objects.get(pk=world.accounts[person].pk)

    assert (reader.standing.acts, bool(reader.standing.roles)) == (False, True)


@pytest.mark.parametrize("person", sorted(PARTNERS | {Person.OTHER_CONTACT, Person.FORMER_MEMBER}))
def test_who_holds_no_role_may_act(world: World, person: Person) -> None:
    reader = User.objects.get(pk=world.accounts[person].pk)

    assert (reader.standing.acts, reader.standing.roles) == (True, {})


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_member_sees_the_same_rows_with_and_without_what_accesses_open(world: World, model: type[Model]) -> None:
    found = {person: rows_of(model, reader_of(world, person, acts=False)) for person in MEMBERS}

    assert found == {person: rows_of(model, reader_of(world, person, acts=True)) for person in MEMBERS}


def test_rows_are_compared_of_what_partners_see_too(world: World) -> None:
    """The comparison above would prove nothing of models of which nobody is shown anything by an access."""
    shown = {model._meta.label for model in MODELS for person in PARTNERS if rows_of(model, reader_of(world, person, acts=True))}
    hidden = {model._meta.label for model in MODELS for person in PARTNERS if rows_of(model, reader_of(world, person, acts=False))}

    assert {"agreements.Agreement", "agreements.Commitment", "facts.Fact", "giving.Gift", "partners.LegalEntity"} <= shown - hidden
