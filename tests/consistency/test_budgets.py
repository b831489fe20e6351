"""Queries of each page: exactly as many at a hundred rows as at ten, and at most ten, but for the pages named in STILL_ABOVE.

A page that gains or loses a query changes its line of the table, in the commit that says why.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from bench.seed import School, agreement_of, empty_school
from django.conf import settings
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from filon.agreements.services import clauses, drafting, effect, negotiation, templates
from filon.facts.models import Fact
from filon.kernel import demo
from filon.kernel.files import file_open
from filon.people.models import User
from filon.people.roles import Role
from tests.factories.partners import AffiliationFactory, ContactFactory, LegalEntityFactory, RelationshipFactory
from tests.factories.people import member

MOST = 10
SIZES = (10, 100)

BUDGETS: dict[str, int] = {
    "week": 10,
    "list of agreements": 9,
    "agreement": 10,
    "agreement, printed": 10,
    "journal of an agreement": 6,
    "commitment": 10,
    "list of partners": 6,
    "partner": 10,
    "list of facts": 5,
    "fact": 6,
    "new fact": 3,
    "goals": 3,
    "two versions compared": 10,
    "draft, its text": 7,
    "negotiation": 8,
    "what came back": 8,
    "templates": 6,
    "template": 5,
    "template, read on a draft": 9,
    "search": 6,
    "journal of the school": 8,
    "team": 5,
    "style sheet": 2,
    "sign-in": 0,
}
#: Who reads a page, where it is not the officer; None: nobody signed in.
READERS: dict[str, str | None] = {"journal of the school": "director@budget.example", "team": "director@budget.example", "sign-in": None}
#: Pages that ask more than ten queries; the one that comes down to ten leaves this list.
STILL_ABOVE: set[str] = set()


@pytest.fixture(scope="module", params=SIZES)
def addresses(
    request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, str]]:
    """The pages of a school where everything there is comes `param` times."""
    media_root, settings.MEDIA_ROOT = settings.MEDIA_ROOT, Path(tmp_path_factory.mktemp("files"))
    with django_db_blocker.unblock(), transaction.atomic():
        school = _school_with(request.param)
        with connection.cursor() as cursor:  # the planner knows nothing of rows that are not committed, and takes them for one
            cursor.execute("SET LOCAL enable_nestloop = off")
        yield _pages(school)
        transaction.set_rollback(True)
    settings.MEDIA_ROOT = media_root


def _school_with(rows: int) -> School:
    """One agreement with so many commitments, as many agreements beside it in tens, as many partners, contacts, colleagues and facts."""
    school = empty_school("Budget")
    for number in range(rows // 10):
        school.ordinary.append(agreement_of(school, f"Convention énergie {number}", commitments=1, deliveries=1))
    school.big = agreement_of(school, "Grande convention énergie", commitments=rows, deliveries=rows)
    for number in range(rows):
        entity = LegalEntityFactory(name=f"Énergie {number}")
        RelationshipFactory(host=school.host, entity=entity)
        AffiliationFactory(contact=ContactFactory(host=school.host), entity=school.company.entity)
        member(Role.STUDIES_DIRECTOR, host=school.host)
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
        "agreement, printed": reverse("agreements:print", args=[school.big.uuid]),
        "journal of an agreement": reverse("agreements:journal", args=[school.big.uuid]),
        "commitment": reverse("agreements:commitment", args=[school.big.uuid, commitment.uuid]),
        "list of partners": reverse("partners:list"),
        "partner": reverse("partners:detail", args=[school.company.entity.uuid]),
        "list of facts": reverse("facts:list"),
        "fact": reverse("facts:detail", args=[fact.uuid]),
        "new fact": reverse("facts:new"),
        "goals": reverse("facts:goals"),
        "journal of the school": reverse("journal"),
        "team": reverse("people:team"),
        **_text_pages(school),
        "two versions compared": _compared(school, school.big.commitments.count()),
        "search": f"{reverse('search')}?q=energie",
        "style sheet": reverse("style"),
        "sign-in": reverse("people:sign_in"),
    }


def _text_pages(school: School) -> dict[str, str]:
    """A draft with a text, and the template of its kind."""
    assert school.big is not None
    kind = school.big.kind
    draft = drafting.agreement_create(by=school.officer, kind_id=kind.uuid, title_fr="Projet").versions.get()
    clauses.template_apply(by=school.officer, version_id=draft.uuid)
    sent = negotiation.text_send(by=school.officer, version_id=draft.uuid, language="fr")
    with file_open(sent.file) as content:
        returned = negotiation.text_receive(by=school.officer, sent_id=sent.uuid, upload=content, name="retour.docx")
    template = templates.template_begin(by=school.officer, host_id=school.host.uuid, kind_id=kind.uuid)
    return {
        "draft, its text": reverse("agreements:draft_text", args=[draft.agreement.uuid, 1]),
        "negotiation": reverse("agreements:negotiation", args=[draft.agreement.uuid, 1]),
        "what came back": reverse("agreements:negotiation_compare", args=[draft.agreement.uuid, 1, returned.uuid]),
        "templates": reverse("agreements:templates"),
        "template": reverse("agreements:template", args=[template.uuid]),
        "template, read on a draft": f"{reverse('agreements:template_preview', args=[template.uuid])}?sur={draft.uuid}",
    }


def _compared(school: School, rows: int) -> str:
    """An agreement of so many commitments, and its amendment."""
    living = agreement_of(school, "Convention comparée", commitments=rows, deliveries=1)
    effect.agreement_amend(by=school.officer, agreement_id=living.uuid, effective_from=timezone.localdate() + dt.timedelta(days=9))
    return reverse("agreements:compare", args=[living.uuid])


@pytest.mark.parametrize("name", BUDGETS)
def test_page_keeps_its_budget_of_queries_whatever_its_size(
    name: str, addresses: dict[str, str], django_db_blocker: DjangoDbBlocker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(demo, "REMEMBERED", 3600.0)  # else a slow machine asks again, in the middle, whether this is a demo

    with django_db_blocker.unblock():
        email = READERS.get(name, "officer@budget.example")
        answer, queries = _asked(addresses[name], User.objects.get(email=email) if email else None)

    assert (answer.status_code, len(queries)) == (200, BUDGETS[name]), "\n".join(query["sql"][:160] for query in queries)


def test_no_other_page_asks_more_than_ten_queries() -> None:
    above = {name for name, queries in BUDGETS.items() if queries > MOST}

    assert above == STILL_ABOVE


def _asked(url: str, reader: User | None) -> tuple[Any, CaptureQueriesContext]:
    """The second answer: the first lets the process learn what it asks once."""
    client = Client()
    if reader is not None:
        client.force_login(reader)
    client.get(url)
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(url)
    return answer, queries
