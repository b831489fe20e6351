"""Places and ideas are told to whoever they are of, with the day on which the purge ends them."""

from __future__ import annotations

import pytest
from django.utils import timezone

from filon.activities.services import ideas
from filon.activities.services.holding import HOLDINGS
from filon.activities.services.registrations import session_register
from filon.kernel.periods import add_months
from filon.kernel.persons import Person
from tests.factories.activities import Exchanges

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def test_places_and_words_of_a_person_are_told_until_they_end() -> None:
    exchanges = Exchanges()
    session, student = exchanges.session(), exchanges.student()
    session_register(by=student, session_id=session.uuid)
    idea = exchanges.idea()
    comment = ideas.idea_comment(by=student, idea_id=idea.uuid, words="Et la nuit ?")
    person = Person(account=student.pk)

    held = {one.code: [dict(one.tell(row)) for row in one.rows(person)] for one in HOLDINGS}
    until = {one.code: one.kept(person, timezone.localdate()) for one in HOLDINGS}

    assert {code: len(rows) for code, rows in held.items()} == {
        "activities.registrations": 1,
        "activities.ideas": 0,
        "activities.comments": 1,
        "activities.takings": 0,
    }
    assert held["activities.comments"][0]["words"] == "Et la nuit ?"
    assert {code: kept.until for code, kept in until.items() if kept} == {
        "activities.registrations": add_months(timezone.localdate(session.ends_at), 36),
        "activities.ideas": None,
        "activities.comments": add_months(timezone.localdate(comment.written_at), 60),
        "activities.takings": None,
    }
