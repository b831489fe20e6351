"""A fact is recorded by hand, with an organisation looked for in a long list; with and without JavaScript."""

from e2e.browser import Visitor
from e2e.conftest import Arrives
from e2e.demo import OFFICER

CHOSEN, OTHER = "Gardon Énergies (dém.)", "Atelier Cévenol (dém.)"


def test_an_organisation_is_found_by_a_part_of_its_name(arrives: Arrives) -> None:
    person = arrives(OFFICER, locale="en-GB")
    person.goes("/faits/nouveau")
    person.field(OTHER).check()

    person.writes({"Look for a name in this list": "energ gard"})

    assert in_view(person) == {CHOSEN, OTHER}
    person.field(CHOSEN).check()
    person.writes({"Look for a name in this list": "nobody of that name"})
    assert in_view(person) == {CHOSEN, OTHER}
    assert person.page.get_by_text("No name in the list holds these words.").is_visible()
    assert named_after_recording(person) == {CHOSEN, OTHER}


def test_without_script_the_whole_list_is_there(arrives: Arrives) -> None:
    person = arrives(OFFICER, locale="en-GB", java_script_enabled=False)
    person.goes("/faits/nouveau")

    assert not person.page.get_by_label("Look for a name in this list").is_visible()
    assert len(in_view(person)) > 5
    person.field(CHOSEN).check()
    assert named_after_recording(person) == {CHOSEN}


def in_view(person: Visitor) -> set[str]:
    """The organisations that may be ticked."""
    labels = person.page.get_by_role("group", name="With whom (optional)", exact=True).locator(".many label").all()
    return {label.inner_text().strip() for label in labels if label.is_visible()}


def named_after_recording(person: Visitor) -> set[str]:
    """Records a visit of today; the organisations that its page names."""
    person.page.locator("select[name=kind]").select_option("facts.visit")
    person.presses("Record")
    return set(person.page.locator("section[aria-labelledby=organisations] li").all_inner_texts())
