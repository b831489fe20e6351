"""Queries of each page: exactly those of tests/budgets/queries.toml, at a hundred rows as at ten, and at most ten."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from bench.seed import School, agreement_of, empty_school
from django.conf import settings
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoDbBlocker

from filon.facts.models import Fact
from filon.kernel import demo
from filon.people.models import User
from tests.budgets.baseline import Baseline, counted
from tests.factories.partners import AffiliationFactory, ContactFactory, LegalEntityFactory, RelationshipFactory

MOST = 10
#: Pages where an agreement is written, that ask more than ten queries; the one that comes down to ten leaves this list.
STILL_ABOVE = {
    "agreements:commitment_owner",
    "agreements:declare",
    "agreements:draft_commitments",
    "agreements:draft_review",
    "agreements:put_in_force",
}
SIZES = (10, 100)


@pytest.fixture(scope="module", params=SIZES)
def addresses(
    request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[User, dict[str, str]]]:
    """An officer, and the pages of a school where everything there is comes `param` times."""
    media_root, settings.MEDIA_ROOT = settings.MEDIA_ROOT, Path(tmp_path_factory.mktemp("files"))
    with django_db_blocker.unblock(), transaction.atomic():
        school = _school_with(request.param)
        with connection.cursor() as cursor:  # the planner knows nothing of rows that are not committed, and takes them for one
            cursor.execute("SET LOCAL enable_nestloop = off")
        yield school.officer, _pages(school)
        transaction.set_rollback(True)
    settings.MEDIA_ROOT = media_root


def _school_with(rows: int) -> School:
    """One agreement with so many commitments, as many agreements beside it in tens, as many partners, contacts and facts."""
    school = empty_school("Budget")
    for number in range(rows // 10):
        school.ordinary.append(agreement_of(school, f"Convention énergie {number}", commitments=1, deliveries=1))
    school.big = agreement_of(school, "Grande convention énergie", commitments=rows, deliveries=rows)
    for number in range(rows):
        entity = LegalEntityFactory(name=f"Énergie {number}")
        RelationshipFactory(host=school.host, entity=entity)
        AffiliationFactory(contact=ContactFactory(host=school.host), entity=school.company.entity)
    return school


def _pages(school: School) -> dict[str, str]:
    assert school.big is not None
    commitment = school.big.commitments.first()
    fact = Fact.objects.filter(delivery__commitment=commitment).first()
    assert commitment is not None
    assert fact is not None
    return {
        "week": "/",
        "list of agreements": reverse("agreements:list"),
        "agreement": reverse("agreements:detail", args=[school.big.uuid]),
        "commitment": reverse("agreements:commitment", args=[school.big.uuid, commitment.uuid]),
        "list of partners": reverse("partners:list"),
        "partner": reverse("partners:detail", args=[school.company.entity.uuid]),
        "list of facts": reverse("facts:list"),
        "fact": reverse("facts:detail", args=[fact.uuid]),
        "search": f"{reverse('search')}?q=energie",
        "style sheet": reverse("style"),
        "sign-in": reverse("people:sign_in"),
    }


PAGES = (
    "week",
    "list of agreements",
    "agreement",
    "commitment",
    "list of partners",
    "partner",
    "list of facts",
    "fact",
    "search",
    "style sheet",
    "sign-in",
)


@pytest.mark.parametrize("name", PAGES)
def test_page_keeps_its_budget_of_queries_whatever_its_size(
    name: str,
    addresses: tuple[User, dict[str, str]],
    baseline: Baseline,
    django_db_blocker: DjangoDbBlocker,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    officer, pages = addresses
    monkeypatch.setattr(demo, "REMEMBERED", 3600.0)  # else a slow machine asks again, in the middle, whether this is a demo

    with django_db_blocker.unblock():
        answer, asked = _asked(pages[name], None if name == "sign-in" else officer)

    assert (answer.status_code, len(asked)) == (200, baseline.expected("pages", name, len(asked))), _told(asked)


def test_no_other_page_asks_more_than_ten_queries(baseline: Baseline) -> None:
    numbers = baseline.numbers("pages") | baseline.numbers("sizes") | baseline.numbers("addresses")

    assert {name for name, number in numbers.items() if number > MOST} == STILL_ABOVE


def test_file_names_the_pages_that_are_measured_and_no_other(baseline: Baseline) -> None:
    assert set(baseline.numbers("pages")) == set(PAGES)


def _told(asked: list[str]) -> str:
    return "`make budgets` writes the file anew, if this is meant:\n" + "\n".join(statement.strip()[:160] for statement in asked)


def _asked(url: str, reader: User | None) -> tuple[Any, list[str]]:
    """The second answer: the first lets the process learn what it asks once."""
    client = Client()
    if reader is not None:
        client.force_login(reader)
    client.get(url)
    with counted() as asked:
        answer = client.get(url)
    return answer, asked
