"""Events in words, and where the chain of a host ends."""

import datetime as dt

import pytest

from filon.kernel import audit, journal
from filon.kernel.models import AuditEvent, AuditHead, AuditSeal


def event(action: str, **payload: object) -> AuditEvent:
    return AuditEvent(action=action, payload=payload)


def test_action_words_of_a_known_action_and_of_one_nobody_tells_any_more() -> None:
    told = [str(journal.action_words(event(action))) for action in ("saved_view.saved", "saved_view.burnt", "thing.done")]

    assert told == ["View saved", "saved_view.burnt", "thing.done"]


def test_figures_are_those_with_words_and_a_value_in_their_order() -> None:
    told = journal.figures(event("agreement.commitment_added", what="Visits", version=2, agreement="x", reason="", cents=None))

    assert told == ["version 2", "“Visits”"]


def test_figures_read_days_money_and_shares() -> None:
    amended = journal.figures(event("agreement.amended", number=3, effective_from="2026-01-05"))
    money = journal.figures(event("agreement.money_line_added", version=1, cents=1_234_500))
    steward = journal.figures(event("agreement.steward_added", host="École", share=2500, start="2026-03-02"))

    assert amended == ["version 3", "from 5\u00a0January 2026"]
    assert money == ["version 1", "€12,345"]
    assert steward == ["École", "25%", "from 2\u00a0March 2026"]


def test_figures_of_an_unknown_subject_are_none() -> None:
    assert journal.figures(event("thing.done", number=1)) == []


@pytest.mark.django_db
def test_since_and_until_take_whole_days_of_paris() -> None:
    """23:30 UTC on June 1st is June 2nd in Paris."""
    AuditEvent.objects.create(action="thing.done", at=dt.datetime(2026, 6, 1, 23, 30, tzinfo=dt.UTC))
    events = AuditEvent.objects.all()

    found = [journal.since(events, "2026-06-02").count(), journal.until(events, "2026-06-01").count()]
    also = [journal.since(events, "2026-06-03").count(), journal.until(events, "2026-06-02").count()]

    assert (found, also) == ([1, 0], [0, 1])


@pytest.mark.django_db
def test_chain_of_a_host_ends_at_its_last_seal_and_counts_what_waits() -> None:
    ours = [audit.record(None, "thing.done", None, host_id=7) for _number in range(3)]
    audit.record(None, "thing.done", None, host_id=8)
    AuditSeal.objects.create(event=ours[0], host_key=7, seq=1, previous_hash="", hash="ab12")
    AuditHead.objects.create(host_key=7, seq=1, hash="ab12")

    chains = [audit.chain_of(host_id) for host_id in (7, 8, 9)]

    assert chains == [audit.Chain(1, "ab12", 2), audit.Chain(0, "", 1), audit.Chain(0, "", 0)]
