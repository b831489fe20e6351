"""A backup restored elsewhere is the same Filon; any place that is not empty stays as it is."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import connections

from filon.kernel import appendonly, files, verify
from filon.kernel.appendonly import grant_application
from filon.kernel.errors import Refused
from filon.kernel.models import AuditEvent, StoredFile
from filon.people.models import Host
from filon.site.backup import archive, restoring, snapshot
from filon.site.backup.manifest import Manifest
from filon.site.backup.restoring import backup_restore
from filon.site.backup.saving import backup_make
from tests.site.backup.conftest import Place, stored

pytestmark = [pytest.mark.django_db(transaction=True, databases=["default", "owner"]), pytest.mark.slow]


@pytest.fixture
def saved(here: Place, tmp_path: Path) -> Path:
    backup_make(tmp_path / "a.tar", with_secrets=True)
    return tmp_path / "a.tar"


def rewritten(path: Path, **changes: object) -> Path:
    """The same contents under a manifest that says something else."""
    target = path.with_name("rewritten.tar")
    with archive.opened(path) as found, target.open("w+b") as file:
        writer = archive.Writer(file)
        for entry in found.manifest.contents:
            with found.content(entry) as content:
                writer.add(entry.name, content)
        state = replace(found.manifest.state, **changes)
        writer.close(replace(found.manifest, state=state, contents=writer.entries))
    return target


def restored_counts(manifest: Manifest) -> dict[str, int]:
    """Without the event that tells of the restore itself."""
    found = snapshot.counts()
    found["kernel_auditevent"] -= 1
    return found


def test_restored_place_is_what_was_saved(saved: Path, elsewhere: Place) -> None:
    elsewhere.turn()

    manifest = backup_restore(saved)

    assert restored_counts(manifest) == manifest.state.tables
    assert snapshot.heads() == manifest.state.heads
    assert [files.sha256_of(one) for one in StoredFile.objects.all()] == [one.sha256 for one in StoredFile.objects.all()]
    assert Host.objects.get().name == "École du Gardon"


def test_restored_place_verifies_with_its_roles_separated(saved: Path, elsewhere: Place) -> None:
    elsewhere.turn()

    backup_restore(saved)

    assert [(result.name, result.violations) for result in verify.run() if result.violations] == []
    assert (appendonly.separated(), appendonly.without_trigger()) == (True, [])


def test_restore_is_told_in_the_audit(saved: Path, elsewhere: Place) -> None:
    elsewhere.turn()

    manifest = backup_restore(saved)

    event = AuditEvent.objects.latest("id")
    assert (event.action, event.payload) == ("house.restored", {"taken_at": manifest.state.taken_at})


def test_secrets_of_the_backup_take_the_place_of_the_new_ones(saved: Path, elsewhere: Place) -> None:
    elsewhere.turn()
    (elsewhere.var / "secrets").mkdir(parents=True)
    for name in ("django", "postgres_filon_owner"):
        (elsewhere.var / "secrets" / name).write_text("made when this place was opened")

    backup_restore(saved)

    kept = {path.name: path.read_text() for path in (elsewhere.var / "secrets").iterdir()}
    assert kept == {"django": "signs sessions", "postgres_filon_owner": "made when this place was opened"}
    assert (elsewhere.var / "secrets" / "django").stat().st_mode & 0o777 == 0o600


def test_database_with_tables_is_refused_and_stays(saved: Path, elsewhere: Place) -> None:
    elsewhere.turn()
    with connections["owner"].cursor() as cursor:
        cursor.execute("CREATE TABLE precious ()")

    with pytest.raises(Refused, match="it has the table precious"):
        backup_restore(saved)

    assert snapshot.tables() == ["precious"]
    assert not (elsewhere.var / "files").exists()


def test_place_of_files_with_a_file_is_refused_and_stays(saved: Path, elsewhere: Place) -> None:
    elsewhere.turn()
    (elsewhere.var / "files" / "0a").mkdir(parents=True)
    (elsewhere.var / "files" / "0a" / "precious").write_text("precious")

    with pytest.raises(Refused, match="The place of files is not empty"):
        backup_restore(saved)

    assert snapshot.tables() == []
    assert [path.name for path in (elsewhere.var / "files").rglob("*") if path.is_file()] == ["precious"]


def test_restore_that_was_killed_is_taken_up_again(saved: Path, elsewhere: Place) -> None:
    """It had put one file."""
    path = StoredFile.objects.earliest("id").path
    content = Path(default_storage.path(path)).read_bytes()
    elsewhere.turn()
    Path(default_storage.path(path)).parent.mkdir(parents=True)
    Path(default_storage.path(path)).write_bytes(content)

    manifest = backup_restore(saved)

    assert restored_counts(manifest) == manifest.state.tables
    assert [files.sha256_of(one) for one in StoredFile.objects.all()] == [one.sha256 for one in StoredFile.objects.all()]


def test_damaged_archive_is_refused_before_anything_is_written(saved: Path, elsewhere: Place) -> None:
    elsewhere.turn()
    content = bytearray(saved.read_bytes())
    content[len(content) // 2] ^= 1
    saved.write_bytes(content)

    with pytest.raises(Refused, match="damaged"):
        backup_restore(saved)

    assert snapshot.tables() == []
    assert not (elsewhere.var / "files").exists()


def test_archive_of_a_newer_filon_is_refused(saved: Path, elsewhere: Place) -> None:
    elsewhere.turn()
    newer = rewritten(saved, migrations=("agreements.9999_tomorrow",))

    with pytest.raises(Refused, match="comes from a newer Filon"):
        backup_restore(newer)

    assert snapshot.tables() == []


def test_rows_that_do_not_come_back_are_told_and_nothing_is_kept(saved: Path, elsewhere: Place) -> None:
    elsewhere.turn()
    with archive.opened(saved) as found:
        tables = {**found.manifest.state.tables, "people_host": 2}

    with pytest.raises(Refused, match=r"is not what was saved \(people_host\)"):
        backup_restore(rewritten(saved, tables=tables))

    assert snapshot.tables() == []


def test_sql_that_the_database_refuses_leaves_nothing(saved: Path, elsewhere: Place) -> None:
    elsewhere.turn()
    with connections["owner"].cursor() as cursor:
        cursor.execute("CREATE TYPE people_host AS ENUM ()")  # a table cannot have this name any more

    with pytest.raises(Refused, match=r"The database refused the backup, and nothing of it was kept: .*people_host"):
        backup_restore(saved)

    assert snapshot.tables() == []


def test_archive_of_an_older_filon_is_brought_up_to_date(here: Place, elsewhere: Place, tmp_path: Path) -> None:
    """Saved before a migration of today, restored with it."""
    call_command("migrate", "kernel", "0001", database="owner", verbosity=0)
    try:
        manifest = backup_make(tmp_path / "old.tar", with_secrets=False)
    finally:
        call_command("migrate", database="owner", verbosity=0)
        with connections["owner"].cursor() as cursor:
            grant_application(cursor)  # tables made anew belong to the owner alone
    elsewhere.turn()

    backup_restore(tmp_path / "old.tar")

    assert "kernel.0002_audit_event_payload" not in manifest.state.migrations
    assert "kernel.0002_audit_event_payload" in snapshot.migrations()


def test_backup_of_the_restored_place_is_the_same(saved: Path, elsewhere: Place, tmp_path: Path) -> None:
    elsewhere.turn()
    first = backup_restore(saved)

    second = backup_make(tmp_path / "again.tar", with_secrets=False)

    assert second.state.heads == first.state.heads
    assert {entry for entry in second.contents if entry.name.startswith(archive.FILES)} == {
        entry for entry in first.contents if entry.name.startswith(archive.FILES)
    }


def test_strangers_are_looked_for_in_every_folder(here: Place) -> None:
    one = stored("3.pdf", b"%PDF-1.7\n%%EOF\nthree")

    assert one.path in set(restoring._kept())
    assert len(set(restoring._kept())) == 3
