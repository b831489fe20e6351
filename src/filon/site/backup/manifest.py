"""What an archive says of itself: the last thing written in it, and what everything else is checked against."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from typing import Any, Self

from django.utils.translation import gettext as _

from filon.kernel.errors import Refused

FORMAT = 1
"""Of the archive. Grows when a former Filon could no longer read it."""


@dataclass(frozen=True)
class Entry:
    """One content of the archive: where it stands in it, its size in bytes and its sha256 in hexadecimal."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Head:
    """Where the audit chain of a host ends (`host_key` 0: events without a host)."""

    host_key: int
    seq: int
    hash: str


@dataclass(frozen=True)
class State:
    """What the database is at the moment of the backup. `tables` counts the rows of each table, `migrations` are `app.name`."""

    taken_at: str
    server: int
    is_demo: bool
    migrations: tuple[str, ...]
    tables: dict[str, int]
    heads: tuple[Head, ...]


@dataclass(frozen=True)
class Manifest:
    """Everything that is in the archive. `damaged` are the files that the database names and whose content was gone or changed
    already when the backup was taken."""

    filon: str
    state: State
    contents: tuple[Entry, ...]
    damaged: tuple[str, ...] = ()
    format: int = field(default=FORMAT)

    def write(self) -> bytes:
        """Canonical JSON: sorted keys, UTF-8."""
        return json.dumps(asdict(self), sort_keys=True, ensure_ascii=False, indent=1).encode()

    @classmethod
    def read(cls, text: bytes) -> Self:
        """Raises Refused for what no Filon has written, and for the format of a newer one."""
        try:
            told = json.loads(text)
            if told["format"] > FORMAT:
                raise newer(told.get("filon", "?"))
            contents = tuple(Entry(**entry) for entry in told["contents"])
            return cls(**{**told, "state": _state(told["state"]), "contents": contents, "damaged": tuple(told["damaged"])})
        except (ValueError, KeyError, TypeError) as error:
            raise Refused(_("This file is not a backup of Filon, or a damaged one: its manifest cannot be read.")) from error


def newer(version: str) -> Refused:
    return Refused(
        _("This backup comes from a newer Filon (%(version)s): install that version first, then restore.") % {"version": version}
    )


def _state(told: dict[str, Any]) -> State:
    heads = tuple(Head(**head) for head in told["heads"])
    return State(**{**told, "migrations": tuple(told["migrations"]), "heads": heads})
