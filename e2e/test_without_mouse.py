"""By keyboard alone: sign in, open an agreement, declare a delivery. What has the focus is always seen."""

from playwright.sync_api import Page

from e2e.conftest import Arrives
from e2e.demo import OFFICER

MOST_STEPS = 150


def test_a_delivery_is_declared_by_keyboard_alone(arrives: Arrives) -> None:
    person = arrives(locale="en-GB")
    person.goes("/connexion")

    enter_on(person.page, f"Come in as {OFFICER}")
    enter_on(person.page, "Agreements")
    enter_on(person.page, "Gardon Énergies giving")
    enter_on(person.page, "Meetings with the student engineers")
    enter_on(person.page, "Declare a delivery")
    tab_to(person.page, "How much")
    person.page.keyboard.type("1")
    enter_on(person.page, "Declare")

    assert "The delivery is declared." in person.text


def test_the_first_tab_leads_to_the_content(arrives: Arrives) -> None:
    person = arrives(OFFICER)
    person.goes("/")

    person.page.keyboard.press("Tab")
    person.page.keyboard.press("Enter")

    assert person.page.url.endswith("#main")


def enter_on(page: Page, name: str) -> None:
    """Tabs to what bears that name, checks that the focus is seen, presses Enter and waits for the next page."""
    tab_to(page, name)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def tab_to(page: Page, name: str) -> None:
    for _step in range(MOST_STEPS):
        page.keyboard.press("Tab")
        if page.evaluate(FOCUSED) == name:
            assert page.evaluate(IS_SEEN), f"the focus is not seen on {name}"
            return
    raise AssertionError(f"{MOST_STEPS} tabs do not lead to {name}")


FOCUSED = """() => {
    const element = document.activeElement;
    const label = element.labels && element.labels[0] ? element.labels[0].firstChild.textContent : element.textContent;
    return (element.getAttribute('aria-label') || label).trim();
}"""
IS_SEEN = """() => {
    const style = getComputedStyle(document.activeElement);
    return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2 || style.boxShadow !== 'none';
}"""
