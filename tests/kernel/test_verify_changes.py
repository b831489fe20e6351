"""The shorter proof: what changed since the last one is proved again, and whatever was done behind the application's back is a change."""

from __future__ import annotations

import datetime as dt
import io
import time
from collections.abc import Iterator
from uuid import UUID

import pytest
from django.db import connections

from filon.kernel import appendonly, audit, proofs, registry, verify
from filon.kernel.models import AuditEvent, AuditHead, AuditSeal, OutboxEvent, OutboxReceipt, Proof
from filon.kernel.registry import Invariant, InvariantResult, Scope

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])

SCOPE = Scope(OutboxEvent, {OutboxEvent: ["pk"], OutboxReceipt: ["event"]}, batch=2)


@pytest.fixture
def proved() -> Iterator[list[list[int]]]:
    """The batches of keys that were proved, of an invariant that is alone."""
    known = dict(registry._contributions[registry.Invariant])
    registry._contributions[registry.Invariant] = {}
    batches: list[list[int]] = []

    def check(keys: list[int]) -> InvariantResult:
        batches.append(keys)
        wrong = OutboxEvent.objects.filter(pk__in=keys, name="wrong").values_list("name", flat=True)
        return InvariantResult(len(keys), list(wrong))

    registry.register(Invariant("things.right", "Things are right.", check, scope=SCOPE))
    yield batches
    registry._contributions[registry.Invariant] = known


def event(name: str = "right") -> OutboxEvent:
    return OutboxEvent.objects.create(name=name, object_uuid=UUID(int=0))


def wait_for_older_transactions() -> None:
    """What is proved is settled: written before the oldest transaction of the cluster, where other tests run beside."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id()::text::bigint")
        (latest,) = cursor.fetchone()
        for _turn in range(6000):
            cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint > %s", [latest])
            if cursor.fetchone()[0]:
                return
            time.sleep(0.1)
    pytest.fail("a transaction beside this test stays open")


def found(name: str, *, full: bool = False) -> verify.Result:
    return next(result for result in verify.run(full=full) if result.name == name)


def proved_by_run(batches: list[list[int]]) -> set[int]:
    batches.clear()
    verify.run()
    return {key for keys in batches for key in keys}


def test_first_run_proves_everything_in_batches(proved: list[list[int]]) -> None:
    keys = [event().pk for _time in range(5)]

    verify.run()

    assert proved == [keys[:2], keys[2:4], keys[4:]]


def test_second_run_proves_nothing_that_stayed_as_it_was(proved: list[list[int]]) -> None:
    event()
    verify.run()

    assert proved_by_run(proved) == set()
    assert found("things.right").unchanged == 1


def test_object_is_proved_again_when_it_changes_or_comes(proved: list[list[int]]) -> None:
    first, _second = event(), event()
    verify.run()
    OutboxEvent.objects.filter(pk=first.pk).update(error="changed")
    third = event()

    assert proved_by_run(proved) == {first.pk, third.pk}


def test_object_is_proved_again_when_what_bears_on_it_comes_changes_or_goes(proved: list[list[int]]) -> None:
    first, second, third, _fourth = (event() for _time in range(4))
    kept, gone = (OutboxReceipt.objects.create(event=one, subscriber="x") for one in (second, third))
    verify.run()
    OutboxReceipt.objects.create(event=first, subscriber="x")
    OutboxReceipt.objects.filter(pk=kept.pk).update(subscriber="y")
    gone.delete()

    assert proved_by_run(proved) == {first.pk, second.pk, third.pk}


def test_object_that_is_gone_is_forgotten(proved: list[list[int]]) -> None:
    kept, gone = event(), event()
    verify.run()
    gone.delete()

    assert proved_by_run(proved) == set()
    assert list(Proof.objects.values_list("subject", "block")) == [("kernel.outboxevent", kept.pk)]


def test_change_by_the_owner_without_triggers_is_a_change(proved: list[list[int]]) -> None:
    first, _second = event(), event()
    verify.run()
    with connections["owner"].cursor() as cursor:
        cursor.execute("ALTER TABLE kernel_outboxevent DISABLE TRIGGER USER")
        cursor.execute("UPDATE kernel_outboxevent SET name = name WHERE id = %s", [first.pk])
        cursor.execute("ALTER TABLE kernel_outboxevent ENABLE TRIGGER USER")

    assert proved_by_run(proved) == {first.pk}


def test_what_is_broken_is_proved_until_it_is_right(proved: list[list[int]]) -> None:
    wrong = event("wrong")
    verify.run()

    assert found("things.right").violations == ["wrong"]
    OutboxEvent.objects.filter(pk=wrong.pk).update(name="right")
    assert found("things.right").violations == []
    assert proved_by_run(proved) == set()


def test_full_run_proves_everything(proved: list[list[int]]) -> None:
    keys = {event().pk for _time in range(3)}
    verify.run()
    proved.clear()

    verify.run(full=True)

    assert {key for batch in proved for key in batch} == keys


def test_another_release_proves_everything(proved: list[list[int]], monkeypatch: pytest.MonkeyPatch) -> None:
    one = event()
    verify.run()
    monkeypatch.setattr(proofs, "release", lambda: "another")

    assert proved_by_run(proved) == {one.pk}
    assert proved_by_run(proved) == set()


def test_object_that_time_moves_is_proved_again() -> None:
    one, _other = event(), event()
    days: list[tuple[dt.date, dt.date]] = []

    def ages(since: dt.date, until: dt.date) -> list[int]:
        days.append((since, until))
        return [one.pk]

    looked_at: list[int] = []
    check = Invariant("things.aging", "", lambda keys: looked_at.extend(keys) or InvariantResult(len(keys)), scope=SCOPE, ages=ages)
    known = dict(registry._contributions[registry.Invariant])
    registry._contributions[registry.Invariant] = {"things.aging": check}
    verify.run()
    looked_at.clear()

    verify.run()

    registry._contributions[registry.Invariant] = known
    assert looked_at == [one.pk]
    assert [until - since for since, until in days] == [dt.timedelta(0)]


def test_whole_invariant_is_proved_again_when_a_table_it_reads_changes(proved: list[list[int]]) -> None:
    times: list[int] = []
    registry.register(Invariant("things.whole", "", lambda: times.append(1) or InvariantResult(1), reads=[OutboxReceipt]))
    one = event()
    verify.run()
    verify.run()
    assert len(times) == 1

    OutboxReceipt.objects.create(event=one, subscriber="x")

    verify.run()
    assert len(times) == 2


@pytest.mark.slow
def test_row_of_an_append_only_table_changed_or_gone_is_told_until_a_full_proof(proved: list[list[int]]) -> None:
    events = [audit.record(None, "thing.done", None) for _time in range(3)]
    wait_for_older_transactions()
    verify.run()
    with appendonly.maintenance():
        AuditEvent.objects.using("owner").filter(pk=events[0].pk).update(action="thing.undone")
        AuditEvent.objects.using("owner").filter(pk=events[1].pk)._raw_delete("owner")
    audit.record(None, "thing.done", None)

    for is_full in (False, False, True):
        assert [("kernel_auditevent" in sentence, "2" in sentence) for sentence in appended(full=is_full)] == [(True, True)]
    assert appended() == []


def appended(*, full: bool = False) -> list[str]:
    return found("database.append_only_rows", full=full).violations


def test_row_written_before_the_last_proof_and_committed_after_is_no_violation(proved: list[list[int]]) -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute("BEGIN")
        OutboxEvent.objects.using("owner").create(name="wrong", object_uuid=UUID(int=0))
        AuditEvent.objects.using("owner").create(action="thing.done")
        event()
        audit.record(None, "thing.done", None)
        verify.run()
        cursor.execute("COMMIT")

    results = {result.name: result.violations for result in verify.run()}

    assert (results["database.append_only_rows"], results["things.right"]) == ([], ["wrong"])


def test_proofs_see_one_moment(proved: list[list[int]]) -> None:
    """Somebody writes between two queries of a proof."""
    counts: list[int] = []

    def check() -> InvariantResult:
        counts.append(OutboxEvent.objects.count())
        OutboxEvent.objects.using("owner").create(name="right", object_uuid=UUID(int=0))
        counts.append(OutboxEvent.objects.count())
        return InvariantResult(0)

    registry.register(Invariant("things.counted", "", check))
    verify.run()

    assert counts == [0, 0]


def chained(count: int) -> list[AuditEvent]:
    events = [audit.record(None, "thing.done", None, number=number) for number in range(count)]
    audit.seal()
    return events


def test_chain_is_followed_from_where_it_was_proved(proved: list[list[int]]) -> None:
    chained(5)
    verify.run()
    chained(2)

    chain = found("audit.chain")

    assert (chain.count, chain.unchanged, chain.violations) == (2, 5, [])


def test_event_changed_in_a_place_proved_before_is_found(proved: list[list[int]]) -> None:
    events = chained(5)
    verify.run()
    with appendonly.maintenance():
        AuditEvent.objects.using("owner").filter(pk=events[1].pk).update(action="thing.undone")

    chain = found("audit.chain")

    assert chain.count == 0
    assert [str(events[1].uuid) in sentence for sentence in chain.violations] == [True]


@pytest.mark.parametrize("full", [False, True])
def test_chain_made_anew_is_not_the_one_that_was_proved(proved: list[list[int]], full: bool) -> None:
    """An owner who rewrites an event and every seal behind it makes a chain that is right in itself."""
    events = chained(3)
    verify.run()
    with appendonly.maintenance():
        AuditEvent.objects.using("owner").filter(pk=events[0].pk).update(action="thing.undone")
        AuditSeal.objects.using("owner").all()._raw_delete("owner")
        AuditHead.objects.using("owner").all().delete()
    audit.seal()
    assert audit.check().violations == []

    violations = found("audit.chain", full=full).violations

    assert "not the seal that was proved before" in violations[0]


def test_sentences_told_of_one_invariant_are_bounded(monkeypatch: pytest.MonkeyPatch, proved: list[list[int]]) -> None:
    monkeypatch.setattr(verify, "MOST_TOLD", 3)
    for _time in range(5):
        event("wrong")
    out = io.StringIO()

    code = verify.main(out)

    assert code == 1
    assert out.getvalue().count("    wrong\n") == 3
    assert out.getvalue().splitlines()[-1].strip().split()[1] == "2"


def test_main_marks_what_stayed_as_it_was(proved: list[list[int]]) -> None:
    event()
    verify.main(io.StringIO())
    out = io.StringIO()

    verify.main(out)

    assert out.getvalue().splitlines()[-1].startswith("= things.right")
