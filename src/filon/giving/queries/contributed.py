"""What giving shows on the pages of others. The week has no line of its own: the ledger tells of instalments that are late or due, the
agreements of the promises behind them."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from filon.giving.models import Gift
from filon.kernel.addresses import address

if TYPE_CHECKING:
    from filon.agreements.models import Agreement
    from filon.kernel.models import StoredFile
    from filon.people.models import User


def may_read_proof(viewer: User, stored: StoredFile) -> bool:
    """Whoever sees the gift in kind reads its donor's statement."""
    return stored.owner_uuid is not None and Gift.objects.visible_to(viewer).filter(in_kind__uuid=stored.owner_uuid).exists()


def pledges_url(agreement: Agreement) -> str:
    """The instalments of the agreement, in the list."""
    return f"{address('giving:list')}?{urlencode({'q': agreement.reference})}"


def counterparts_url(agreement: Agreement) -> str:
    return address("giving:counterparts", agreement.uuid)
