"""One contract, two stores: whatever holds for the folder holds for the bucket."""

import errno
import hashlib
import io
import os
from collections.abc import Iterator
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from filon.kernel import files, registry
from filon.kernel.errors import Refused
from filon.kernel.models import AuditEvent, StoredFile
from filon.kernel.stores import bucket as bucket_module
from filon.kernel.stores.folder import Folder
from filon.launcher.addresses import Bucket
from tests.kernel.buckets import client_of, running_bucket

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"


@pytest.fixture(scope="module")
def bucket() -> Iterator[Bucket]:
    with running_bucket() as found:
        yield found


@pytest.fixture(params=["folder", "bucket"])
def store(request: pytest.FixtureRequest, settings: Settings, tmp_path: Path) -> Any:
    """The store in force, empty."""
    if request.param == "folder":
        settings.MEDIA_ROOT = tmp_path
        chosen = {"BACKEND": "filon.kernel.stores.folder.Folder"}
    else:
        found = request.getfixturevalue("bucket")
        chosen = {"BACKEND": "filon.kernel.stores.bucket.Bucket", "OPTIONS": asdict(found)}
    settings.STORAGES = settings.STORAGES | {"default": chosen}
    yield storages["default"]
    if request.param == "bucket":
        empty(found)


def empty(bucket: Bucket) -> None:
    client = client_of(bucket)
    for page in client.get_paginator("list_objects_v2").paginate(Bucket=bucket.name):
        for content in page.get("Contents", []):
            client.delete_object(Bucket=bucket.name, Key=content["Key"])


@pytest.fixture
def lost(store: Any, tmp_path: Path) -> Any:
    """The same store, when its disk or its host is gone."""
    if hasattr(store, "endpoint"):
        store.endpoint = "http://127.0.0.1:9"
        vars(store).pop("client", None)
    else:
        (tmp_path / "file").write_bytes(b"")
        store.base_location = store.location = str(tmp_path / "file" / "below")
    return store


def test_store_gives_back_what_was_saved(store: Any) -> None:
    content = bytes(range(256)) * 4096

    name = store.save("ab/first", ContentFile(content))

    with store.open(name) as opened:
        assert opened.read() == content
    assert (name, store.size(name), store.exists(name)) == ("ab/first", len(content), True)


def test_store_is_read_piece_by_piece(store: Any) -> None:
    store.save("ab/first", ContentFile(b"x" * 700_000))

    with store.open("ab/first") as opened:
        sizes = [len(piece) for piece in iter(lambda: opened.read(300_000), b"")]

    assert sizes == [300_000, 300_000, 100_000]


class Cut(ContentFile):
    """A content in the middle of which the disk is full."""

    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
        yield b"x" * 100_000
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_folder_that_is_full_keeps_nothing_of_what_it_refuses(tmp_path: Path) -> None:
    folder = Folder(location=tmp_path)

    with pytest.raises(OSError, match="No space left"):
        folder.save("ab/first", Cut(b"x"))

    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_store_never_overwrites(store: Any) -> None:
    first = store.save("ab/first", ContentFile(b"one"))

    second = store.save("ab/first", ContentFile(b"two"))

    assert second != first
    assert [store.open(name).read() for name in (first, second)] == [b"one", b"two"]


def test_store_lists_folders_and_names(store: Any) -> None:
    for name in ("ab/first", "ab/second", "cd/third"):
        store.save(name, ContentFile(b"x"))

    assert sorted(store.listdir("")[0]) == ["ab", "cd"]
    assert [sorted(found) for found in store.listdir("ab")] == [[], ["first", "second"]]


def test_store_lists_more_than_a_page_of_names(store: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bucket_module, "PAGE", 7)
    for number in range(20):
        store.save(f"ab/{number}", ContentFile(b"x"))

    assert len(store.listdir("ab")[1]) == 20


def test_store_knows_when_a_content_came(store: Any) -> None:
    store.save("ab/first", ContentFile(b"x"))

    age = timezone.now() - store.get_modified_time("ab/first")

    assert timedelta(seconds=-2) < age < timedelta(seconds=30)


def test_store_says_what_is_gone(store: Any) -> None:
    store.save("ab/first", ContentFile(b"x"))

    store.delete("ab/first")
    store.delete("ab/first")

    assert store.exists("ab/first") is False
    for asked in (store.open, store.size, store.get_modified_time):
        with pytest.raises(FileNotFoundError):
            asked("ab/first")


def test_store_has_no_public_address(store: Any) -> None:
    store.save("ab/first", ContentFile(b"x"))

    with pytest.raises(NotImplementedError):
        store.url("ab/first")


def test_store_answers(store: Any) -> None:
    store.answers()


def test_lost_store_says_so(lost: Any) -> None:
    with pytest.raises(OSError, match=r"bucket|Not a directory"):
        lost.answers()
    with pytest.raises(OSError, match=r"bucket|Not a directory"):
        lost.save("ab/first", ContentFile(b"x"))


@pytest.mark.django_db
@pytest.mark.usefixtures("lost")
def test_file_that_cannot_be_kept_is_refused_with_a_sentence() -> None:
    with pytest.raises(Refused, match="does not take this one now: nothing was saved") as refused:
        stored("signed.pdf")

    assert (refused.value.field, StoredFile.objects.count()) == ("file", 0)


@pytest.mark.django_db
def test_check_contents_finds_what_changed_and_what_is_gone(store: Any) -> None:
    whole, changed, gone = (stored(name) for name in ("a.pdf", "b.pdf", "c.pdf"))
    store.delete(changed.path)
    store.save(changed.path, ContentFile(PDF + b" "))
    store.delete(gone.path)

    found = files.check_contents()

    assert found.count == 3
    assert found.violations == [f"{changed.uuid} (b.pdf): the content has changed", f"{gone.uuid} (c.pdf): the content is gone"]
    assert files.sha256_of(whole) == hashlib.sha256(PDF).hexdigest()


@pytest.mark.django_db
def test_delete_orphans_leaves_what_a_row_names_and_what_is_new(store: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = stored("a.pdf")
    orphan = store.save("zz/orphan", ContentFile(b"x"))

    early = files.delete_orphans()
    monkeypatch.setattr(files, "ORPHAN_AFTER", timedelta(days=-1))
    late = files.delete_orphans()

    assert (early, late, store.exists(orphan), store.exists(kept.path)) == (0, 1, False, True)


@pytest.mark.django_db
@pytest.mark.usefixtures("house", "store")
def test_download_is_streamed_to_whoever_may_read_and_to_nobody_else(signed_in: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    owners = dict(registry._contributions[registry.FileOwner])
    monkeypatch.setitem(registry._contributions, registry.FileOwner, owners)
    registry.register(registry.FileOwner("test.open", lambda _viewer, _stored: True))
    readable, hidden = stored("a.pdf", owner_type="test.open"), stored("b.pdf", owner_type="test.closed")

    answer, refusal = signed_in.get(f"/files/{readable.uuid}/"), signed_in.get(f"/files/{hidden.uuid}/")

    assert (answer.status_code, b"".join(answer.streaming_content)) == (200, PDF)
    assert answer["Content-Length"] == str(len(PDF))
    assert refusal.status_code == 404
    assert AuditEvent.objects.filter(action="stored_file.read").count() == 1


def test_bucket_keeps_under_its_prefix_and_gives_nobody_a_right(bucket: Bucket, settings: Settings) -> None:
    settings.STORAGES = settings.STORAGES | {"default": {"BACKEND": "filon.kernel.stores.bucket.Bucket", "OPTIONS": asdict(bucket)}}
    client = client_of(bucket)

    storages["default"].save("ab/first", ContentFile(b"x"))

    grants = client.get_object_acl(Bucket=bucket.name, Key="kept/ab/first")["Grants"]
    assert {grant["Grantee"]["Type"] for grant in grants} == {"CanonicalUser"}
    assert [key["Key"] for key in client.list_objects_v2(Bucket=bucket.name)["Contents"]] == ["kept/ab/first"]
    empty(bucket)


def stored(name: str, **options: Any) -> StoredFile:
    upload = SimpleUploadedFile(name, PDF)
    return files.file_store(by=None, upload=upload, purpose="proof", allowed={"pdf"}, **options)


def test_folder_content_is_nobody_elses(store: Any) -> None:
    if hasattr(store, "endpoint"):
        return
    store.save("ab/first", io.BytesIO(b"x"))

    modes = [Path(store.path(name)).stat().st_mode & 0o777 for name in ("ab", "ab/first")]

    assert modes == [0o700, 0o600]
