"""The back button and a second sending of the same form: one effect."""

from e2e.conftest import Arrives
from e2e.demo import OFFICER

TITLE = "Convention envoyée deux fois"


def test_a_form_sent_again_after_going_back_has_one_effect(arrives: Arrives) -> None:
    person = arrives(OFFICER, java_script_enabled=False)
    person.goes("/conventions/nouvelle")
    person.page.locator("[name=kind]").first.check()
    person.writes({"Titre": TITLE})

    person.presses("Commencer le brouillon")
    first = person.path
    person.page.go_back()
    person.presses("Commencer le brouillon")
    person_again = person.path
    person.goes(f"/conventions?q={TITLE}")

    assert person_again == first
    assert person.page.locator("#list tbody tr").count() == 1
