"""Queries of each page: exactly those of tests/budgets/queries.toml, at a hundred rows as at ten, and at most ten."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from bench.seed import School, agreement_of, empty_school
from django.conf import settings
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from filon.activities.inputs import IdeaInput, SessionInput, ThemeInput
from filon.activities.kinds import Audience
from filon.activities.models import ExchangeSession, Idea
from filon.activities.services.ideas import idea_comment, idea_show, idea_write
from filon.activities.services.registrations import session_register
from filon.activities.services.sessions import session_plan
from filon.activities.services.themes import theme_open
from filon.agreements.models import Agreement, Theme
from filon.agreements.queries.sheet import REMEMBERED
from filon.agreements.services import clauses, drafting, effect, negotiation, templates
from filon.facts.models import Fact
from filon.kernel.files import file_open
from filon.ledger.models import BankLine, Programme, Receivable
from filon.ledger.services.matches import match_confirm
from filon.ledger.services.movements import money_allocate
from filon.people.models import User
from filon.people.roles import Role
from tests.budgets.baseline import Baseline, counted, told
from tests.factories.ledger import expected, line_of, programme_of, school_books
from tests.factories.partners import AccessFactory, AffiliationFactory, ContactFactory, LegalEntityFactory, RelationshipFactory
from tests.factories.people import UserFactory, member

MOST = 10
SIZES = (10, 100)
PAGES = (
    "week",
    "week of a company",
    "list of agreements",
    "agreement",
    "agreement, printed",
    "journal of an agreement",
    "commitment",
    "proof of a version",
    "signing policy",
    "list of partners",
    "partner",
    "list of facts",
    "fact",
    "new fact",
    "goals",
    "money",
    "books",
    "programme",
    "allocating money",
    "bank lines",
    "bank line",
    "expected payments",
    "expected payment",
    "bank statements",
    "exchanges",
    "session of exchanges",
    "closing a session",
    "theme of exchanges",
    "ideas",
    "idea",
    "open exchanges",
    "draft, its text",
    "negotiation",
    "what came back",
    "templates",
    "template",
    "template, read on a draft",
    "amendment: commitments",
    "amendment: review",
    "amendment: text",
    "amendment: parties",
    "amendment: into force",
    "amendment compared",
    "declaring a delivery",
    "who looks after a commitment",
    "search",
    "journal of the school",
    "team",
    "letters of the house",
    "style sheet",
    "sign-in",
)
#: Measured also as a process asks them that has told of the agreement to nobody yet.
UNREMEMBERED = ("agreement", "agreement, printed")
#: Who reads a page, where it is not the officer; None: nobody signed in.
READERS: dict[str, str | None] = {
    "journal of the school": "director@budget.example",
    "team": "director@budget.example",
    "sign-in": None,
    "open exchanges": None,
    "week of a company": "contact@company.example",
}
#: The whole reading of a draft, with its review and what it changes in the version before: each table once, fourteen to seventeen queries.
STILL_ABOVE = {"amendment: review", "agreements:draft_review"}


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
    """One agreement with so many commitments, another that is being amended; as many agreements beside it in tens,
    as many partners, contacts, colleagues and facts."""
    school = empty_school("Budget")
    for number in range(rows // 10):
        school.ordinary.append(agreement_of(school, f"Convention énergie {number}", commitments=1, deliveries=1))
    school.big = agreement_of(school, "Grande convention énergie", commitments=rows, deliveries=rows)
    school.amended = agreement_of(school, "Convention énergie avec avenant", commitments=rows, deliveries=rows)
    effect.agreement_amend(by=school.officer, agreement_id=school.amended.uuid, effective_from=timezone.localdate())
    for number in range(rows):
        entity = LegalEntityFactory(name=f"Énergie {number}")
        RelationshipFactory(host=school.host, entity=entity)
        AffiliationFactory(contact=ContactFactory(host=school.host), entity=school.company.entity)
        member(Role.STUDIES_DIRECTOR, host=school.host)
    _receive(school, rows)
    _exchange(school, rows)
    contact = UserFactory(email="contact@company.example")
    AccessFactory(user=contact, affiliation=school.company.signatory, granted_by=school.officer)
    return school


def _receive(school: School, rows: int) -> None:
    """So many bank lines and expected payments, one of them matched, allocated in as many parts."""
    books = school_books(school.host)
    programme = programme_of(books)
    for number in range(rows):
        line, receivable = line_of(books, 1_000 + number, label=f"DON-{number}"), expected(books, 1_000 + number, reference=f"DON-{number}")
    match_confirm(by=books.keeper, line_id=line.uuid, parts=[(receivable.uuid, 1_000)])
    for _number in range(rows):
        money_allocate(by=books.keeper, programme_id=programme.uuid, amount_cents=10, words="Comité")


def _money_pages(school: School) -> dict[str, str]:
    line = BankLine.objects.filter(account__host=school.host).earliest("id")
    receivable = Receivable.objects.filter(host=school.host).earliest("id")
    programme = Programme.objects.get(host=school.host)
    return {
        "money": reverse("ledger:home"),
        "books": reverse("ledger:books", args=[school.host.entity.uuid]),
        "programme": reverse("ledger:programme", args=[programme.uuid]),
        "allocating money": reverse("ledger:allocate", args=[programme.uuid]),
        "bank lines": reverse("ledger:lines"),
        "bank line": reverse("ledger:line", args=[line.uuid]),
        "expected payments": reverse("ledger:list"),
        "expected payment": reverse("ledger:receivable", args=[receivable.uuid]),
        "bank statements": reverse("ledger:statements"),
    }


def _exchange(school: School, rows: int) -> None:
    """So many sessions on a public theme, the first one with as many registered, ideas, and comments on the first idea."""
    by, host_id, start = school.officer, school.host.pk, timezone.now() + timedelta(days=3)
    subject = Theme.objects.order_by("id")[0]
    theme = theme_open(by=by, host_id=host_id, theme=ThemeInput(theme_id=subject.uuid, audience=Audience.PUBLIC))
    named = {
        "theme_id": theme.uuid,
        "starts_at": start,
        "ends_at": start + timedelta(hours=2),
        "capacity": 500,
        "audience": Audience.PUBLIC,
    }
    entities = [school.company.entity.uuid]
    planned = [
        session_plan(by=by, host_id=host_id, session=SessionInput(title_fr=f"Séance {number}", entity_ids=entities, **named))
        for number in range(rows)
    ]
    for number in range(rows):
        session_register(by=User.objects.get(pk=member(Role.STUDENT, host=school.host).pk), session_id=planned[0].uuid)
        idea = idea_write(by=by, idea=IdeaInput(theme_id=theme.uuid, session_id=planned[0].uuid, title=f"Idée {number}", words="Chaleur"))
        idea_show(by=by, idea_id=idea.uuid, is_public=True)
    for _number in range(rows):
        idea_comment(by=by, idea_id=Idea.objects.earliest("id").uuid, words="Avis")


def _exchange_pages(school: School) -> dict[str, str]:
    session, idea = ExchangeSession.objects.earliest("id"), Idea.objects.earliest("id")
    return {
        "exchanges": reverse("activities:list"),
        "session of exchanges": session.get_absolute_url(),
        "closing a session": reverse("activities:close", args=[session.uuid]),
        "theme of exchanges": session.theme.get_absolute_url(),
        "ideas": reverse("activities:ideas"),
        "idea": idea.get_absolute_url(),
        "open exchanges": reverse("activities:public"),
    }


def _pages(school: School) -> dict[str, str]:
    assert school.big is not None
    assert school.amended is not None
    commitment = school.big.commitments.first()
    fact = Fact.objects.filter(delivery__commitment=commitment).first()
    assert commitment is not None
    assert fact is not None
    return {
        "week": "/",
        "week of a company": "/",
        "list of agreements": reverse("agreements:list"),
        "agreement": reverse("agreements:detail", args=[school.big.uuid]),
        "agreement, printed": reverse("agreements:print", args=[school.big.uuid]),
        "journal of an agreement": reverse("agreements:journal", args=[school.big.uuid]),
        "commitment": reverse("agreements:commitment", args=[school.big.uuid, commitment.uuid]),
        "proof of a version": reverse("agreements:proof", args=[school.big.uuid, 1]),
        "signing policy": reverse("agreements:policy"),
        "letters of the house": reverse("people:letters"),
        "list of partners": reverse("partners:list"),
        "partner": reverse("partners:detail", args=[school.company.entity.uuid]),
        "list of facts": reverse("facts:list"),
        "fact": reverse("facts:detail", args=[fact.uuid]),
        "new fact": reverse("facts:new"),
        "goals": reverse("facts:goals"),
        "journal of the school": reverse("journal"),
        "team": reverse("people:team"),
        **_text_pages(school),
        **_money_pages(school),
        **_exchange_pages(school),
        **_pages_of_an_amendment(school.amended),
        "declaring a delivery": reverse("agreements:declare", args=[school.big.uuid, commitment.uuid]),
        "who looks after a commitment": reverse("agreements:commitment_owner", args=[school.big.uuid, commitment.uuid]),
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


def _pages_of_an_amendment(agreement: Agreement) -> dict[str, str]:
    names = {
        "commitments": "draft_commitments",
        "review": "draft_review",
        "text": "draft_text",
        "parties": "draft_parties",
        "into force": "put_in_force",
    }
    pages = {f"amendment: {told}": reverse(f"agreements:{name}", args=[agreement.uuid, 2]) for told, name in names.items()}
    return pages | {"amendment compared": f"{reverse('agreements:compare', args=[agreement.uuid])}?de=1&a=2"}


@pytest.mark.slow
@pytest.mark.parametrize("name", PAGES)
def test_page_keeps_its_budget_of_queries_whatever_its_size(
    name: str, addresses: dict[str, str], baseline: Baseline, django_db_blocker: DjangoDbBlocker
) -> None:
    with django_db_blocker.unblock():
        email = READERS.get(name, "officer@budget.example")
        answer, asked = _asked(addresses[name], User.objects.get(email=email) if email else None)

    assert (answer.status_code, len(asked)) == (200, baseline.expected("pages", name, len(asked))), told(asked)


@pytest.mark.slow
@pytest.mark.parametrize("name", UNREMEMBERED)
def test_agreement_keeps_its_budget_where_nothing_is_remembered(
    name: str, addresses: dict[str, str], baseline: Baseline, django_db_blocker: DjangoDbBlocker
) -> None:
    with django_db_blocker.unblock():
        answer, asked = _asked(addresses[name], User.objects.get(email="officer@budget.example"), before=REMEMBERED.clear)

    assert (answer.status_code, len(asked)) == (200, baseline.expected("unremembered", name, len(asked))), told(asked)


def test_no_other_page_asks_more_than_ten_queries(baseline: Baseline) -> None:
    above = {name for section in baseline.sections for name, number in baseline.numbers(section).items() if number > MOST}

    assert above == STILL_ABOVE


def test_file_names_the_pages_that_are_measured_and_no_other(baseline: Baseline) -> None:
    assert (set(baseline.numbers("pages")), set(baseline.numbers("unremembered"))) == (set(PAGES), set(UNREMEMBERED))


def _asked(url: str, reader: User | None, before: Callable[[], None] | None = None) -> tuple[Any, list[str]]:
    """The second answer: the first lets the process learn what it asks once; ``before`` it, something may be forgotten."""
    client = Client()
    if reader is not None:
        client.force_login(reader)
    client.get(url)
    if before is not None:
        before()
    with counted() as asked:
        answer = client.get(url)
    return answer, asked
