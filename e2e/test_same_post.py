"""The same form sent twice, by the back button or by two clicks on a slow network: one effect."""

from e2e.browser import Visitor
from e2e.conftest import Arrives
from e2e.demo import OFFICER


def test_a_form_sent_again_after_going_back_has_one_effect(arrives: Arrives) -> None:
    person = arrives(OFFICER, locale="en-GB")
    fill_in(person, "Sent twice by the back button")

    person.presses("Begin the draft")
    first = person.path
    person.page.go_back(wait_until="commit")
    person.presses("Begin the draft")
    second = person.path

    assert second == first
    assert count(person, "Sent twice by the back button") == 1


def test_the_same_post_sent_twice_has_one_effect(arrives: Arrives) -> None:
    person = arrives(OFFICER, locale="en-GB")
    fill_in(person, "Sent twice by two clicks")
    fields = person.page.evaluate("Object.fromEntries(new FormData(document.querySelector('main form[method=post]')))")

    answers = [person.context.request.post(person.page.url, form=fields, max_redirects=0) for _time in range(2)]

    assert [answer.status for answer in answers] == [303, 303]
    assert answers[0].headers["location"] == answers[1].headers["location"]
    assert count(person, "Sent twice by two clicks") == 1


def fill_in(person: Visitor, title: str) -> None:
    person.goes("/conventions/nouvelle")
    person.field("Giving").check()
    person.writes({"Title": title})


def count(person: Visitor, title: str) -> int:
    """How many agreements of that title the list shows."""
    person.goes(f"/conventions?q={title}")
    return person.page.locator("#list tbody tr").filter(has_text=title).count()
