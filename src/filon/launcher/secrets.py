"""Secrets that Filon generates for itself: one file each in FILON_VAR/secrets, readable by its owner only."""

import os
import secrets
import tempfile
from pathlib import Path

from filon.launcher.errors import CannotStart


def secret(var: Path, name: str) -> str:
    """The secret of this name (64 hexadecimal characters), generated the first time; safe when several processes ask at once."""
    path = var / "secrets" / name
    try:
        return path.read_text(encoding="ascii")
    except FileNotFoundError:
        pass
    except OSError as error:
        raise CannotStart(f"{path} cannot be read ({error.strerror}): run Filon as the user who owns it.") from error
    try:
        return _generate(path)
    except OSError as error:
        raise CannotStart(f"{path} cannot be written ({error.strerror}): set FILON_VAR to a folder this user may write to.") from error


def _generate(path: Path) -> str:
    """Writes aside, then links: the first of several processes wins and all read the same value."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor, aside = tempfile.mkstemp(dir=path.parent)
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_hex(32))
        os.link(aside, path)
    except FileExistsError:
        pass
    finally:
        os.unlink(aside)
    return path.read_text(encoding="ascii")
