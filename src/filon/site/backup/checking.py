"""`filon backup --check`: every content of an archive read again. Needs no database."""

from __future__ import annotations

from collections import deque
from pathlib import Path

from filon.site.backup import archive
from filon.site.backup.database import lines_of
from filon.site.backup.manifest import Manifest


def backup_check(path: Path) -> Manifest:
    """Reads everything, the SQL to its last line. Raises Refused when a byte is not what was saved."""
    with archive.opened(path) as found:
        for entry in found.manifest.contents:
            with found.content(entry) as content:
                if entry.name == archive.DATABASE:
                    deque(lines_of(content), maxlen=0)
        return found.manifest
