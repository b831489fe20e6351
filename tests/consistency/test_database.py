"""The suite itself: it runs as the application, and a test that commits leaves only what the migrations brought."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db import connection
from django.utils import timezone

from filon.kernel import appendonly

pytestmark = pytest.mark.django_db


def _rights(table: str) -> set[str]:
    with connection.cursor() as cursor:
        asked = ["SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE"]
        cursor.execute("SELECT right_asked FROM unnest(%s::text[]) right_asked WHERE has_table_privilege(%s, right_asked)", [asked, table])
        return {right for (right,) in cursor.fetchall()}


def test_application_role_of_the_suite_owns_nothing() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public' AND tableowner = current_user")

        assert cursor.fetchone() == (0,)


def test_append_only_tables_accept_only_insert_and_select() -> None:
    tables = [model._meta.db_table for model in appendonly.models()]

    assert tables != []
    assert {table: _rights(table) for table in tables} == {table: {"SELECT", "INSERT"} for table in tables}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", [1, 2])
def test_committed_rows_are_gone_in_the_next_test(turn: int) -> None:
    assert Session.objects.count() == 0
    assert ContentType.objects.exists()

    Session.objects.create(session_key=f"turn {turn}", session_data="", expire_date=timezone.now())
    ContentType.objects.create(app_label="made_up", model="made_up")
