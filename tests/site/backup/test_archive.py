"""The form of an archive: read back as it was written, refused when a byte differs."""

from __future__ import annotations

import gzip
import io
import tarfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as profile
from hypothesis import strategies as st

from filon.kernel.errors import Refused
from filon.site.backup import archive
from filon.site.backup.checking import backup_check
from filon.site.backup.manifest import Entry, Head, Manifest, State

SQL = gzip.compress(b"CREATE TABLE t ();\n--\n-- PostgreSQL database dump complete\n--\n\n")
STATE = State("2026-11-22T18:00:00+00:00", 18, False, ("kernel.0001_initial",), {"t": 0}, (Head(0, 3, "ab" * 32),))
FILES = {"files/0a/01": b"one", "files/0b/02": b"", "secrets/django": b"secret"}


def written(path: Path, contents: dict[str, bytes] | None = None, *, sql: bytes = SQL) -> Path:
    with path.open("w+b") as file:
        writer = archive.Writer(file)
        for name, content in {archive.DATABASE: sql, **(FILES if contents is None else contents)}.items():
            writer.add(name, io.BytesIO(content))
        writer.close(Manifest("0.1.0", STATE, writer.entries))
    return path


def test_archive_is_read_as_it_was_written(tmp_path: Path) -> None:
    path = written(tmp_path / "a.tar")

    with archive.opened(path) as found:
        read = {}
        for entry in found.manifest.contents:
            with found.content(entry) as content:
                read[entry.name] = content.read()

    assert read == {archive.DATABASE: SQL, **FILES}
    assert found.manifest.state == STATE


def test_archive_opens_with_any_tar(tmp_path: Path) -> None:
    with tarfile.open(written(tmp_path / "a.tar")) as tar:
        names = tar.getnames()

    assert names == [archive.DATABASE, *FILES, archive.MANIFEST, archive.DIGEST]


@profile(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(share=st.floats(min_value=0, max_value=1, exclude_max=True))
def test_archive_cut_anywhere_is_refused(tmp_path: Path, share: float) -> None:
    path = written(tmp_path / "a.tar")
    with tarfile.open(path) as tar:
        digest = tar.getmember(archive.DIGEST)
        end = digest.offset_data + digest.size
    with path.open("r+b") as file:
        file.truncate(int(end * share))

    with pytest.raises(Refused):
        backup_check(path)


@profile(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=100, deadline=None)
@given(data=st.data())
def test_byte_changed_in_any_content_is_refused(tmp_path: Path, data: st.DataObject) -> None:
    path = written(tmp_path / "a.tar")
    with tarfile.open(path) as tar:
        member = data.draw(st.sampled_from([member for member in tar.getmembers() if member.size]))
    place = member.offset_data + data.draw(st.integers(0, member.size - 1))
    content = bytearray(path.read_bytes())
    content[place] ^= data.draw(st.integers(1, 255))
    path.write_bytes(content)

    with pytest.raises(Refused):
        backup_check(path)


def test_file_that_is_no_archive_is_refused_with_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "letter.pdf"
    path.write_bytes(b"%PDF-1.7\n" * 200)

    with pytest.raises(Refused, match="is not a whole backup of Filon"):
        backup_check(path)


def test_archive_that_is_not_there_is_refused_with_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"cannot be read \(No such file or directory\)"):
        backup_check(tmp_path / "nowhere.tar")


def test_sql_that_was_cut_is_refused_though_its_digest_is_right(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="cannot be read to the end"):
        backup_check(written(tmp_path / "a.tar", sql=SQL[: len(SQL) // 2]))


@pytest.mark.parametrize("name", ["files/../../etc/passwd", "/etc/passwd", "secrets/a/b", "readme", "files//x"])
def test_content_whose_name_leads_elsewhere_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(Refused, match="is damaged"):
        backup_check(written(tmp_path / "a.tar", {name: b"x"}))


def test_content_that_the_manifest_does_not_name_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path / "a.tar")
    with tarfile.open(path, "a") as tar:
        stranger = tarfile.TarInfo("files/0c/03")
        tar.addfile(stranger)

    with pytest.raises(Refused, match="files/0c/03"):
        backup_check(path)


def test_archive_without_a_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.tar"
    with path.open("w+b") as file:
        writer = archive.Writer(file)
        writer.close(Manifest("0.1.0", STATE, ()))

    with pytest.raises(Refused, match=r"database\.sql\.gz"):
        backup_check(path)


def test_manifest_is_read_as_it_was_written() -> None:
    manifest = Manifest("0.1.0", STATE, (Entry("files/a", 3, "c" * 64),), ("0a/02",))

    assert Manifest.read(manifest.write()) == manifest


@pytest.mark.parametrize("text", [b"", b"[]", b"{}", b'{"format": 1}', b"\xff"])
def test_manifest_of_another_program_is_refused(text: bytes) -> None:
    with pytest.raises(Refused, match="is not a backup of Filon"):
        Manifest.read(text)


def test_manifest_of_a_newer_format_is_refused_by_its_version() -> None:
    with pytest.raises(Refused, match=r"comes from a newer Filon \(9\.1\)"):
        Manifest.read(b'{"format": 2, "filon": "9.1"}')
