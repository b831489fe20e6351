"""A private bucket at any host that speaks S3. Imported only when `FILES_URL` is set: it needs the packages of requirements/s3.in."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import cached_property
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.core.files.base import File
from django.core.files.storage import Storage

CHUNK = 256 * 1024
PAGE = 1000
"""Names asked for at once."""
MISSING = {"404", "NoSuchKey", "NotFound"}
PATIENCE = {"connect_timeout": 3, "read_timeout": 15, "retries": {"mode": "standard", "total_max_attempts": 3}}
"""Seconds and tries: an upload waits inside a transaction, so not for long."""


class BucketAway(OSError):  # noqa: N818
    """The bucket does not answer, or refuses us."""


class Bucket(Storage):
    """One client for the process, safe for its threads. Contents are signed with what is sent (`x-amz-content-sha256`), so that the other
    side refuses a content damaged on its way; no access list and no address is ever set: the bucket's own rule, private, holds."""

    def __init__(self, *, endpoint: str, name: str, access_key: str, secret_key: str, region: str, prefix: str = "") -> None:
        self.endpoint, self.name, self.region = endpoint, name, region
        self.access_key, self.secret_key = access_key, secret_key
        self.prefix = f"{prefix}/" if prefix else ""

    @cached_property
    def client(self) -> Any:
        chosen = Config(
            signature_version="s3v4",
            s3={"addressing_style": "path", "payload_signing_enabled": True},
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
            **PATIENCE,
        )
        session = boto3.session.Session(self.access_key, self.secret_key, region_name=self.region)
        return session.client("s3", endpoint_url=self.endpoint, config=chosen)

    def answers(self) -> None:
        """Raises OSError when the bucket cannot be reached, or is not ours."""
        with _translated(self.name):
            self.client.head_bucket(Bucket=self.name)

    def _save(self, name: str, content: File[bytes]) -> str:
        content.seek(0)
        with _translated(name):
            self.client.put_object(**self._key(name), Body=content.file, ContentType="application/octet-stream")
        return name

    def _open(self, name: str, mode: str = "rb") -> File[bytes]:
        """The content as it comes, never whole in memory; it is read once, from its start."""
        if mode != "rb":
            raise ValueError("a content of the bucket is read, never changed")
        with _translated(name):
            body = self.client.get_object(**self._key(name))["Body"]
        return File(io.BufferedReader(_Content(body, name), CHUNK), name)

    def exists(self, name: str) -> bool:
        try:
            self._head(name)
        except FileNotFoundError:
            return False
        return True

    def size(self, name: str) -> int:
        return int(self._head(name)["ContentLength"])

    def get_modified_time(self, name: str) -> datetime:
        moment: datetime = self._head(name)["LastModified"]
        return moment

    def delete(self, name: str) -> None:
        with _translated(name):
            self.client.delete_object(**self._key(name))

    def listdir(self, path: str) -> tuple[list[str], list[str]]:
        """Names of the folders and of the files right under this folder."""
        start = self.prefix + (f"{path}/" if path else "")
        folders: list[str] = []
        names: list[str] = []
        asked = {"Bucket": self.name, "Prefix": start, "Delimiter": "/", "PaginationConfig": {"PageSize": PAGE}}
        with _translated(path):
            for page in self.client.get_paginator("list_objects_v2").paginate(**asked):
                folders += [each["Prefix"][len(start) :].rstrip("/") for each in page.get("CommonPrefixes", [])]
                names += [each["Key"][len(start) :] for each in page.get("Contents", []) if each["Key"] != start]
        return folders, names

    def _key(self, name: str) -> dict[str, str]:
        return {"Bucket": self.name, "Key": self.prefix + name}

    def _head(self, name: str) -> dict[str, Any]:
        with _translated(name):
            found: dict[str, Any] = self.client.head_object(**self._key(name))
        return found


class _Content(io.RawIOBase):
    """The body of an answer as a raw file of Python."""

    def __init__(self, body: Any, name: str) -> None:
        super().__init__()
        self.body, self.named = body, name

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        with _translated(self.named):
            chunk = self.body.read(len(buffer))
        buffer[: len(chunk)] = chunk
        return len(chunk)

    def close(self) -> None:
        self.body.close()
        super().close()


@contextmanager
def _translated(name: str) -> Iterator[None]:
    """Errors of the library become those of any store."""
    try:
        yield
    except ClientError as error:
        code = str(error.response.get("Error", {}).get("Code", ""))
        if code in MISSING:
            raise FileNotFoundError(name) from error
        raise BucketAway(f"the bucket refuses: {code}") from error
    except BotoCoreError as error:
        raise BucketAway(f"the bucket does not answer: {type(error).__name__}") from error
