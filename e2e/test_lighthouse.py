"""Lighthouse gives at least 95 everywhere on six pages. Search engines see none but the sign-in page: only there their score is asked."""

import pytest

from e2e import lighthouse
from e2e.conftest import Arrives
from e2e.demo import OFFICER


def test_sign_in_scores(arrives: Arrives) -> None:
    nobody = arrives()

    result = lighthouse.measure(nobody, "/connexion", name="sign-in", with_seo=True)

    assert_good(result)


@pytest.mark.parametrize(("name", "path"), [("week", "/"), ("agreements", "/conventions"), ("facts", "/faits")])
def test_a_list_scores(arrives: Arrives, name: str, path: str) -> None:
    officer = arrives(OFFICER)

    result = lighthouse.measure(officer, path, name=name)

    assert_good(result)


@pytest.mark.parametrize(
    ("name", "path", "link"),
    [("agreement", "/conventions", "Mécénat Gardon Énergies"), ("partner", "/partenaires", "Gardon Énergies (dém.)")],
)
def test_one_thing_scores(arrives: Arrives, name: str, path: str, link: str) -> None:
    officer = arrives(OFFICER)
    officer.goes(path)
    officer.presses(link)

    result = lighthouse.measure(officer, officer.path, name=name)

    assert_good(result)


def assert_good(result: lighthouse.Result) -> None:
    """Fails with the audits that cost something."""
    assert result.is_good, f"{result.scores}: {', '.join(result.lost)}"
