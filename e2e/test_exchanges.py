"""A session of exchanges: a student has a place on her phone, the officer says who came and closes it, and the agreement counts it."""

import datetime as dt

from e2e.browser import NARROW, Visitor
from e2e.conftest import Arrives
from e2e.demo import COMPANY_CONTACT, OFFICER, STUDENT
from e2e.money import looked_at
from e2e.server import Server

SESSION, THEME = "Storing energy underground", "Decarbonation"
AGREEMENT, PROMISE = "Exchanges with Salins et Résines", "Exchanges of students and researchers with the company"


def test_a_session_is_held_and_counts_for_an_agreement(arrives: Arrives, server: Server) -> None:
    student = arrives(STUDENT, locale="en-GB", viewport=NARROW)
    officer, partner, nobody = arrives(OFFICER, locale="en-GB"), arrives(COMPANY_CONTACT, locale="en-GB"), arrives(locale="en-GB")

    before = delivered(officer)
    path = has_a_place(student)
    named_to_nobody(nobody, partner, path)
    is_closed(officer, path)

    assert delivered(officer) == before + 1
    officer.goes(path)
    officer.presses(PROMISE)
    assert SESSION in officer.text
    proved = server.filon("verify")
    assert proved.returncode == 0, proved.stdout


def test_an_idea_becomes_something(arrives: Arrives) -> None:
    student, officer = arrives(STUDENT, locale="en-GB", viewport=NARROW), arrives(OFFICER, locale="en-GB")

    opens_the_theme(student)
    student.presses("Propose an idea")
    student.writes({"Idea": "Heat under the tram", "In a few words": "Let the tunnel warm the halls above it."})
    student.presses("Propose the idea")
    path = student.path
    officer.goes(path)
    officer.presses("I take it up")
    officer.presses("Say what it became")
    looked_at(officer)
    officer.writes({"It became": "project", "Which one": "Warm tunnel"})
    officer.presses("Record it")
    looked_at(officer)
    student.goes(path)

    assert "It became: project “Warm tunnel”." in student.text


def opens_the_theme(person: Visitor) -> None:
    person.goes("/echanges/themes")
    person.presses(THEME)


def delivered(officer: Visitor) -> int:
    """How many exchanges the balance of the agreement counts."""
    officer.goes("/conventions")
    officer.presses(AGREEMENT)
    promise = officer.page.locator(".strata li > a").filter(has_text=PROMISE)
    return int(promise.locator("span").nth(1).inner_text().split("/")[0])


def has_a_place(student: Visitor) -> str:
    """From the list to her week; where the session is."""
    student.goes("/echanges?state=coming&sort=day")
    looked_at_on_a_phone(student)
    student.presses(SESSION)
    looked_at_on_a_phone(student)
    student.presses("Register")
    assert "You have a place." in student.text
    path = student.path
    student.goes("/")
    assert SESSION in student.text
    return path


def looked_at_on_a_phone(student: Visitor) -> None:
    looked_at(student)
    student.page.set_viewport_size(NARROW)  # type: ignore[arg-type]


def named_to_nobody(nobody: Visitor, partner: Visitor, path: str) -> None:
    """Who has no account, and the company that takes part, read the session without the student."""
    nobody.goes("/echanges/publics")
    looked_at(nobody)
    nobody.presses(SESSION)
    looked_at(nobody)
    partner.goes(path)
    assert [STUDENT in one.text for one in (nobody, partner)] == [False, False]
    assert [SESSION in one.text for one in (nobody, partner)] == [True, True]


def is_closed(officer: Visitor, path: str) -> None:
    """The day has come: those who have a place came, nine others too."""
    officer.goes(path)
    assert STUDENT in officer.text
    officer.presses("Change")
    looked_at(officer)
    now = dt.datetime.now()
    officer.writes({"Begins at": moment(now - dt.timedelta(hours=3)), "Ends at": moment(now - dt.timedelta(hours=1))})
    officer.presses("Keep the changes")
    officer.presses("Say who came")
    looked_at(officer)
    officer.presses("Note who came")
    officer.presses("Close the session")
    looked_at(officer)
    officer.writes({"Others who came, without being registered": "9"})
    officer.page.get_by_role("checkbox", name=PROMISE).check()
    officer.presses("Close the session")
    looked_at(officer)
    assert "It was held, with 13 persons." in officer.text


def moment(at: dt.datetime) -> str:
    return f"{at:%Y-%m-%dT%H:%M}"
