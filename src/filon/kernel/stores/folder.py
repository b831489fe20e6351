"""A folder of this machine, or one that several machines share."""

import os
from typing import Any

from django.core.files.storage import FileSystemStorage


class Folder(FileSystemStorage):
    """Django's, but what is saved is on the disk before the row that names it is, and what cannot be saved leaves nothing."""

    def _save(self, name: str, content: Any) -> str:
        try:
            kept: str = super()._save(name, content)  # type: ignore[misc]
            for path in (self.path(kept), os.path.dirname(self.path(kept))):
                _to_disk(path)
        except OSError:
            self.delete(name)
            raise
        return kept

    def url(self, name: str | None) -> str:
        raise NotImplementedError("a private file has no address of its own")

    def answers(self) -> None:
        """Raises OSError when nothing can be kept here."""
        os.makedirs(self.location, mode=self.directory_permissions_mode or 0o700, exist_ok=True)
        if not os.access(self.location, os.R_OK | os.W_OK | os.X_OK):
            raise PermissionError(f"{self.location} cannot be written")


def _to_disk(path: str) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
