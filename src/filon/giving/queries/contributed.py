"""What giving shows on the pages of others; of the week, `queries.week`."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from filon.giving.models import Gift, TaxReceipt
from filon.giving.queries.donor_names import may_see_persons
from filon.giving.queries.receipt_sheet import paper_of
from filon.kernel.addresses import address

if TYPE_CHECKING:
    from filon.agreements.models import Agreement
    from filon.kernel.models import StoredFile
    from filon.people.models import User


def may_read_proof(viewer: User, stored: StoredFile) -> bool:
    """Whoever sees the gift in kind reads its donor's statement."""
    return stored.owner_uuid is not None and Gift.objects.visible_to(viewer).filter(in_kind__uuid=stored.owner_uuid).exists()


def may_read_paper(viewer: User, stored: StoredFile) -> bool:
    """Whoever sees the receipt and may know its donor; the donor's own people read it as it stands, not what it was before."""
    rows = TaxReceipt.objects.visible_to(viewer).select_related("donor")
    receipt = rows.filter(uuid=stored.owner_uuid).first() if stored.owner_uuid else None
    if receipt is None or (receipt.donor.is_individual and not may_see_persons(viewer, receipt.host_id)):
        return False
    standing = paper_of(receipt)
    is_former = standing is not None and standing.pk != stored.pk
    return not is_former or viewer.has_perm("giving.receipt.issue", receipt)


def pledges_url(agreement: Agreement) -> str:
    """The instalments of the agreement, in the list."""
    return f"{address('giving:list')}?{urlencode({'q': agreement.reference})}"


def counterparts_url(agreement: Agreement) -> str:
    return address("giving:counterparts", agreement.uuid)
