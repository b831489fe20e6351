"""axe finds nothing on any page, wide and on a phone, light and dark; no page is wider than a phone; no page is forgotten."""

from pathlib import Path

import pytest

from e2e import axe
from e2e.browser import Visitor
from e2e.conftest import Arrives
from e2e.demo import COMPANY_CONTACT, DIRECTOR, FUND_OFFICER, OFFICER
from e2e.staging import exchanges_in_each_state, give_and_expect, negotiate_and_send, seldom_linked, write_a_bit_of_all
from e2e.walk import Walk, routes, walk

SAMPLES = Path(__file__).resolve().parent.parent / "docs" / "samples"
SIGNED_OUT = (
    "/connexion",
    "/connexion/lien/envoye",
    "/connexion/lien/perdu",
    "/invitation/perdue",
    "/courrier",
    "/nulle-part",
    "/style",
    "/verifier-un-recu",
    "/simulateur-de-don",
    "/simulateur-de-don?who=person&year=2026&income=40000&gifts=1000",
    "/mes-recus/perdu",
    "/echanges/publics",
)
NOT_PAGES = {
    "agenda:feed": "a calendar, for programs",
    "agenda:unsubscribe": "looked at in test_calendar, by the link of a letter",
    "live": "health, for machines",
    "ready": "health, for machines",
    "files:download": "a file, not a page",
    "metrics": "figures, for machines",
    "agreements:document": "a PDF",
    "agreements:board_report": "a PDF",
    "agreements:partner_paper": "a PDF",
    "agreements:press": "a PDF",
    "agreements:summary": "a PDF",
    "agreements:template_paper": "a PDF",
    "giving:report_paper": "a PDF",
    "agreements:seat_document": "a PDF",
    "giving:call_paper": "a PDF",
    "giving:statement_paper": "a PDF",
    "giving:donor_paper": "a PDF",
    "giving:run_archive": "an archive",
    "imports:template": "a spreadsheet",
    "imports:columns": "looked at on the way of test_import, once a file was sent",
    "imports:follow": "looked at on the way of test_import, once its lines were examined",
    "ledger:accounting": "a CSV file",
    "ledger:preview": "looked at below, once a file was sent",
    "ledger:progress": "the import of a large file, while it lasts",
    "ledger:sure": "test_money looks at it, once a statement is in",
    "giving:issue_run": "test_money looks at it, once many receipts are asked for",
    "language": "leads back to the page one comes from",
}
"""Routes that answer GET with something else than a page, or that the walk cannot meet, and why."""
REFUSED_FORMS = ("/conventions/nouvelle", "/partenaires/nouveau")


@pytest.fixture(scope="module")
def walked() -> dict[str, Walk]:
    """What each person's walk found, kept for the last test."""
    return {}


@pytest.mark.parametrize("name", [OFFICER, COMPANY_CONTACT, FUND_OFFICER, DIRECTOR])
def test_every_page_a_person_reaches_has_no_fault(arrives: Arrives, walked: dict[str, Walk], name: str) -> None:
    person = arrives(name)
    also = seldom_linked()
    if name == OFFICER:
        writer = arrives(OFFICER, locale="en-GB")
        also += write_a_bit_of_all(writer) + negotiate_and_send(writer) + exchanges_in_each_state() + give_and_expect()
    known = {route for former in walked.values() for route in former.pages} if name == DIRECTOR else set()

    found = walked[name] = walk(person, also)
    faults = [fault for route, paths in found.pages.items() if route not in known for path in paths for fault in faults_at(person, path)]

    assert found.wrong == []
    assert_none(faults)


def test_every_page_of_nobody_has_no_fault(arrives: Arrives) -> None:
    nobody = arrives()

    faults = [fault for path in SIGNED_OUT for fault in faults_at(nobody, path)]

    assert_none(faults)


@pytest.mark.parametrize("path", REFUSED_FORMS)
def test_a_refused_form_has_no_fault(arrives: Arrives, path: str) -> None:
    person = arrives(OFFICER)
    person.goes(path)

    status = person.sends_nothing()

    assert status == 422
    assert_none(axe.faults(person, f"{path}, refused"))


def test_a_statement_that_waits_to_be_imported_has_no_fault(arrives: Arrives) -> None:
    keeper = arrives(FUND_OFFICER)
    keeper.goes("/tresorerie/releves/importer")
    keeper.page.set_input_files("input[type=file]", SAMPLES / "releve-exemple.csv")

    keeper.page.get_by_role("button", name="Lire le fichier").click()
    keeper.page.wait_for_load_state()
    with keeper.unheard():
        violations = axe.violations(keeper.page)

    assert keeper.page.locator("h1").inner_text() == "releve-exemple.csv"
    assert violations == []


def test_the_menu_of_a_phone_has_no_fault(arrives: Arrives) -> None:
    person = arrives(OFFICER, viewport={"width": 390, "height": 844})
    person.goes("/")

    person.page.get_by_role("button", name="Menu").click()
    with person.unheard():
        violations = axe.violations(person.page)

    assert violations == []


def test_no_page_is_forgotten(arrives: Arrives, walked: dict[str, Walk]) -> None:
    officer = arrives(OFFICER)
    reached = {route for found in walked.values() for route in found.pages} | {route for path in SIGNED_OUT for route in [_route(path)]}

    forgotten = [name for name, path in routes().items() if name not in reached | NOT_PAGES.keys() and _answers_get(officer, path)]

    assert forgotten == []


def _route(path: str) -> str:
    from e2e.walk import route_of  # noqa: PLC0415

    return route_of(path.partition("?")[0])


def _answers_get(person: Visitor, path: str) -> bool:
    """Asks with an invented identifier: an address for POST alone refuses the method first."""
    return person.context.request.get(person.address + path).status != 405


def faults_at(person: Visitor, path: str) -> list[axe.Fault]:
    person.goes(path)
    return axe.faults(person)


def assert_none(faults: list[axe.Fault]) -> None:
    """Fails with one line a fault."""
    assert not faults, f"{len(faults)} faults\n" + "\n".join(map(str, faults))
