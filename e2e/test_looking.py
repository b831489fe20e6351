"""The director looks instead of reading: the portfolio, two years beside each other, what ends, the board report."""

import datetime as dt

from e2e import axe
from e2e.browser import Visitor
from e2e.conftest import Arrives
from e2e.demo import COMPANY_CONTACT, DIRECTOR

PAGES = ("/portefeuille", "/portefeuille/renouvellements", "/portefeuille/reseau", "/portefeuille/territoire")


def test_the_director_looks_at_the_portfolio_and_prints_the_report(arrives: Arrives) -> None:
    director = arrives(DIRECTOR, locale="en-GB")
    this = dt.date.today().year

    director.presses("The portfolio", director.page.locator("main"))
    compares(director, this, this - 2)
    director.presses("What makes them doubtful")
    reasons = director.page.locator("ul.reasons a")
    assert reasons.count() > 0
    reasons.first.click()
    director.page.wait_for_load_state()
    assert not director.path.startswith("/portefeuille")
    printed = {language: paper(director, f"/portefeuille/rapport.pdf?langue={language}") for language in ("fr", "en")}

    assert {language: content[:5] for language, content in printed.items()} == {"fr": b"%PDF-", "en": b"%PDF-"}
    assert printed["fr"] != printed["en"]


def test_pages_of_the_portfolio_have_no_fault(arrives: Arrives) -> None:
    director = arrives(DIRECTOR)

    found = []
    for path in PAGES:
        assert director.goes(path) == 200
        found += axe.faults(director)

    assert [str(fault) for fault in found] == []


def test_a_company_does_not_see_the_portfolio(arrives: Arrives) -> None:
    contact = arrives(COMPANY_CONTACT)

    with contact.unheard():
        answers = {path: contact.goes(path) for path in PAGES}

    assert set(answers.values()) == {403}


def compares(director: Visitor, first: int, second: int) -> None:
    form = director.page.locator("form[action*=compared]")
    form.locator("select[name=annee]").select_option(str(first))
    form.locator("select[name=avec]").select_option(str(second))
    director.presses("Compare", form)
    heads = director.page.locator("section[aria-labelledby=compared] thead").first.inner_text()
    assert str(first) in heads
    assert str(second) in heads


def paper(director: Visitor, path: str) -> bytes:
    """The bytes of a PDF, asked for as the browser does."""
    answer = director.page.request.get(director.page.url.split("/", 3)[0] + "//" + director.page.url.split("/", 3)[2] + path)
    assert (answer.status, answer.headers["content-type"]) == (200, "application/pdf")
    return answer.body()
