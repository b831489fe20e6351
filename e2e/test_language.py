"""The browser decides the language, the switch remembers another; the same for light and dark."""

from e2e.conftest import Arrives


def test_the_browser_decides_the_language(arrives: Arrives) -> None:
    french, english = arrives(), arrives(locale="en-GB")

    for person in (french, english):
        person.goes("/connexion")

    assert french.page.title() == "Se connecter · Filon"
    assert english.page.title() == "Sign in · Filon"


def test_the_switch_is_remembered(arrives: Arrives) -> None:
    person = arrives()
    person.goes("/connexion")

    person.presses("English")
    chosen = person.page.title()
    person.goes("/nulle-part")
    person.goes("/connexion")

    assert chosen == person.page.title() == "Sign in · Filon"
    assert person.page.locator("html").get_attribute("lang") == "en"


def test_the_theme_is_remembered(arrives: Arrives) -> None:
    person = arrives()
    person.goes("/connexion")

    person.presses("Sombre")
    person.goes("/connexion")

    assert person.page.locator("html").get_attribute("data-theme") == "dark"
    assert person.page.evaluate("getComputedStyle(document.body).colorScheme") == "dark"
