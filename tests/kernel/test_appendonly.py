import pytest
from django.db import ProgrammingError, connections, transaction

from filon.kernel import appendonly, audit
from filon.kernel.models import AppendOnlyError, AuditEvent

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])

CHANGES = ["UPDATE kernel_auditevent SET action = 'x'", "DELETE FROM kernel_auditevent", "TRUNCATE kernel_auditevent CASCADE"]


@pytest.mark.parametrize("statement", CHANGES)
@pytest.mark.parametrize("maintenance", ["on", "off"])
def test_application_cannot_change_what_is_append_only(statement: str, maintenance: str) -> None:
    audit.record(None, "thing.done", None)

    with transaction.atomic(), connections["default"].cursor() as cursor:
        cursor.execute(f"SET LOCAL filon.maintenance = '{maintenance}'")
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            cursor.execute(statement)

    assert AuditEvent.objects.count() == 1


@pytest.mark.parametrize("statement", CHANGES)
def test_owner_without_maintenance_is_refused(statement: str) -> None:
    audit.record(None, "thing.done", None)

    with pytest.raises(ProgrammingError, match="append-only"), connections["owner"].cursor() as cursor:
        cursor.execute(statement)

    assert AuditEvent.objects.count() == 1


def test_owner_in_maintenance_may_purge_and_only_then() -> None:
    audit.record(None, "thing.done", None)

    with appendonly.maintenance():
        AuditEvent.objects.using("owner").all().delete()
    with pytest.raises(ProgrammingError, match="append-only"), connections["owner"].cursor() as cursor:
        cursor.execute(CHANGES[1])

    assert AuditEvent.objects.count() == 0


def test_save_again_and_delete_are_defects() -> None:
    event = audit.record(None, "thing.done", None)

    with pytest.raises(AppendOnlyError):
        event.save()
    with pytest.raises(AppendOnlyError):
        event.delete()


def test_every_append_only_table_has_its_trigger_and_the_roles_are_separated() -> None:
    assert appendonly.without_trigger() == []
    assert appendonly.separated() is True


def test_without_trigger_names_the_table_that_lost_it() -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute("ALTER TABLE kernel_auditseal DISABLE TRIGGER filon_append_only")
        try:
            found = appendonly.without_trigger()
        finally:
            cursor.execute("ALTER TABLE kernel_auditseal ENABLE TRIGGER filon_append_only")

    assert found == ["kernel_auditseal"]
