"""How many backups a folder keeps."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

NAME = re.compile(r"filon-\d{8}T\d{6}Z\.tar")


def name_at(moment: dt.datetime) -> str:
    """`filon-20261122T180145Z.tar`, in UTC: names sort as moments do."""
    return f"filon-{moment.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}.tar"


def backups_forget(folder: Path, *, keep: int) -> list[Path]:
    """Deletes all but the newest `keep` backups of a folder and returns them. Only those that `filon backup FOLDER` has named."""
    named = sorted(path for path in folder.iterdir() if NAME.fullmatch(path.name) and path.is_file())
    former = named[:-keep]
    for path in former:
        path.unlink()
    return former
