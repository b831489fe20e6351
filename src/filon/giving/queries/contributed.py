"""What giving shows on the pages of others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from filon.giving.models import Gift

if TYPE_CHECKING:
    from filon.kernel.models import StoredFile
    from filon.people.models import User


def may_read_proof(viewer: User, stored: StoredFile) -> bool:
    """Whoever sees the gift in kind reads its donor's statement."""
    return stored.owner_uuid is not None and Gift.objects.visible_to(viewer).filter(in_kind__uuid=stored.owner_uuid).exists()
