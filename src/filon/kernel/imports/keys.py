"""The identifiers of a school's own files, and what each stands for."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from filon.kernel.models import ImportKey


def remember_keys(host_id: int, kind: str, keys: Mapping[str, UUID]) -> None:
    """The last file is right: an identifier that meant something else means this now."""
    rows = [ImportKey(host_id=host_id, kind=kind, key=key[:200], target=target) for key, target in keys.items()]
    ImportKey.objects.bulk_create(rows, update_conflicts=True, unique_fields=["host_id", "kind", "key"], update_fields=["target"])
