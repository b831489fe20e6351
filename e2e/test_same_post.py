"""The same form sent twice, by the back button or by two clicks on a slow network: one effect."""

import pytest

from e2e.browser import Visitor
from e2e.conftest import Arrives
from e2e.demo import OFFICER


@pytest.mark.parametrize("is_read_again", [False, True], ids=["page as it was left", "page read again"])
def test_a_form_sent_again_after_going_back_has_one_effect(arrives: Arrives, is_read_again: bool) -> None:
    person = arrives(OFFICER, locale="en-GB")
    title = f"Sent twice by the back button, {is_read_again}"
    fill_in(person, title)
    if is_read_again:  # what a browser does that is short of memory, or whose page listens to its own end
        person.page.evaluate("addEventListener('unload', () => {})")

    person.presses("Begin the draft")
    first = person.path
    person.page.go_back(wait_until="commit")
    person.page.wait_for_function("document.readyState == 'complete'")
    was_read_again = person.page.evaluate("performance.getEntriesByType('navigation')[0].type") == "back_forward"
    person.presses("Begin the draft")
    second = person.path

    assert was_read_again == is_read_again
    assert second == first
    assert count(person, title) == 1


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
