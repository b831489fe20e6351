"""How many backups a folder keeps; and the command that asks for it."""

from __future__ import annotations

import datetime as dt
from argparse import Namespace
from pathlib import Path

import pytest
from django.core.files.storage import default_storage

from filon.kernel.errors import Refused
from filon.kernel.models import StoredFile
from filon.site.backup import commands
from filon.site.backup.keeping import NAME, backups_forget, name_at
from tests.site.backup.conftest import Place

NOON = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)


def asked(file: Path, **options: object) -> Namespace:
    return Namespace(**{"file": file, "with_secrets": False, "keep": None, "check": False, **options})


def test_newest_backups_are_kept_and_nothing_else_is_touched(tmp_path: Path) -> None:
    names = [name_at(NOON + dt.timedelta(hours=hours)) for hours in range(5)]
    others = ["filon-by-hand.tar", "filon-20261122T120000Z.tar.unfinished", "notes.txt"]
    for name in (*names, *others):
        (tmp_path / name).touch()

    former = backups_forget(tmp_path, keep=2)

    assert [path.name for path in former] == names[:3]
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([*names[3:], *others])


def test_fewer_backups_than_are_kept_all_stay(tmp_path: Path) -> None:
    (tmp_path / name_at(NOON)).touch()

    assert backups_forget(tmp_path, keep=2) == []


def test_name_is_in_universal_time_and_recognised() -> None:
    paris = dt.datetime(2026, 7, 1, 14, 5, 9, tzinfo=dt.timezone(dt.timedelta(hours=2)))

    assert name_at(paris) == "filon-20260701T120509Z.tar"
    assert NAME.fullmatch(name_at(paris))


@pytest.mark.parametrize(("name", "keep"), [("a.tar", 3), ("", 0), ("", -1)])
def test_keep_without_a_folder_or_a_number_is_refused(tmp_path: Path, name: str, keep: int) -> None:
    with pytest.raises(Refused, match="--keep takes a number from 1 up and goes with a folder"):
        commands.backup(asked(tmp_path / name, keep=keep))


@pytest.mark.slow
@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_command_names_the_archive_and_deletes_the_oldest(here: Place, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    former = tmp_path / name_at(NOON - dt.timedelta(days=9999))
    former.touch()

    code = commands.backup(asked(tmp_path, keep=1))

    archives = [path for path in tmp_path.iterdir() if path.is_file()]
    said = capsys.readouterr().out.splitlines()
    assert (code, len(archives), said[-1]) == (0, 1, f"Deleted: {former}")
    assert said[0].startswith(f"Saved: {archives[0]}, of ")
    assert said[0].endswith(" 2 files.")
    assert commands.backup(asked(archives[0], check=True)) == 0


@pytest.mark.slow
@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_command_deletes_nothing_when_a_file_is_gone(here: Place, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    former = tmp_path / name_at(NOON - dt.timedelta(days=9999))
    former.touch()
    default_storage.delete(StoredFile.objects.earliest("id").path)

    code = commands.backup(asked(tmp_path, keep=1))

    assert (code, former.exists()) == (1, True)
    assert "1 file that the database names is gone or changed" in capsys.readouterr().err
