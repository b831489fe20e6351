"""Pages of exchanges: what they say, to whom, and what their forms do."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from filon.activities.inputs import ClosingInput, OutcomeInput
from filon.activities.kinds import OutcomeKind
from filon.activities.models import Closing, ExchangeSession, Idea
from filon.activities.queries.contributed import exchange_hits, week_items
from filon.activities.queries.theme_sheet import theme_sheet
from filon.activities.services import ideas
from filon.activities.services.closing import session_close
from filon.activities.services.outcomes import outcome_record
from filon.activities.services.registrations import attendance_mark, session_register
from filon.agreements.models import Theme
from filon.people.models import User
from filon.people.roles import Role
from tests.agreements.pages import ENGLISH, read, refused, send
from tests.factories.activities import Exchanges, begun, member

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def told(client: Client, user: User, name: str, *ids: object, **query: str) -> str:
    """The page as that person reads it."""
    return read(client, user, reverse(f"activities:{name}", args=ids), **query)


def post(client: Client, user: User, name: str, *ids: object, **fields: object) -> int:
    """The status of what she sends."""
    return send(client, user, reverse(f"activities:{name}", args=ids), **fields).status_code


def typed(exchanges: Exchanges, **changed: object) -> dict[str, object]:
    """The form of a session as it is filled in."""
    named = {
        "title_fr": "Chaleur fatale",
        "theme": str(exchanges.theme.uuid),
        "audience": "members",
        "starts_at": "2030-03-04T14:00",
        "ends_at": "2030-03-04T16:30",
        "capacity": "12",
        "organisations": [str(exchanges.world.company.uuid)],
    }
    return named | changed


def test_session_is_planned_changed_and_cancelled_by_its_forms(client: Client) -> None:
    exchanges = Exchanges()
    officer = exchanges.officer

    assert post(client, officer, "session_new", **typed(exchanges)) == 303
    session = ExchangeSession.objects.get()
    assert "4\xa0March 2030, 14:00 – 16:30." in told(client, officer, "session", session.uuid)
    assert post(client, officer, "change", session.uuid, **typed(exchanges, capacity="3", room="B 12")) == 303
    assert post(client, officer, "cancel", session.uuid, reason="Salle inondée") == 303

    session.refresh_from_db()
    assert (session.capacity, session.room, session.state) == (3, "B 12", "cancelled")
    assert "It is cancelled: Salle inondée" in told(client, exchanges.contact, "session", session.uuid)


def test_session_that_ends_before_it_starts_comes_back_with_a_sentence(client: Client) -> None:
    exchanges = Exchanges()

    shown = refused(client, exchanges.officer, reverse("activities:session_new"), **typed(exchanges, ends_at="2030-03-04T13:00"))

    assert "The session ends before it starts" in shown


def test_list_shows_sessions_by_month_and_exports_what_is_shown(client: Client) -> None:
    exchanges = Exchanges()
    for number in (1, 2):
        start = timezone.make_aware(dt.datetime(2030, 3, number, 14))
        exchanges.session(title_fr=f"Séance {number}", starts_at=start, ends_at=start + dt.timedelta(hours=2))

    shown = told(client, exchanges.officer, "list", state="coming", sort="day")

    assert shown.count("March 2030</th>") == 1
    assert shown.index("Séance 1") < shown.index("Séance 2")
    assert "0 of 2" in shown
    exported = client.get(reverse("activities:list"), {"export": "csv", "state": "coming"}, headers=ENGLISH)
    assert b"".join(exported.streaming_content).decode().count("Séance ") == 2


def test_list_is_narrowed_to_what_fulfils_an_agreement(client: Client) -> None:
    exchanges = Exchanges()
    session = begun(exchanges.session(title_fr="Comptée"))
    exchanges.session(title_fr="Autre")
    given_back = ClosingInput(others=7, commitment_ids=[exchanges.events.uuid])
    session_close(by=exchanges.officer, session_id=session.uuid, closing=given_back)

    shown = told(client, exchanges.officer, "list", agreement=str(exchanges.world.agreement.uuid))

    assert "Sessions that fulfil something of “Mécénat”." in shown
    assert ("Comptée" in shown, "Autre" in shown) == (True, False)


def test_student_registers_leaves_and_finds_her_session_in_her_week(client: Client) -> None:
    exchanges = Exchanges()
    student, session = exchanges.student(), exchanges.session()

    assert post(client, student, "register", session.uuid) == 303
    items = list(week_items(student, timezone.localdate()))
    assert [(one.kind, one.title) for one in items] == [("due", "Chaleur fatale")]
    assert "Give my place up" in told(client, student, "session", session.uuid)
    assert post(client, student, "leave", session.uuid) == 303

    assert list(week_items(student, timezone.localdate())) == []


def test_officer_s_week_holds_sessions_to_close_and_ideas_nobody_took_up() -> None:
    exchanges = Exchanges()
    begun(exchanges.session(), hours=50)
    exchanges.idea()
    Idea.objects.update(written_at=timezone.now() - dt.timedelta(days=40))

    items = list(week_items(exchanges.officer, timezone.localdate()))

    assert sorted(one.title for one in items) == ["Boucle de chaleur", "Chaleur fatale"]
    assert {one.kind for one in items} == {"decide"}


def test_officer_takes_the_attendance_and_closes_and_it_is_delivered(client: Client) -> None:
    exchanges = Exchanges()
    session, student = exchanges.session(), exchanges.student(name="Léa Roussel")
    placed = session_register(by=student, session_id=session.uuid)
    begun(session)
    officer = exchanges.officer
    assert "Say who came" in told(client, officer, "session", session.uuid)

    assert post(client, officer, "attendance", session.uuid, came=[str(placed.uuid)]) == 303
    assert "1 person registered came." in told(client, officer, "close", session.uuid)
    fields = {"others": "11", "commitments": [str(exchanges.events.uuid), str(exchanges.seats.uuid)], "goals": ["13"]}
    assert post(client, officer, "close", session.uuid, **fields) == 303

    shown = told(client, officer, "session", session.uuid)
    assert ("It was held, with 12 persons." in shown, "12 seats" in shown, "1 event" in shown) == (True, True, True)
    agreement = read(
        client, exchanges.contact, reverse("agreements:commitment", args=[exchanges.world.agreement.uuid, exchanges.seats.uuid])
    )
    assert "Chaleur fatale" in agreement


def test_session_is_reopened_with_a_reason(client: Client) -> None:
    exchanges = Exchanges()
    session = begun(exchanges.session())
    session_close(by=exchanges.officer, session_id=session.uuid, closing=ClosingInput(others=7))
    assert "Say why" in refused(client, exchanges.officer, reverse("activities:reopen", args=[session.uuid]))

    assert post(client, exchanges.officer, "reopen", session.uuid, reason="Erreur") == 303

    assert Closing.objects.get().reason == "Erreur"


def test_organiser_takes_somebody_off_the_list(client: Client) -> None:
    exchanges = Exchanges()
    placed = session_register(by=exchanges.student(name="Léa Roussel"), session_id=exchanges.session().uuid)
    assert "The place of Léa Roussel" in told(client, exchanges.officer, "remove", placed.uuid)

    assert post(client, exchanges.officer, "remove", placed.uuid, reason="Doublon") == 303

    placed.refresh_from_db()
    assert placed.state == "left"


def test_theme_is_opened_and_says_what_it_is_about(client: Client) -> None:
    exchanges = Exchanges()
    subject = Theme.objects.create(label_fr="Biodiversité", label_en="Biodiversity")
    fields = {"theme": str(subject.uuid), "audience": "public", "about_fr": "Les carrières."}

    assert post(client, exchanges.officer, "theme_new", **fields) == 303
    opened = subject.exchanges.get()
    assert post(client, exchanges.officer, "theme_change", opened.uuid, audience="members", about_fr="Les sols.") == 303

    assert "Les sols." in told(client, exchanges.student(), "theme", opened.uuid)
    assert "Biodiversity" in told(client, exchanges.officer, "themes")


def test_idea_goes_from_proposed_to_what_it_became(client: Client) -> None:
    exchanges = Exchanges()
    student, officer, session = exchanges.student(name="Léa Roussel"), exchanges.officer, exchanges.session()
    fields = {"title": "Boucle de chaleur", "words": "Chauffer le campus.", "session": str(session.uuid)}
    assert post(client, student, "idea_new", exchanges.theme.uuid, **fields) == 303
    idea = Idea.objects.get()
    assert post(client, exchanges.contact, "comment", idea.uuid, words="Nous avons un échangeur.") == 303
    assert post(client, exchanges.contact, "take_up", idea.uuid) == 303
    assert post(client, officer, "outcome", idea.uuid, kind="project", title="Boucle tiède", occurred_on="2026-01-05") == 303

    inside, outside = (told(client, one, "idea", idea.uuid) for one in (officer, exchanges.contact))

    assert "It became: project “Boucle tiède”." in outside
    assert ("Léa Roussel" in inside, "Léa Roussel" in outside, "a student" in outside) == (True, False, True)
    assert "became: project" in told(client, officer, "theme", exchanges.theme.uuid)
    assert [one.count for one in theme_sheet(officer, exchanges.theme.uuid).picture.stages] == [1, 1, 1]


def test_idea_is_moderated(client: Client) -> None:
    exchanges = Exchanges()
    officer, idea = exchanges.officer, exchanges.idea()
    said = ideas.idea_comment(by=exchanges.student(), idea_id=idea.uuid, words="Parole de trop")

    assert post(client, officer, "withdraw", idea.uuid, said.uuid, reason="Hors sujet") == 303
    assert post(client, officer, "show", idea.uuid) == 303
    assert post(client, officer, "take_up_for", idea.uuid, entity=str(exchanges.world.company.uuid)) == 303
    assert post(client, officer, "set_aside", idea.uuid, reason="Trop tôt") == 303
    assert post(client, officer, "bring_back", idea.uuid) == 303
    assert post(client, officer, "show", idea.uuid, public="no") == 303

    shown = told(client, officer, "idea", idea.uuid)
    assert ("Parole de trop" in shown, "This comment was withdrawn: Hors sujet" in shown) == (False, True)
    assert "Boucle de chaleur" in told(client, officer, "ideas", state="proposed", q="boucle")


def test_outcome_is_taken_back_by_its_form(client: Client) -> None:
    exchanges = Exchanges()
    idea = exchanges.idea()
    ideas.idea_take_up(by=exchanges.officer, idea_id=idea.uuid)
    became = OutcomeInput(kind=OutcomeKind.THESIS, title="Thèse Cifre", occurred_on=timezone.localdate())
    outcome_record(by=exchanges.officer, idea_id=idea.uuid, outcome=became)

    assert post(client, exchanges.officer, "outcome_back", idea.uuid, reason="Non signée") == 303

    idea.refresh_from_db()
    assert idea.state == "taken_up"


def test_exchanges_are_found_by_their_words() -> None:
    exchanges = Exchanges()
    exchanges.session(title_fr="Chaleur fatale")
    exchanges.idea(title="Boucle de chaleur")

    found = exchange_hits(exchanges.officer, "chaleur", 5)

    assert [one.title for one in found] == ["Chaleur fatale", "Boucle de chaleur"]
    assert exchange_hits(exchanges.contact, "boucle", 5) == []


PERSONS = st.integers(1, 9)


@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(persons=PERSONS)
def test_public_page_never_shows_a_name_nor_a_small_number(client: Client, persons: int) -> None:
    exchanges = Exchanges()
    theme = exchanges.opened(f"Public {Theme.objects.count()}", audience="public")
    session = exchanges.session(audience="public", theme_id=theme.uuid, capacity=20)
    student = exchanges.student(name="Léa Roussel")
    placed = session_register(by=student, session_id=session.uuid)
    idea = exchanges.idea(by=student, theme_id=theme.uuid)
    ideas.idea_show(by=exchanges.officer, idea_id=idea.uuid, is_public=True)
    begun(session)
    attendance_mark(by=exchanges.officer, session_id=session.uuid, came=[placed.uuid])
    session_close(by=exchanges.officer, session_id=session.uuid, closing=ClosingInput(others=persons - 1))
    client.logout()

    pages = [
        client.get(reverse(f"activities:{name}", args=args), headers=ENGLISH).content.decode()
        for name, args in (("public", []), ("public_theme", [theme.uuid]), ("public_session", [session.uuid]))
    ]

    assert [name for name in ("Léa Roussel", exchanges.world.company.name, exchanges.officer.name) for page in pages if name in page] == []
    assert f"with {persons} persons." in pages[2] if persons >= 5 else "It was held." in pages[2]
    assert "Boucle de chaleur" in pages[1]


def test_public_page_of_what_is_for_members_does_not_exist(client: Client) -> None:
    exchanges = Exchanges()
    session = exchanges.session(audience="public")

    answers = [client.get(reverse("activities:public_session", args=[session.uuid])).status_code]
    answers.append(client.get(reverse("activities:public_theme", args=[exchanges.theme.uuid])).status_code)

    assert answers == [404, 404]


def test_outsider_reads_whether_there_are_places_and_no_number(client: Client) -> None:
    exchanges = Exchanges()
    session = exchanges.session(capacity=9)
    session_register(by=member(exchanges.world, Role.STUDENT), session_id=session.uuid)

    shown = told(client, exchanges.contact, "list")

    assert ("places left" in shown, "1 of 9" in shown) == (True, False)
