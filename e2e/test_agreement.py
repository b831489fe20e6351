"""The main job, in one story: written, put in force, delivered by both sides, contested, answered, amended, read as of last month."""

import datetime as dt
import json
from typing import Any
from uuid import UUID

from e2e import writing
from e2e.browser import Visitor
from e2e.conftest import Arrives
from e2e.demo import COMPANY_CONTACT, OFFICER, Demo
from e2e.server import Server
from e2e.writing import LAST_MONTH, MEETINGS, PAYMENTS, START, TODAY, Written

LISTS = ("/", "/conventions", "/partenaires", "/faits", "/recherche?q=gardon")
GIVING = "Mécénat Gardon Énergies"
FRENCH = {PAYMENTS: "Versements", MEETINGS: "Rencontres avec les élèves ingénieurs"}
EVENTS = {
    "agreement.created",
    "agreement.version_in_force",
    "agreement.amended",
    "delivery.declared",
    "delivery.contested",
    "delivery.answered",
}


def test_an_agreement_lives_from_the_blank_page_to_its_amendment(arrives: Arrives, server: Server) -> None:
    from filon.site.demo.paper import demonstration_pdf  # noqa: PLC0415

    officer, company = arrives(OFFICER, locale="en-GB"), arrives(COMPANY_CONTACT, locale="en-GB")
    pdf = demonstration_pdf("Mécénat de la navigatrice", "v1")

    written = writing.begin(officer, "Mécénat de la navigatrice")
    writing.name_the_parties(officer, written)
    writing.promise(officer, written)
    writing.state_money_and_term(officer, written)
    writing.put_in_force(officer, written, pdf=pdf, signed_on=START)
    writing.declare(officer, written, MEETINGS, quantity="1", on=TODAY - dt.timedelta(days=20))
    writing.declare(company, written, PAYMENTS, quantity="15000", on=TODAY - dt.timedelta(days=15))
    contested_and_answered(officer, company, written)
    writing.amend(officer, written, effective=TODAY - dt.timedelta(days=1))
    writing.put_in_force(officer, written, pdf=pdf, signed_on=TODAY - dt.timedelta(days=2))

    assert_balance(officer, server, written)
    assert_known(officer, server, written)
    assert set(audit_of(written)) >= EVENTS
    proved = server.filon("verify")
    assert proved.returncode == 0, proved.stdout


def test_another_school_sees_none_of_it(arrives: Arrives, demo: Demo) -> None:
    officer, stranger = arrives(OFFICER), arrives(demo.elsewhere())
    officer.goes("/conventions")
    officer.presses(GIVING)
    path, commitments = officer.path, links_to(officer, "/engagements/")

    answers = {place: stranger.goes(place) for place in (path, f"{path}/comparer", f"{path}/imprimer", *commitments)}
    lists = {
        place: (stranger.goes(place), stranger.text) for place in ("/", "/conventions", "/partenaires", "/faits", "/recherche?q=gardon")
    }

    assert len(commitments) >= 5
    assert set(answers.values()) == {404}
    assert {place for place, (status, text) in lists.items() if status != 200 or "Gardon Énergies" in text} == set()


def contested_and_answered(officer: Visitor, company: Visitor, written: Written) -> None:
    """The company contests the meeting; the school answers; both read it."""
    company.goes(written.path)
    company.presses(MEETINGS)
    company.presses("Contest")
    company.writes({"Why you contest it": "Nobody came."})
    company.presses("Contest")
    officer.goes(written.path)
    officer.presses(MEETINGS)
    assert "Nobody came." in officer.text
    officer.presses("Answer")
    officer.writes({"Your answer": "Twelve students signed the sheet."})
    officer.presses("Send the answer")
    assert "Twelve students signed the sheet." in officer.text


def assert_balance(officer: Visitor, server: Server, written: Written) -> None:
    """Today five meetings are promised, four as of last month."""
    reference = reference_of(written)
    today, before = balance(server, reference), balance(server, reference, "--as-of", LAST_MONTH.isoformat())

    assert (today["version"], before["version"]) == (2, 1)
    assert (promised(today, MEETINGS), promised(before, MEETINGS)) == (5, 4)
    assert states(today, PAYMENTS)[0] == "kept"
    assert "contested" in states(today, MEETINGS)
    assert officer.goes(f"{written.path}?au={LAST_MONTH.isoformat()}") == 200
    assert officer.page.get_by_text("Read as of").count() == 1


def assert_known(officer: Visitor, server: Server, written: Written) -> None:
    """What held last month was recorded today: by the end of last month Filon knew nothing of it, by today it knew the original."""
    reference, as_of = reference_of(written), LAST_MONTH.isoformat()
    by_then, by_now = (balance(server, reference, "--as-of", as_of, "--known-at", day.isoformat()) for day in (LAST_MONTH, TODAY))

    assert (by_then["version"], items(by_then, MEETINGS)) == (None, [])
    assert (by_now["version"], promised(by_now, MEETINGS)) == (1, 4)
    assert officer.goes(written.path) == 200
    officer.writes({"Read the agreement as of": as_of, "with what was known by": as_of})
    officer.presses("Read")
    assert "with what was recorded by" in officer.text
    assert "nothing is owed yet" in officer.text
    assert ledger(officer) == []
    officer.writes({"with what was known by": TODAY.isoformat()})
    officer.presses("Read")
    assert "with what was recorded by" in officer.text
    assert [line for line in ledger(officer) if MEETINGS in line and "0 / 4" in line] != []


def ledger(person: Visitor) -> list[str]:
    """The lines of commitments that the page of an agreement shows."""
    return person.page.locator("section[aria-labelledby=ledger] tr[id^=commitment]").all_inner_texts()


def balance(server: Server, reference: str, *options: str) -> dict[str, Any]:
    """What `filon agreement balance REF --json` prints."""
    done = server.filon("agreement", "balance", reference, "--json", *options)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def items(found: dict[str, Any], what: str) -> list[dict[str, Any]]:
    """The due items of a commitment, by its French words."""
    lines = [line for party in found["parties"] for line in party["commitments"] if line["what"] in (what, FRENCH[what])]
    return [item for line in lines for item in line["items"]]


def promised(found: dict[str, Any], what: str) -> float:
    return sum(float(item["quantity"]) for item in items(found, what))


def states(found: dict[str, Any], what: str) -> list[str]:
    return [item["state"] for item in items(found, what)]


def reference_of(written: Written) -> str:
    from filon.agreements.models import Agreement  # noqa: PLC0415

    return str(Agreement.objects.get(uuid=id_of(written)).reference)


def audit_of(written: Written) -> list[str]:
    """What was done to this agreement, in order."""
    from filon.kernel.models import AuditEvent  # noqa: PLC0415

    return list(AuditEvent.objects.filter(payload__agreement=str(id_of(written))).order_by("id").values_list("action", flat=True))


def id_of(written: Written) -> UUID:
    return UUID(written.path.rpartition("/")[2])


def links_to(person: Visitor, part: str) -> list[str]:
    """The addresses on the page that contain it."""
    found = {link.get_attribute("href") or "" for link in person.page.locator("main a").all()}
    return sorted(address.partition("#")[0] for address in found if part in address)
