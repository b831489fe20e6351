"""Two schools on one installation: nothing that bears the mark of B is ever read by A, on a page, in an export or in a search."""

import io
from typing import Any

import openpyxl
import pytest

from tests.matrix.persons import PARTNERS, Person
from tests.matrix.requests import GET, Visitors, address_of, url_names
from tests.matrix.urls import DRAFTS, ROWS
from tests.matrix.world import MARKS, World

PAGES = sorted(name for name, method in ROWS if method == GET)
LISTS = sorted(name for name in PAGES if name.endswith(":list"))
JOURNALS = sorted(name for name in PAGES if name.rpartition(":")[2] == "journal")
SEARCHES = [*LISTS, "search"]
OURS, THEIRS = MARKS
READING = (Person.PARTNERSHIP_OFFICER, Person.DIRECTOR, Person.AUDITOR, *sorted(PARTNERS))


def told(response: Any) -> str:
    """Everything an answer says: its text, the cells of a workbook, its headers."""
    content = b"".join(response) if response.streaming else response.content
    if "spreadsheetml" in response.headers.get("Content-Type", ""):
        sheets = openpyxl.load_workbook(io.BytesIO(content)).worksheets
        content = repr([list(sheet.values) for sheet in sheets]).encode()
    return content.decode("utf-8", "replace") + repr(dict(response.headers))


SAMPLE = (Person.PARTNERSHIP_OFFICER, Person.COMPANY_CONTACT)
"""Who reads in the quick suite; in the slow one, everybody who reads something."""


def leaks(world: World, visitors: Visitors, url_name: str, readers: tuple[Person, ...]) -> list[Person]:
    """Who reads of B at that address."""
    return [
        person for address in sorted(addresses(world, url_name)) for person in readers if THEIRS in told(visitors.ask(person, GET, address))
    ]


def addresses(world: World, url_name: str) -> set[str]:
    """The address asked by the matrix; an agreement is read as a draft too."""
    drafts = (False, True) if url_name in ("agreements:detail", "agreements:print") else (url_name in DRAFTS,)
    return {address_of(url_name, world.a, draft=draft) for draft in drafts}


@pytest.mark.parametrize("url_name", PAGES)
def test_page_of_a_says_nothing_of_b_to_a_sample(world: World, visitors: Visitors, url_name: str) -> None:
    assert leaks(world, visitors, url_name, SAMPLE) == []


@pytest.mark.slow
@pytest.mark.parametrize("url_name", PAGES)
def test_page_of_a_says_nothing_of_b(world: World, visitors: Visitors, url_name: str) -> None:
    assert leaks(world, visitors, url_name, READING) == []


@pytest.mark.parametrize("url_name", PAGES)
def test_page_of_b_says_nothing_of_a(world: World, visitors: Visitors, url_name: str) -> None:
    """The director of B and a partner of B ask for their own objects."""
    address = address_of(url_name, world.b, draft=url_name in DRAFTS)

    assert [person for person in (Person.OTHER_SCHOOL, Person.OTHER_CONTACT) if OURS in told(visitors.ask(person, GET, address))] == []


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize("url_name", LISTS)
def test_export_of_a_holds_ours_and_nothing_of_b(world: World, visitors: Visitors, url_name: str, form: str) -> None:
    exported = told(visitors.ask(Person.PARTNERSHIP_OFFICER, GET, address_of(url_name, world.a), export=form))

    assert "attachment" in exported
    assert OURS in exported
    assert THEIRS not in exported


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize("url_name", JOURNALS)
def test_journal_of_a_holds_our_acts_and_none_of_b(world: World, visitors: Visitors, url_name: str, form: str) -> None:
    exported = told(visitors.ask(Person.DIRECTOR, GET, address_of(url_name, world.a), export=form))

    assert "attachment" in exported
    assert "delivery.declared" in exported
    assert OURS in exported
    assert THEIRS not in exported


@pytest.mark.parametrize("words", [f"{word}{THEIRS.lower()}" for word in ("", "école ", "entreprise ", "convention ", "note ")])
@pytest.mark.parametrize("url_name", SEARCHES)
def test_list_searched_for_b_is_empty(world: World, visitors: Visitors, url_name: str, words: str) -> None:
    """The page repeats what was typed, in the lower case it was typed in: a capital letter would be B's own."""
    shown = told(visitors.ask(Person.PARTNERSHIP_OFFICER, GET, address_of(url_name, world.a), q=words))

    assert THEIRS not in shown


def test_lists_are_those_we_know() -> None:
    """An app with a list takes part in the searches and exports above."""
    assert sorted(name for name in url_names() if name.endswith(":list")) == LISTS
