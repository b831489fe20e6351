import threading

import pytest
from django.db import connection, connections, transaction
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from filon.kernel import appendonly, audit, requestid
from filon.kernel.models import AuditEvent, AuditHead, AuditSeal, OutboxEvent, uuid7

BOTH = pytest.mark.django_db(transaction=True, databases=["default", "owner"])


def tell(clerk, count: int, *, host_id: int = 1) -> None:
    for number in range(count):
        audit.record(clerk, "thing.done", None, host_id=host_id, number=number)


@pytest.mark.django_db
def test_record_takes_the_host_of_the_object_before_the_actor_s(clerk) -> None:
    thing = OutboxEvent(uuid=uuid7())
    thing.host_id = 9
    token = requestid.current.set("abc")

    with_host = audit.record(clerk, "thing.done", thing, colour="red")
    without = audit.record(clerk, "thing.done", None)
    requestid.current.reset(token)

    assert (with_host.host_id, without.host_id, audit.record(None, "thing.done", None).host_id) == (9, 3, None)
    assert (with_host.object_type, with_host.object_uuid, with_host.payload) == ("kernel.outboxevent", thing.uuid, {"colour": "red"})
    assert with_host.request_id == "abc"


@pytest.mark.django_db
def test_record_bulk_is_one_event_with_a_manifest(clerk) -> None:
    ids = [uuid7(), uuid7()]

    event = audit.record_bulk(clerk, "things.imported", ids)
    other = audit.record_bulk(clerk, "things.imported", ids[::-1])

    assert event.payload["count"] == 2
    assert event.payload["manifest_sha256"] != other.payload["manifest_sha256"]


@BOTH
def test_seal_chains_each_host_apart(clerk) -> None:
    tell(clerk, 2, host_id=1)
    tell(clerk, 3, host_id=2)

    sealed = [audit.seal(batch=4), audit.seal(), audit.seal()]

    assert sealed == [4, 1, 0]
    assert list(AuditSeal.objects.order_by("host_key", "seq").values_list("host_key", "seq")) == [(1, 1), (1, 2), (2, 1), (2, 2), (2, 3)]
    assert set(AuditHead.objects.values_list("host_key", "seq")) == {(1, 2), (2, 3)}


@BOTH
def test_seal_waits_for_older_transactions(clerk) -> None:
    """An event of a transaction still open could come before: what follows it is not sealed yet."""
    opened, go_on = threading.Event(), threading.Event()

    def slow_writer() -> None:
        with transaction.atomic():
            audit.record(clerk, "thing.slow", None, host_id=1)
            opened.set()
            go_on.wait(10)
        connection.close()

    writer = threading.Thread(target=slow_writer)
    writer.start()
    opened.wait(10)
    audit.record(clerk, "thing.quick", None, host_id=1)

    while_open = audit.seal()
    go_on.set()
    writer.join()
    afterwards = audit.seal()

    assert (while_open, afterwards) == (0, 2)
    assert list(AuditSeal.objects.order_by("seq").values_list("event__action", flat=True)) == ["thing.slow", "thing.quick"]
    assert audit.check().violations == []


@BOTH
def test_check_of_an_untouched_chain_finds_nothing(clerk) -> None:
    tell(clerk, 5)
    audit.seal(batch=3)

    report = audit.check()

    assert (report.sealed, report.unsealed, report.violations) == (3, 2, [])


@BOTH
@pytest.mark.parametrize("change", [{"payload": {"number": 99}}, {"actor_id": 1}, {"action": "thing.undone"}, {"host_id": 2}])
def test_check_finds_an_event_changed_by_the_owner(clerk, change: dict) -> None:
    tell(clerk, 5)
    audit.seal()
    changed = AuditEvent.objects.order_by("id")[2]
    with appendonly.maintenance():
        AuditEvent.objects.using("owner").filter(pk=changed.pk).update(**change)

    violations = audit.check().violations

    assert any(str(changed.uuid) in violation and "place 3" in violation for violation in violations)


@BOTH
def test_check_finds_a_seal_removed_from_the_middle(clerk) -> None:
    tell(clerk, 5)
    audit.seal()
    with appendonly.maintenance():
        AuditSeal.objects.using("owner").filter(seq=3).delete()

    assert audit.check().violations[:2] == ["chain 1: nothing between 2 and 4", "chain 1, place 4: does not follow the one before"]


@BOTH
def test_check_finds_a_tail_cut_off(clerk) -> None:
    tell(clerk, 5)
    audit.seal()
    with appendonly.maintenance():
        AuditSeal.objects.using("owner").filter(seq=5).delete()

    assert audit.check().violations == ["chain 1: ends at 4, its head says 5 or another hash"]


@pytest.mark.django_db
@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=20, deadline=None)
@given(st.dictionaries(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=5), st.integers() | st.none()))
def test_chained_is_the_same_before_and_after_the_database(payload: dict) -> None:
    event = AuditEvent.objects.create(action="thing.done", payload=payload)
    event.refresh_from_db()

    assert audit.chained("", event) == audit.chained("", AuditEvent.objects.get(pk=event.pk))


def test_connections_of_the_suite_are_two_roles() -> None:
    assert connections["default"].settings_dict["USER"] != connections["owner"].settings_dict["USER"]
