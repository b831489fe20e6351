import hashlib
import io
import os
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import Workbook

from filon.kernel import files, magic, registry
from filon.kernel.errors import Refused
from filon.kernel.models import AuditEvent, StoredFile

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("file_room")]

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 20
JPEG = b"\xff\xd8\xff\xe0" + b"\x00" * 20
ALL = frozenset(magic.EXTENSIONS)


def workbook() -> bytes:
    content = io.BytesIO()
    Workbook().save(content)
    return content.getvalue()


def archive(*names: str) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as made:
        for name in names:
            made.writestr(name, "x")
    return content.getvalue()


def store(name: str, content: bytes, **options) -> StoredFile:
    given = {"by": None, "purpose": "proof", "allowed": ALL, **options}
    return files.file_store(upload=SimpleUploadedFile(name, content), **given)


class Endless:
    """An upload of 300 MB that counts what is read of it."""

    name = "film.pdf"

    def __init__(self) -> None:
        self.left, self.given = 300 * 1024 * 1024, 0

    def read(self, size: int = -1) -> bytes:
        chunk = b"%PDF-"[: size if self.given == 0 else 0] or b"\x00" * min(size, self.left)
        self.left -= len(chunk)
        self.given += len(chunk)
        return chunk


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("signed.pdf", PDF, "pdf"),
        ("SIGNED.PDF", PDF, "pdf"),
        ("logo.png", PNG, "png"),
        ("photo.jpeg", JPEG, "jpeg"),
        ("table.xlsx", workbook(), "xlsx"),
        ("table.csv", "nom;école\r\nÈve;Mines\r\n".encode(), "csv"),
        ("note.txt", "Déjà vu".encode(), "txt"),
        ("note.txt", b"\xef\xbb\xbfabc", "txt"),
    ],
)
def test_file_store_knows_the_kind_by_the_content(name: str, content: bytes, kind: str) -> None:
    stored = store(name, content)

    assert (stored.kind, stored.size, stored.sha256) == (kind, len(content), hashlib.sha256(content).hexdigest())
    with files.file_open(stored) as opened:
        assert opened.read() == content


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("contract.pdf", b"MZ\x90\x00\x03"),
        ("contract.pdf", b"<html><script>alert(1)</script></html>"),
        ("contract.pdf", PNG),
        ("logo.png", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
        ("table.xlsx", archive("word/document.xml", "[Content_Types].xml")),
        ("table.xlsx", archive("xl/workbook.xml", "[Content_Types].xml", "xl/vbaProject.bin")),
        ("table.xlsx", b"PK\x03\x04broken"),
        ("note.txt", b"a\x00b"),
        ("note.txt", "é".encode("latin-1")),
        ("run.exe", PDF),
    ],
)
def test_disguised_file_is_refused_and_nothing_is_kept(name: str, content: bytes, file_room: Path) -> None:
    with pytest.raises(Refused) as refused:
        store(name, content)

    assert (refused.value.field, StoredFile.objects.count(), list(file_room.rglob("*"))) == ("file", 0, [])


def test_kind_that_is_not_taken_here_is_refused() -> None:
    with pytest.raises(Refused, match="PDF or PNG"):
        store("photo.jpg", JPEG, allowed={"pdf", "png"})


def test_empty_file_is_refused() -> None:
    with pytest.raises(Refused, match="empty"):
        store("signed.pdf", b"")


def test_upload_of_300_mb_is_cut_at_the_limit(file_room: Path) -> None:
    upload = Endless()

    with pytest.raises(Refused, match="at most 25 MB"):
        files.file_store(by=None, upload=upload, purpose="proof", allowed=ALL)

    assert upload.given <= files.LARGEST + files.CHUNK
    assert list(file_room.rglob("*")) == []


@pytest.mark.parametrize(
    ("given", "kept"), [("../../etc/passwd.pdf", "passwd.pdf"), ("C:\\mes documents\\é.pdf", "é.pdf"), ("a\r\nb\u202e.pdf", "ab.pdf")]
)
def test_name_is_only_a_name(given: str, kept: str) -> None:
    stored = files.file_store(by=None, upload=io.BytesIO(PDF), name=given, purpose="proof", allowed=ALL)

    assert stored.name == kept
    assert given not in stored.path


def test_check_contents_finds_what_changed_and_what_is_gone(file_room: Path) -> None:
    whole, changed, gone = store("a.pdf", PDF), store("b.pdf", PDF), store("c.pdf", PDF)
    (file_room / changed.path).write_bytes(PDF + b" ")
    (file_room / gone.path).unlink()

    found = files.check_contents()

    assert found.count == 3
    assert found.violations == [f"{changed.uuid} (b.pdf): the content has changed", f"{gone.uuid} (c.pdf): the content is gone"]
    assert files.sha256_of(whole) == whole.sha256


def test_delete_orphans_takes_only_old_contents_without_a_row(file_room: Path) -> None:
    kept = store("a.pdf", PDF)
    (file_room / "zz").mkdir()
    old, recent = file_room / "zz" / "old", file_room / "zz" / "recent"
    for path in (old, recent):
        path.write_bytes(b"x")
    for path in (old, file_room / kept.path):
        os.utime(path, (time.time() - 2 * 86400,) * 2)

    deleted = files.delete_orphans()

    assert (deleted, old.exists(), recent.exists(), (file_room / kept.path).exists()) == (1, False, True, True)


@pytest.fixture
def readable(monkeypatch: pytest.MonkeyPatch) -> Iterator[set[UUID]]:
    """Files of `test.owner` that may be read."""
    allowed: set[UUID] = set()
    owners = dict(registry._contributions[registry.FileOwner])
    registry.register(registry.FileOwner("test.owner", lambda _viewer, stored: stored.uuid in allowed))
    yield allowed
    registry._contributions[registry.FileOwner] = owners


@pytest.mark.usefixtures("house")
def test_download_is_a_sealed_attachment_and_is_in_the_audit(signed_in: Client, readable: set[UUID], user) -> None:
    stored = store("accord signé.pdf", PDF, owner_type="test.owner")
    readable.add(stored.uuid)

    response = signed_in.get(f"/files/{stored.uuid}/")

    assert (response.status_code, b"".join(response.streaming_content)) == (200, PDF)
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"].startswith("attachment;")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert AuditEvent.objects.get(action="stored_file.read").actor_id == user.pk


@pytest.mark.usefixtures("house")
@pytest.mark.parametrize("owner_type", ["test.owner", "test.nobody", ""])
def test_file_that_may_not_be_read_is_404(signed_in: Client, readable: set[UUID], owner_type: str) -> None:
    stored = store("a.pdf", PDF, owner_type=owner_type)

    response = signed_in.get(f"/files/{stored.uuid}/")

    assert (response.status_code, AuditEvent.objects.filter(action="stored_file.read").count()) == (404, 0)


@pytest.mark.usefixtures("house")
def test_file_for_somebody_unknown_asks_to_sign_in(client: Client, settings, readable: set[UUID]) -> None:
    settings.LOGIN_URL = "/enter/"
    stored = store("a.pdf", PDF, owner_type="test.owner")
    readable.add(stored.uuid)

    response = client.get(f"/files/{stored.uuid}/")

    assert (response.status_code, response["Location"].split("?")[0]) == (302, "/enter/")
