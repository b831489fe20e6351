"""The page of an agreement costs the same number of queries whatever its size, and says how things stand."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from filon.agreements.queries.content import content_hash
from filon.agreements.queries.difference import version_difference
from filon.agreements.queries.sentence import opening_sentence
from filon.agreements.queries.sheet import agreement_sheet
from filon.agreements.queries.sides import our_parties
from filon.agreements.services import deliveries
from filon.agreements.states import VersionState
from filon.agreements.units import Unit
from filon.engines.balance.due_rule import Every, Once
from filon.people.models import User
from tests.factories.agreements import World, in_force

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def _queries(viewer, agreement, **dates):
    fresh = User.objects.get(pk=viewer.pk)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        sheet = agreement_sheet(fresh, agreement.uuid, **dates)
    return len(queries), sheet


def test_sheet_costs_ten_queries_at_most_whatever_the_size():
    world, meetings, payments = in_force()
    few, _ = _queries(world.officer, world.agreement)
    for _turn in range(4):
        world.deliver(payments, 40_000, on=dt.date(2024, 3, 1))
        contested = world.deliver(meetings, 1, on=dt.date(2024, 5, 2))
        deliveries.delivery_contest(by=world.contact, delivery_id=contested.uuid, reason="Absents")

    many, sheet = _queries(world.officer, world.agreement)
    outside, _ = _queries(world.contact, world.agreement)

    assert (few, many, outside) == (8, 9, 10)
    assert [len(group.lines) for group in sheet.groups] == [1, 1]
    assert len(sheet.quarrels[meetings.uuid]) == 4


def test_sheet_that_nothing_changed_costs_four_queries():
    world, meetings, _ = in_force()
    contested = world.deliver(meetings, 1, on=dt.date(2024, 5, 2))
    deliveries.delivery_contest(by=world.contact, delivery_id=contested.uuid, reason="Absents")
    first, _sheet = _queries(world.officer, world.agreement)

    again, _sheet = _queries(world.officer, world.agreement)
    past, _sheet = _queries(world.officer, world.agreement, as_of=dt.date(2024, 6, 1))

    assert (first, again, past) == (9, 4, 9)


def test_each_side_sees_itself_as_ours():
    world, *_ = in_force()

    assert our_parties(world.agreement, world.officer) == {world.party(world.school).uuid, world.party(world.umbrella).uuid}
    assert our_parties(world.agreement, world.contact) == {world.party(world.company).uuid}


def test_partner_does_not_see_the_draft_of_an_amendment():
    world, *_ = in_force()
    world.amend(dt.date(2025, 7, 1))

    assert [entry.row.number for entry in agreement_sheet(world.officer, world.agreement.uuid).versions] == [2, 1]
    assert [entry.row.number for entry in agreement_sheet(world.contact, world.agreement.uuid).versions] == [1]


def test_sheet_as_of_a_past_date_shows_the_version_of_that_date():
    world, meetings, _ = in_force()
    draft = world.amend(dt.date(2025, 7, 1))
    world.change(draft, meetings, Every(first=dt.date(2024, 6, 30), months=6, count=4), 6)
    world.sign(draft, on=dt.date(2025, 6, 20))

    past = agreement_sheet(world.officer, world.agreement.uuid, as_of=dt.date(2025, 6, 30))
    now = agreement_sheet(world.officer, world.agreement.uuid, as_of=dt.date(2025, 7, 1))

    assert (past.version.number, now.version.number) == (1, 2)
    assert [change.label for change in now.versions[0].changes] == ["Takes effect on", "Meetings with students · quantity"]


def test_difference_names_figures_before_and_after():
    world, meetings, _ = in_force()
    draft = world.amend(dt.date(2025, 7, 1))
    world.change(draft, meetings, Every(first=dt.date(2024, 6, 30), months=6, count=4), 6)
    world.promise(Once(dt.date(2026, 1, 1)), 1, unit=Unit.STAND, version=draft)

    changes = version_difference(world.draft, draft)

    assert [(change.kind, change.subject, change.before, change.after) for change in changes] == [
        ("changed", "term", "1\xa0January 2024", "1\xa0July 2025"),
        ("changed", "commitment", "4 events", "6 events"),
        ("added", "commitment", "", "Meetings with students, 1 stand, €800, counterpart, on 1\xa0January 2026"),
    ]


def test_content_hash_changes_with_any_term():
    world = World()
    before = content_hash(world.draft)

    world.set_term()

    assert content_hash(world.draft) != before


def test_opening_sentence_says_who_is_late_in_bold():
    world, _, payments = in_force()
    for _turn in range(6):
        world.deliver(payments, 40_000, on=dt.date(2024, 3, 1))

    sentence = opening_sentence(agreement_sheet(world.officer, world.agreement.uuid, as_of=dt.date(2024, 8, 1)))

    assert "".join(part.text for part in sentence) == (
        f"{world.school.name} is late: Meetings with students (1 due date). {world.company.name} has kept what it promised. "
    )
    assert [part.text for part in sentence if part.strong] == ["Meetings with students (1 due date)"]


@pytest.mark.parametrize(
    ("language", "end", "sentence"),
    [
        ("en", dt.date(2024, 3, 1), "The agreement ended on 1\u00a0March 2024. "),
        ("en", None, "The agreement has ended, on a day that is not stated. "),
        ("fr", dt.date(2024, 3, 1), "La convention a pris fin le 1ᵉʳ\u00a0mars 2024. "),
        ("fr", None, "La convention a pris fin, un jour qui n’est pas précisé. "),
    ],
)
def test_opening_sentence_says_when_it_ended_if_that_is_stated(language: str, end: dt.date | None, sentence: str):
    world, *_ = in_force()
    sheet = replace(agreement_sheet(world.officer, world.agreement.uuid), state=VersionState.ENDED, end=end)

    with override(language):
        assert opening_sentence(sheet)[0].text == sentence


def test_opening_sentence_of_a_draft_owes_nothing():
    world = World()

    assert opening_sentence(agreement_sheet(world.officer, world.agreement.uuid))[0].text == "It is a draft: nothing is owed yet."
