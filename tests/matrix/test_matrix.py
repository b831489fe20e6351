"""Every address × person × method answers as the table says, and no address escapes the table."""

from uuid import UUID, uuid4

import pytest
from django.urls import reverse

from tests.matrix.persons import EVERYBODY, Person
from tests.matrix.requests import GET, METHODS, POST, Visitors, address_of, arguments_of, url_names
from tests.matrix.urls import DRAFTS, ROWS
from tests.matrix.world import World

SAMPLE = (
    Person.PARTNERSHIP_OFFICER,
    Person.AUDITOR,
    Person.STUDENT,
    Person.COMPANY_CONTACT,
    Person.OTHER_SCHOOL,
    Person.ANONYMOUS,
)
"""One person of each class, for the quick suite; the slow one asks as everybody."""

GETS = sorted(row for row in ROWS if row[1] == GET)
POSTS = sorted(row for row in ROWS if row[1] == POST)


def expected(row: tuple[str, str]) -> dict[Person, int]:
    return {person: status for people, status in ROWS[row].items() for person in people}


def answers(world: World, visitors: Visitors, row: tuple[str, str], people: tuple[Person, ...]) -> dict[Person, int]:
    """The status each of them gets."""
    url_name, method = row
    address = address_of(url_name, world.a, draft=url_name in DRAFTS)
    return {person: visitors.ask(person, method, address).status_code for person in people}


def test_every_address_has_a_row() -> None:
    assert {name for name, _method in ROWS} == set(url_names())


@pytest.mark.parametrize("row", sorted(ROWS), ids=":".join)
def test_row_names_everybody_once(row: tuple[str, str]) -> None:
    named = [person for people in ROWS[row] for person in people]

    assert sorted(named) == sorted(EVERYBODY)


@pytest.mark.parametrize("row", GETS, ids=":".join)
def test_get_sample(world: World, visitors: Visitors, row: tuple[str, str]) -> None:
    assert answers(world, visitors, row, SAMPLE) == {person: expected(row)[person] for person in SAMPLE}


@pytest.mark.slow
@pytest.mark.parametrize("row", GETS, ids=":".join)
def test_get(world: World, visitors: Visitors, row: tuple[str, str]) -> None:
    assert answers(world, visitors, row, tuple(Person)) == expected(row)


@pytest.mark.parametrize("row", POSTS, ids=":".join)
def test_post_sample(world: World, visitors: Visitors, row: tuple[str, str]) -> None:
    assert answers(world, visitors, row, SAMPLE) == {person: expected(row)[person] for person in SAMPLE}


@pytest.mark.slow
@pytest.mark.parametrize("row", POSTS, ids=":".join)
def test_post(world: World, visitors: Visitors, row: tuple[str, str]) -> None:
    assert answers(world, visitors, row, tuple(Person)) == expected(row)


@pytest.mark.parametrize("url_name", sorted(url_names()))
def test_method_without_row_is_not_allowed(world: World, visitors: Visitors, url_name: str) -> None:
    missing = [method for method in METHODS if (url_name, method) not in ROWS]
    address = address_of(url_name, world.a, draft=url_name in DRAFTS)

    answered = {method: visitors.ask(Person.DIRECTOR, method, address).status_code for method in missing}

    assert answered == dict.fromkeys(missing, 405)


@pytest.mark.parametrize(("url_name", "method"), sorted(row for row in ROWS if url_names()[row[0]]))
def test_object_that_does_not_exist_answers_like_a_foreign_one(world: World, visitors: Visitors, url_name: str, method: str) -> None:
    """Nobody learns from the answer whether somebody else's object exists."""
    known = arguments_of(url_name, world.a, draft=url_name in DRAFTS)
    arguments = {name: uuid4() if isinstance(value, UUID) else value for name, value in known.items()}
    foreign = address_of(url_name, world.b, draft=url_name in DRAFTS)

    nothing = visitors.ask(Person.PARTNERSHIP_OFFICER, method, reverse(url_name, kwargs=arguments))
    theirs = visitors.ask(Person.PARTNERSHIP_OFFICER, method, foreign)

    assert theirs.status_code == nothing.status_code
