"""Without JavaScript: lists, filters, sort, forms, language."""

import pytest

from e2e.conftest import Arrives
from e2e.demo import OFFICER

WITHOUT_SCRIPT = {"java_script_enabled": False}
GIVING = "Mécénat Gardon Énergies"


def test_a_list_is_filtered_and_sorted(arrives: Arrives) -> None:
    person = arrives(OFFICER, **WITHOUT_SCRIPT)
    person.goes("/conventions")
    before = person.page.locator("#list tbody tr").count()

    person.page.locator("input[type=search][name=q]").last.fill("Gardon Énergies")
    person.page.locator("input[type=search][name=q]").last.press("Enter")
    person.page.wait_for_url("**/conventions?*")
    after = person.page.locator("#list tbody tr").all_inner_texts()
    person.page.locator("#list thead a").first.click()

    assert before > len(after) > 0
    assert all("Gardon Énergies" in line for line in after)
    assert "sort=" in person.page.url


def test_a_refused_form_says_why_and_keeps_what_was_typed(arrives: Arrives) -> None:
    person = arrives(OFFICER, locale="en-GB", **WITHOUT_SCRIPT)
    person.goes("/conventions/nouvelle")
    person.page.locator("[name=title_en]").fill("Kept")

    person.refused_by("Begin the draft")

    assert person.page.title().startswith("Error")
    assert person.page.locator("[name=title_en]").input_value() == "Kept"


@pytest.mark.parametrize("path", ["/", "/partenaires", "/faits", "/objectifs", "/equipe", "/style"])
def test_a_page_is_whole(arrives: Arrives, path: str) -> None:
    person = arrives(OFFICER, **WITHOUT_SCRIPT)

    status = person.goes(path)

    assert status == 200
    assert person.page.locator("main h1").count() == 1


def test_the_balance_is_drawn_and_told(arrives: Arrives) -> None:
    person = arrives(OFFICER, **WITHOUT_SCRIPT)
    person.goes("/conventions")

    person.presses(GIVING)

    assert person.page.locator(".balance svg").count() > 5
    assert person.page.locator("main table").count() > 0
