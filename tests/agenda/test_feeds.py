"""A secret address tells a calendar program what its owner may see today, no more, no oftener than it serves."""

from __future__ import annotations

import datetime as dt
import logging
from uuid import uuid4

import pytest
from django.http import Http404
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from filon.agenda import ical
from filon.agenda.models import CalendarFeed
from filon.agenda.services.feeds import feed_close, feed_open
from filon.agreements.services.sending import Ceremony
from filon.kernel.models import AuditEvent
from filon.kernel.registry import CalendarEntry, Invariant, all_of
from filon.partners.models import Access
from filon.people.models import SignInAttempt, User
from tests.agenda.worlds import day, key_of, living, read
from tests.factories.agreements import World
from tests.factories.people import UserFactory
from tests.factories.signing import approved, link, seat_of, sent

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def world() -> World:
    return living()


def due_in_ten_days(world: World) -> str:
    return f"due-{world.agreement.commitments.get().uuid}-{day(10):%Y%m%d}"


def again(user: User) -> User:
    return User.objects.get(pk=user.pk)


def test_feed_holds_due_items_the_day_to_decide_and_the_end(client: Client, world: World) -> None:
    commitment = world.agreement.commitments.get()

    events = read(client, key_of(world.officer))

    assert sorted(events) == sorted(
        [
            *(f"due-{commitment.uuid}-{item.due_on:%Y%m%d}" for item in commitment.due_items.all()),
            f"notice-{world.agreement.uuid}",
            f"term-{world.agreement.uuid}",
        ]
    )
    due = events[f"due-{commitment.uuid}-{day(10):%Y%m%d}"]
    assert (str(due["SUMMARY"]), due["DTSTART"].dt, due["SEQUENCE"]) == (f"{world.host.name}: Meetings with students, 2", day(10), 0)
    assert events[f"term-{world.agreement.uuid}"]["DTSTART"].dt == day(299)


def test_feed_of_a_partner_is_of_her_agreements_until_her_access_ends(client: Client, world: World) -> None:
    key = key_of(world.contact)

    seen = len(read(client, key))
    Access.objects.update(end=timezone.localdate())
    left = read(client, key)

    assert (seen, left) == (5, {})


def test_feed_of_one_agreement_tells_only_of_it(client: Client, world: World) -> None:
    other = living()

    events = read(client, key_of(world.contact, world.agreement.uuid))

    assert {name for name in events if str(other.agreement.uuid) in name} == set()
    assert f"term-{world.agreement.uuid}" in events


def test_feed_of_a_foreign_agreement_is_not_opened(world: World) -> None:
    with pytest.raises(Http404):
        feed_open(by=again(world.officer), about=living().agreement.uuid)


def test_uid_stays_and_sequence_grows_when_a_date_changes(client: Client, world: World) -> None:
    key, commitment = key_of(world.officer), world.agreement.commitments.get()
    name = due_in_ten_days(world)

    first = read(client, key)[name]
    same = read(client, key)[name]
    world.deliver(commitment, 1, on=day(0))
    changed = read(client, key)[name]

    assert [str(event["UID"]) for event in (same, changed)] == [str(first["UID"])] * 2
    assert [event["SEQUENCE"] for event in (first, same, changed)] == [0, 0, 1]
    assert [str(event["SUMMARY"])[-3:] for event in (first, changed)] == [", 2", "nts"]
    assert changed["LAST-MODIFIED"].dt >= first["LAST-MODIFIED"].dt


def test_what_is_delivered_leaves_the_calendar_and_keeps_its_number(client: Client, world: World) -> None:
    key, commitment = key_of(world.officer), world.agreement.commitments.get()
    name = due_in_ten_days(world)
    read(client, key)

    world.deliver(commitment, 2, on=day(0))
    without = read(client, key)
    known = CalendarFeed.objects.get().told

    assert name not in without
    assert known[name][0] == 0


def test_same_calendar_answers_304_and_a_changed_one_does_not(client: Client, world: World) -> None:
    address = f"/calendrier/{key_of(world.officer)}.ics"

    first = client.get(address)
    by_etag = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    CalendarFeed.objects.update(read_at=timezone.now() - dt.timedelta(hours=1))
    computed = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    by_moment = client.get(address, headers={"If-Modified-Since": first.headers["Last-Modified"]})
    CalendarFeed.objects.update(read_at=timezone.now() - dt.timedelta(hours=1))
    world.deliver(world.agreement.commitments.get(), 1, on=day(0))
    changed = client.get(address, headers={"If-None-Match": first.headers["ETag"]})

    assert [answer.status_code for answer in (first, by_etag, computed, by_moment, changed)] == [200, 304, 304, 304, 200]
    assert first.headers["Cache-Control"] == "private, max-age=900"
    assert changed.headers["ETag"] != first.headers["ETag"]


def test_program_that_polls_each_second_is_told_to_wait(client: Client, world: World) -> None:
    address = f"/calendrier/{key_of(world.officer)}.ics"

    answers = [client.get(address) for _second in range(14)]

    assert [answer.status_code for answer in answers] == [200] * 12 + [429] * 2
    assert 0 < int(answers[-1].headers["Retry-After"]) <= 900


def test_program_that_sends_what_it_has_is_not_counted(client: Client, world: World) -> None:
    address = f"/calendrier/{key_of(world.officer)}.ics"
    etag = client.get(address).headers["ETag"]

    answers = {client.get(address, headers={"If-None-Match": etag}).status_code for _second in range(20)}

    assert answers == {304}
    assert SignInAttempt.objects.count() == 1


@pytest.mark.parametrize("how", ["renewed", "closed", "account"])
def test_key_that_was_revoked_answers_404(client: Client, world: World, how: str) -> None:
    key = key_of(world.officer)
    read(client, key)

    if how == "renewed":
        key_of(world.officer)
    elif how == "closed":
        feed_close(by=again(world.officer), feed_id=CalendarFeed.objects.get().uuid)
    else:
        User.objects.filter(pk=world.officer.pk).update(is_active=False)
    answer = client.get(f"/calendrier/{key}.ics")

    assert answer.status_code == 404
    assert [one.check().violations for one in all_of(Invariant) if one.name.startswith("agenda.")] == [[], []]


def test_renewed_and_reopened_calendars_number_changes_on(client: Client, world: World) -> None:
    name = due_in_ten_days(world)
    read(client, key_of(world.officer))
    world.deliver(world.agreement.commitments.get(), 1, on=day(0))

    renewed = read(client, key_of(world.officer))[name]
    feed_close(by=again(world.officer), feed_id=CalendarFeed.objects.get().uuid)
    reopened = read(client, key_of(world.officer))[name]

    assert (renewed["SEQUENCE"], reopened["SEQUENCE"]) == (1, 1)


def test_key_is_kept_nowhere_in_clear(client: Client, world: World, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    key = key_of(world.officer)

    client.get(f"/calendrier/{key}.ics")
    client.get(f"/calendrier/{uuid4().hex}.ics")

    kept = [*CalendarFeed.objects.values_list("key_hash", "etag", "told"), *AuditEvent.objects.values_list("payload", "object_uuid")]
    assert key not in repr(kept)
    assert [record for record in caplog.records if record.name == "filon.requests" and key in record.getMessage()] == []


def test_nobody_closes_the_feed_of_another(world: World) -> None:
    key_of(world.officer)

    with pytest.raises(Http404):
        feed_close(by=UserFactory(), feed_id=CalendarFeed.objects.get().uuid)


def test_signatory_is_told_of_her_signature_and_of_the_ceremony_before_it_binds(client: Client) -> None:
    world = approved()
    at = timezone.now().replace(microsecond=0) + dt.timedelta(days=5)
    sending = sent(world, ceremony=Ceremony(place="Alès", at=at))
    seat = seat_of(world, world.company)
    link(seat)

    events = read(client, key_of(world.contact))

    assert sorted(events) == sorted([f"sign-{seat.uuid}", f"ceremony-{sending.uuid}"])
    assert (events[f"ceremony-{sending.uuid}"]["DTSTART"].dt, str(events[f"ceremony-{sending.uuid}"]["LOCATION"])) == (at, "Alès")


def test_calendar_is_valid_and_in_the_language_of_its_reader(client: Client, world: World) -> None:
    key = key_of(world.officer)
    User.objects.filter(pk=world.officer.pk).update(language="fr")

    calendar = Calendar.from_ical(client.get(f"/calendrier/{key}.ics").content)

    assert (str(calendar["VERSION"]), str(calendar["METHOD"]), str(calendar["X-WR-CALNAME"])) == ("2.0", "PUBLISH", "Filon")
    assert str(calendar["DESCRIPTION"]).startswith("Échéances")
    assert {"UID", "DTSTAMP", "SEQUENCE", "DTSTART", "SUMMARY"} <= set.intersection(*(set(event) for event in calendar.walk("VEVENT")))


def test_page_shows_the_address_once(client: Client, world: World) -> None:
    client.force_login(world.contact)
    address = f"/compte/calendrier/{world.agreement.uuid}"

    before = client.get(address).content.decode()
    made = client.post(address, {"idempotency_key": str(uuid4())}).content.decode()
    after = client.get(address).content.decode()

    assert [text.count(".ics") > 0 for text in (before, made, after)] == [False, True, False]
    assert "Mécénat" in after


def test_calendar_is_cut_where_it_says(world: World) -> None:
    entries = [CalendarEntry(f"one-{number}", day(number), "x") for number in range(5)]

    kept = ical.cut(reversed(entries), 3)

    assert [entry.key for entry in kept] == ["one-0", "one-1", "one-2", "end-of-calendar"]
    assert kept[-1].on == day(3)
    assert kept[-1].title == "This calendar stops here: 2 later dates are not in it, Filon has them"


@settings(suppress_health_check=[HealthCheck.too_slow])  # a loaded machine makes a short example slowly
@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 2)), max_size=12))
def test_sequence_of_a_key_grows_by_one_each_time_its_words_change(steps: list[tuple[str, int]]) -> None:
    told: ical.Told = {}
    changes: dict[str, list[int]] = {}

    for key, word in steps:
        ((written,), told) = ical.history([CalendarEntry(key, dt.date(2026, 1, 5), str(word))], told, timezone.now())
        words = changes.setdefault(key, [])
        if not words or words[-1] != word:
            words.append(word)
        assert written.sequence == len(words) - 1

    assert {key: told[key][0] for key in changes} == {key: len(words) - 1 for key, words in changes.items()}
