"""The public register: asked politely, told as notes, never an edit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from filon.kernel import demo
from filon.kernel.imports import running, services
from filon.kernel.imports.queries import kind_called
from filon.kernel.outbound import Unreachable
from filon.partners import register
from filon.partners.models import LegalEntity, RegisterChange, RegisterRecord
from filon.partners.queries.registered import week_items
from filon.partners.queries.sheet import partner_sheet
from filon.partners.services.registering import register_change_settle, register_watch
from filon.people.models import Host, User
from filon.people.roles import Role
from tests.engines.company_register_shapes import CLOSED, NOTHING, SIREN, answer
from tests.factories.partners import RelationshipFactory
from tests.factories.people import MembershipFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


class Register:
    """Answers what it was told to, one after the other, then the last again."""

    def __init__(self) -> None:
        self.answers: list[tuple[int, dict[str, str], bytes]] = []
        self.asked: list[str] = []

    def says(self, body: bytes, *, status: int = 200, **headers: str) -> None:
        self.answers.append((status, headers, body))


@pytest.fixture
def registry(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Register]:
    told = Register()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            told.asked.append(self.path)
            status, headers, body = told.answers.pop(0) if len(told.answers) > 1 else told.answers[0]
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name.replace("_", "-"), value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_arguments: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    settings.OUTBOUND_ALLOWED_HOSTS = ["127.0.0.1"]
    settings.REGISTER_ADDRESS = f"http://127.0.0.1:{server.server_port}/search"
    monkeypatch.setattr(register, "SPACING", 0.0)
    yield told
    server.shutdown()


@pytest.fixture
def officer(host: Host) -> User:
    return MembershipFactory(host=host, role=Role.PARTNERSHIP_OFFICER).user


@pytest.fixture
def company(host: Host) -> LegalEntity:
    return RelationshipFactory.create(host=host, entity__siren=SIREN, entity__name="Exemple Procédés").entity


def test_question_names_the_number_and_what_is_wanted(registry: Register) -> None:
    registry.says(answer())

    found = register.ask(SIREN)

    assert found is not None
    assert registry.asked == [f"/search?q={SIREN}&minimal=true&include=siege,finances,complements&per_page=1"]


def test_too_many_questions_wait_as_long_as_asked(registry: Register) -> None:
    registry.says(b"", status=429, Retry_After="1")
    registry.says(answer())

    assert register.ask(SIREN, patience=5.0) is not None


@pytest.mark.parametrize(
    ("status", "body", "sentence"),
    [
        (429, b"", "The public register asks to wait 10 seconds: try again then."),
        (500, b"", "The public register answers with the error 500: try again later."),
        (200, b"<html>", "The public register answers in a form that is not known: nothing was taken from it."),
    ],
)
def test_each_refusal_is_a_sentence(registry: Register, status: int, body: bytes, sentence: str) -> None:
    registry.says(body, status=status)

    with pytest.raises(Unreachable) as refused:
        register.ask(SIREN)

    assert refused.value.sentence == sentence


def test_off_line_the_watch_stops_with_a_sentence(company: LegalEntity, settings: Settings) -> None:
    settings.REGISTER_ADDRESS = "http://127.0.0.1:9/search"

    found = register_watch()

    assert (found.asked, found.refusal) == (0, "127.0.0.1 is an address of a private network, where nothing is sent.")


def test_demo_asks_nothing(registry: Register, company: LegalEntity, monkeypatch: pytest.MonkeyPatch) -> None:
    demo.Installation.objects.create(demo=True, seed=1, seeded_at="2026-01-01T00:00Z")
    demo.forget_answer()

    found = register_watch()

    demo.forget_answer()
    assert (found.refusal, registry.asked) == ("This is a demo: nothing goes out of it.", [])


def test_closed_company_becomes_a_note_of_the_week_and_its_sheet_is_not_edited(
    registry: Register, company: LegalEntity, officer: User
) -> None:
    registry.says(answer())
    registry.says(answer(**CLOSED, nom_raison_sociale="AUTRE NOM"))
    register_watch()
    register_watch()

    company.refresh_from_db()
    told = {item.title for item in week_items(officer, company_monday())}
    assert company.name == "Exemple Procédés"
    assert told == {
        "The public register says that it is closed since 30\u00a0June 2025.",
        "In the public register “EXEMPLE PROCEDES” is now called “AUTRE NOM”.",
    }


def company_monday() -> dt.date:
    return timezone.localdate()


def test_note_leaves_once_the_school_has_taken_note(registry: Register, company: LegalEntity, officer: User) -> None:
    registry.says(answer(**CLOSED))
    register_watch()
    other = MembershipFactory(role=Role.PARTNERSHIP_OFFICER)
    RelationshipFactory.create(host=other.host, entity=company)

    register_change_settle(by=officer, change_id=RegisterChange.objects.get().uuid)

    assert (list(week_items(officer, company_monday())), len(list(week_items(other.user, company_monday())))) == ([], 1)


def test_company_no_longer_shown_keeps_its_state(registry: Register, company: LegalEntity, officer: User) -> None:
    registry.says(answer())
    registry.says(NOTHING)
    register_watch()

    found = register_watch()

    record = RegisterRecord.objects.get(entity=company)
    assert (found.missing, record.standing, record.missing_since is not None, RegisterChange.objects.count()) == (1, "active", True, 0)
    shown = partner_sheet(officer, company.uuid).register
    assert shown is not None
    assert (shown["size_class"], shown["turnover_cents"]) == ("PME", 41_000_000)


def test_form_is_filled_in_from_the_register(registry: Register, officer: User, client: Client) -> None:
    registry.says(answer())
    client.force_login(officer)

    page = client.get("/partenaires/nouveau", {"siren": SIREN}).content.decode()

    assert 'value="EXEMPLE PROCEDES"' in page


def test_lines_of_a_file_are_completed_and_a_closed_company_becomes_doubtful(registry: Register, officer: User) -> None:
    registry.says(answer())
    registry.says(answer(**CLOSED, siren="552100554"))
    upload = SimpleUploadedFile("l.csv", f"Nom;SIREN;Ville\nA;{SIREN};\nB;552100554;Uzès\nC;;Alès\n".encode())
    found = services.import_begin(by=officer, kind=kind_called("organisations"), upload=upload)
    services.import_map(by=officer, import_id=found.uuid, mapping=found.mapping)
    found.refresh_from_db()
    running.examine_run(found, by=officer)

    running.complete_run(found)

    told = list(found.rows.order_by("line").values_list("outcome", "given__city", "given__postal_code"))
    assert told == [("new", "Ales", "30100"), ("doubtful", "Uzès", "30100"), ("new", "Alès", None)]
