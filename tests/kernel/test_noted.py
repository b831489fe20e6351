"""What was added stands in the audit chain: nobody changes, removes or adds a row unseen."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection, connections, transaction

from filon.kernel import appendonly, audit, noted
from filon.kernel.models import AppendOnly, AuditEvent, AuditSeal, StoredFile

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])
NAMES = ("one.pdf", "two.pdf", "three.pdf")


@contextmanager
def without_triggers() -> Iterator[None]:
    """As an owner who wants to leave no trace."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("ALTER TABLE kernel_storedfile DISABLE TRIGGER USER")
        try:
            yield
        finally:
            cursor.execute("ALTER TABLE kernel_storedfile ENABLE TRIGGER USER")


def file_row(name: str) -> StoredFile:
    return StoredFile(name=name, kind="pdf", size=3, sha256="ab" * 32, path=name, purpose="proof")


@transaction.atomic
def written(*names: str) -> AuditEvent:
    """Rows by one statement, then the event that tells of them."""
    StoredFile.objects.bulk_create(file_row(name) for name in names)
    return audit.record(None, "thing.done", None)


def found() -> list[str]:
    return noted.check(StoredFile).violations


def test_event_holds_a_digest_of_the_rows_of_its_act() -> None:
    written("former.pdf")

    event = written(*NAMES)

    first = StoredFile.objects.get(name="one.pdf").pk
    event.refresh_from_db()
    (note,) = event.added
    assert (note["table"], note["ids"], note["columns"]) == ("kernel_storedfile", f"{{[{first},{first + 3})}}", 13)
    assert len(note["sha256"]) == 64


def test_event_without_rows_holds_nothing() -> None:
    written(*NAMES)

    event = audit.record(None, "thing.done", None)

    event.refresh_from_db()
    assert event.added is None


def test_rows_of_an_act_undone_are_noted_nowhere() -> None:
    with transaction.atomic():
        with transaction.atomic():
            file_row("undone.pdf").save()
            transaction.set_rollback(True)
        event = audit.record(None, "thing.done", None)

    event.refresh_from_db()
    assert (event.added, found()) == (None, [])


def test_what_was_noted_is_found_whole_and_counted() -> None:
    written(*NAMES)
    written("four.pdf")

    result = noted.check(StoredFile)

    assert (result.count, result.violations) == (4, [])


def test_digest_does_not_depend_on_the_time_zone_of_who_looks() -> None:
    written(*NAMES)

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL timezone = 'Asia/Tokyo'")
        cursor.execute("SET LOCAL datestyle = 'SQL, DMY'")

        assert found() == []


def test_row_changed_is_found() -> None:
    event = written(*NAMES)
    with without_triggers(), connections["owner"].cursor() as cursor:
        cursor.execute("UPDATE kernel_storedfile SET sha256 = repeat('c', 64) WHERE name = 'two.pdf'")

    (sentence,) = found()

    assert sentence.startswith("kernel_storedfile: the rows [")
    assert sentence.endswith(f"are not those that event {event.uuid} tells of")


def test_row_removed_is_found() -> None:
    written(*NAMES)
    with without_triggers(), connections["owner"].cursor() as cursor:
        cursor.execute("DELETE FROM kernel_storedfile WHERE name = 'three.pdf'")

    assert len(found()) == 1


def test_row_added_beside_the_services_is_found_by_its_key() -> None:
    written(*NAMES)
    with without_triggers():
        stranger = file_row("stranger.pdf")
        stranger.save(using="owner")

    assert found() == [f"kernel_storedfile: no event tells of the row {stranger.pk}"]


def test_row_removed_and_another_added_in_its_place_is_found() -> None:
    written(*NAMES)
    with without_triggers(), connections["owner"].cursor() as cursor:
        cursor.execute("DELETE FROM kernel_storedfile WHERE name = 'three.pdf'")
        stranger = file_row("stranger.pdf")
        stranger.save(using="owner")

    assert found()[1:] == [f"kernel_storedfile: no event tells of the row {stranger.pk}"]


def test_row_added_after_the_last_event_of_its_act_is_found() -> None:
    with transaction.atomic():
        audit.record(None, "thing.done", None)
        late = file_row("late.pdf")
        late.save()

    assert found() == [f"kernel_storedfile: no event tells of the row {late.pk}"]


def test_note_cannot_be_taken_out_of_a_sealed_event() -> None:
    event = written(*NAMES)
    audit.seal()
    with appendonly.maintenance():
        AuditEvent.objects.using("owner").filter(pk=event.pk).update(added=None)

    assert len(audit.check().violations) == 1


def test_column_that_comes_later_changes_nothing_of_what_was_noted() -> None:
    written(*NAMES)
    with connections["owner"].cursor() as cursor:
        cursor.execute("ALTER TABLE kernel_storedfile ADD COLUMN pages integer DEFAULT 1")
        try:
            written("later.pdf")
            whole = found()
            cursor.execute("SET filon.maintenance = 'on'")
            cursor.execute("UPDATE kernel_storedfile SET pages = 2")
            changed = found()
        finally:
            cursor.execute("RESET filon.maintenance")
            cursor.execute("ALTER TABLE kernel_storedfile DROP COLUMN pages")

    assert (whole, len(changed)) == ([], 1)  # only the row that was noted with it


def test_table_noted_again_after_a_purge_is_whole_and_the_audit_says_so() -> None:
    written(*NAMES)
    with appendonly.maintenance():
        StoredFile.objects.using("owner").filter(name="two.pdf").delete()
        noted.note_again(StoredFile)
    written("four.pdf")

    event = AuditEvent.objects.get(action=noted.NOTED_AGAIN)
    assert (found(), event.payload) == ([], {"table": "kernel_storedfile"})


def test_table_that_lost_its_trigger_is_named() -> None:
    with without_triggers():
        sentences = found()

    assert sentences == ["kernel_storedfile: the trigger that notes its rows is missing or switched off"]


def test_every_append_only_table_but_those_of_the_chain_is_noted() -> None:
    assert set(appendonly.models()) - set(noted.models()) == {AuditEvent, AuditSeal}
    assert {model for model in noted.models() if not issubclass(model, AppendOnly)} != set()


def test_columns_that_may_change_are_those_that_the_trigger_leaves_out() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgrelid::regclass::text, encode(tgargs, 'escape') FROM pg_trigger WHERE tgname = %s", [noted.TRIGGER])
        left_out = {table: tuple(filter(None, arguments.split("\\000"))) for table, arguments in cursor.fetchall()}

    assert left_out == {model._meta.db_table: model.may_change for model in noted.models()}
