"""An installation with a few writes, and another place, empty, to which the two connections can be turned."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as configured
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections, transaction
from django.utils import translation
from psycopg import sql
from pytest_django import Settings

from filon.kernel import audit, files
from filon.kernel.models import StoredFile
from filon.people.services import host_create
from tests.database import MAINTENANCE, connect

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """The sentences as the code writes them."""
    with translation.override("en"):
        yield


@dataclass
class Place:
    """A database by its name, and a folder for files and secrets."""

    database: str
    var: Path
    settings: Settings

    def turn(self) -> None:
        """From now on, this is where Filon works."""
        self.settings.VAR, self.settings.MEDIA_ROOT = self.var, self.var / "files"
        for alias in ("default", "owner"):
            connections[alias].close()
            connections[alias].settings_dict["NAME"] = self.database


@pytest.fixture
def here(transactional_db: None, database_name: str, tmp_path: Path, settings: Settings) -> Iterator[Place]:
    """A school, two files, and what the audit says of them."""
    place = Place(database_name, tmp_path / "here", settings)
    (place.var / "secrets").mkdir(parents=True)
    (place.var / "secrets" / "django").write_text("signs sessions")
    (place.var / "secrets" / "postgres_filon_owner").write_text("password of this machine")
    place.turn()
    host_create(name="École du Gardon", short_name="Gardon", city="Alès", director_email="d@gardon.example", director_name="Anne")
    for number in (1, 2):
        stored(f"{number}.pdf", PDF + bytes([number]))
    audit.seal()
    yield place
    place.turn()


@pytest.fixture
def elsewhere(here: Place, tmp_path: Path, settings: Settings) -> Iterator[Place]:
    """Empty: a database without a table, a folder without a file."""
    name = f"{here.database}_elsewhere"
    server = dict(configured.DATABASES["owner"])
    run(server, "DROP DATABASE IF EXISTS {}", name)
    run(server, "CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'", name)
    yield Place(name, tmp_path / "elsewhere", settings)
    here.turn()
    run(server, "DROP DATABASE {}", name)


def run(server: dict[str, Any], statement: str, name: str) -> None:
    with closing(connect(server, MAINTENANCE)) as connection:
        connection.execute(sql.SQL(statement).format(sql.Identifier(name)))  # type: ignore[arg-type]


@transaction.atomic
def stored(name: str, content: bytes) -> StoredFile:
    """A file, and the event of whoever kept it."""
    kept = files.file_store(by=None, upload=SimpleUploadedFile(name, content), purpose="proof", allowed={"pdf"})
    audit.record(None, "thing.done", kept)
    return kept
