"""On a phone the company's contact confirms two deliveries and contests one with a proof; the officer settles the dispute."""

from e2e import axe
from e2e.browser import Visitor
from e2e.conftest import Arrives
from e2e.demo import COMPANY_CONTACT, OFFICER
from e2e.server import Server
from e2e.signing import PHONE

WORKSHOPS = "Career workshops with students"


def waiting(phone: Visitor) -> int:
    phone.goes("/nos-conventions")
    return phone.page.locator("section[aria-labelledby=confirm] article").count()


def test_company_confirms_two_and_contests_one_which_the_officer_settles(arrives: Arrives, server: Server) -> None:
    from filon.site.demo.paper import demonstration_pdf  # noqa: PLC0415

    phone = arrives(COMPANY_CONTACT, locale="en-GB", **PHONE)
    assert waiting(phone) == 3
    assert axe.faults(phone) == []

    for left in (2, 1):
        phone.presses("Confirm", phone.page.locator("article").filter(has_text=WORKSHOPS).first)
        assert "Delivery confirmed" in phone.page.locator("body").inner_text()
        assert waiting(phone) == left
    phone.presses("Contest", phone.page.locator("article").filter(has_text=WORKSHOPS).first)
    phone.writes({"Why you contest it": "Nobody came from our side: it was moved.", "How much counts for you": "0"})
    proof = {"name": "moved.pdf", "mimeType": "application/pdf", "buffer": demonstration_pdf("Moved", "v1")}
    phone.page.locator("input[type=file]").set_input_files(proof)  # type: ignore[arg-type]
    phone.presses("Contest", phone.page.locator("main form"))
    assert waiting(phone) == 0

    settled(arrives(OFFICER, locale="en-GB"), "Agree that nothing counts")
    phone.goes("/nos-conventions")
    assert f"Dispute: {WORKSHOPS}" not in phone.text
    proved = server.filon("verify")
    assert proved.returncode == 0, proved.stdout


def settled(officer: Visitor, offer: str) -> None:
    """From her week to the end of the dispute, with the proof read on the way."""
    officer.goes("/")
    officer.page.get_by_role("link", name=f"{WORKSHOPS}: contested, to be answered").first.click()
    officer.page.wait_for_url("**/litiges/*")
    assert axe.faults(officer) == []
    proof = officer.page.get_by_role("link", name="moved.pdf")
    assert officer.context.request.get(officer.address + str(proof.get_attribute("href"))).status == 200
    officer.presses(offer)
    assert "granted the contest" in officer.text
    assert axe.faults(officer) == []
