"""What a backup holds, and what is left when it cannot be made."""

from __future__ import annotations

import fcntl
import stat
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.db import connections

from filon.kernel.errors import Refused
from filon.kernel.models import AuditHead, StoredFile
from filon.site.backup import archive, snapshot
from filon.site.backup.manifest import Entry, Head
from filon.site.backup.saving import backup_make
from tests.site.backup.conftest import Place, stored

pytestmark = [pytest.mark.django_db(transaction=True, databases=["default", "owner"]), pytest.mark.slow]


def test_backup_says_what_the_database_is(here: Place, tmp_path: Path) -> None:
    manifest = backup_make(tmp_path / "a.tar", with_secrets=False)

    heads = AuditHead.objects.order_by("host_key").values_list("host_key", "seq", "hash")
    assert manifest.state.tables["kernel_storedfile"] == 2
    assert manifest.state.tables["people_host"] == 1
    assert manifest.state.heads == tuple(Head(*head) for head in heads)
    assert "kernel.0001_initial" in manifest.state.migrations
    assert (manifest.filon, manifest.state.is_demo, manifest.damaged) == ("0.1.0", False, ())


def test_backup_holds_every_file_by_its_digest(here: Place, tmp_path: Path) -> None:
    manifest = backup_make(tmp_path / "a.tar", with_secrets=False)

    files = [Entry(archive.FILES + one.path, one.size, one.sha256) for one in StoredFile.objects.order_by("id")]
    assert [entry for entry in manifest.contents if entry.name.startswith(archive.FILES)] == files


def test_backup_is_of_one_instant(here: Place, tmp_path: Path) -> None:
    """What is written between the two looks is in neither."""
    with snapshot.taken() as taken:
        stored("3.pdf", b"%PDF-1.7\n%%EOF\nlate")
        again = snapshot.counts()

    assert taken.state.tables["kernel_storedfile"] == again["kernel_storedfile"] == len(taken.files) == 2
    assert StoredFile.objects.count() == 3


def test_secrets_are_saved_only_if_asked_and_never_those_of_the_machine(here: Place, tmp_path: Path) -> None:
    names = []
    for asked in (False, True):
        manifest = backup_make(tmp_path / f"{asked}.tar", with_secrets=asked)
        names.append([entry.name for entry in manifest.contents if entry.name.startswith(archive.SECRETS)])

    assert names == [[], ["secrets/django"]]


def test_backup_is_for_its_owner_only(here: Place, tmp_path: Path) -> None:
    backup_make(tmp_path / "a.tar", with_secrets=False)

    assert stat.S_IMODE((tmp_path / "a.tar").stat().st_mode) == 0o600


def test_backup_never_writes_over_another_file(here: Place, tmp_path: Path) -> None:
    (tmp_path / "a.tar").write_text("precious")

    with pytest.raises(Refused, match="is there already"):
        backup_make(tmp_path / "a.tar", with_secrets=False)

    assert (tmp_path / "a.tar").read_text() == "precious"


def test_what_a_killed_backup_left_is_written_over(here: Place, tmp_path: Path) -> None:
    (tmp_path / "a.tar.unfinished").write_bytes(b"x" * 10_000_000)

    backup_make(tmp_path / "a.tar", with_secrets=False)

    assert not (tmp_path / "a.tar.unfinished").exists()
    assert (tmp_path / "a.tar").stat().st_size < 10_000_000


def test_two_backups_to_one_name_are_refused(here: Place, tmp_path: Path) -> None:
    with (tmp_path / "a.tar.unfinished").open("wb") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        with pytest.raises(Refused, match="Another backup is being written"):
            backup_make(tmp_path / "a.tar", with_secrets=False)

    assert not (tmp_path / "a.tar").exists()


def test_folder_that_is_not_there_is_refused_with_a_sentence(here: Place, tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"cannot be written to .*a\.tar \(No such file or directory\)"):
        backup_make(tmp_path / "nowhere" / "a.tar", with_secrets=False)


def test_database_that_fails_leaves_no_file(here: Place, tmp_path: Path) -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute("REVOKE SELECT ON SEQUENCE people_host_id_seq FROM current_user")
        try:
            with pytest.raises(Refused, match=r"The database could not be saved: .*people_host_id_seq"):
                backup_make(tmp_path / "a.tar", with_secrets=False)
        finally:
            cursor.execute("GRANT SELECT ON SEQUENCE people_host_id_seq TO current_user")

    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == []


def test_database_without_filon_is_refused(elsewhere: Place, tmp_path: Path) -> None:
    elsewhere.turn()

    with pytest.raises(Refused, match="There is no Filon in this database yet"):
        backup_make(tmp_path / "a.tar", with_secrets=False)


def test_file_gone_and_file_changed_are_told_and_the_rest_is_saved(here: Place, tmp_path: Path) -> None:
    stored("3.pdf", b"%PDF-1.7\n%%EOF\nthree")
    gone, changed, whole = (Path(default_storage.path(path)) for path in StoredFile.objects.order_by("id").values_list("path", flat=True))
    gone.unlink()
    changed.write_bytes(b"forged")

    manifest = backup_make(tmp_path / "a.tar", with_secrets=False)

    names = [entry.name for entry in manifest.contents]
    assert [default_storage.path(path) for path in manifest.damaged] == [str(gone), str(changed)]
    assert [default_storage.path(name.removeprefix("files/")) for name in names[1:]] == [str(changed), str(whole)]
