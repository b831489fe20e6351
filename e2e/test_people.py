"""Everybody the demo signs in: home and each entry of the navigation open; nothing is said against them in the console."""

from e2e.conftest import Arrives
from e2e.demo import Demo


def test_everybody_comes_in_with_one_click_and_opens_every_entry(arrives: Arrives, demo: Demo) -> None:
    answers = {name: entries(arrives, name) for name in demo.everybody}

    assert len(answers) >= 15
    assert {f"{name}: {path}": status for name, paths in answers.items() for path, status in paths.items() if status != 200} == {}


def entries(arrives: Arrives, name: str) -> dict[str, int]:
    """The answer of each entry of this person's navigation, home first."""
    person = arrives(name)
    paths = [entry.get_attribute("href") or "" for entry in person.page.locator("#menu ul a").all()]
    return {path: person.goes(path) for path in ["/", *paths]}
