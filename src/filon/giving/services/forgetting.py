"""What receipts say and their PDFs go once the law no longer asks for them; donors who give no more, three years after their last gift."""

from __future__ import annotations

import datetime as dt

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from filon.giving.models import DonorLink, DonorPersonal, Gift, ReceiptContent, ReceiptRendering, RenderingFailure
from filon.giving.services.papers import OWNER
from filon.kernel.models import StoredFile
from filon.kernel.noted import note_again
from filon.kernel.periods import add_months
from filon.kernel.registry import Purged

RECEIPT_YEARS = 6
"""After the end of the year of issue (book of tax procedures, article L. 14 A)."""
DONOR_YEARS = 3


def receipts_purge(today: dt.date) -> Purged:
    """Content and PDFs; number, amount, day and digest stay. The contents of files go with the next cleaning of files."""
    old = {"receipt__year__lt": today.year - RECEIPT_YEARS}
    contents = ReceiptContent.objects.using("owner")
    RenderingFailure.objects.using("owner").filter(**old).delete()
    removed = contents.filter(**old).delete()[0] + _papers_purge(old)
    return Purged(removed, ((_("the tax administration may still ask for them"), contents.count()),))


def _papers_purge(old: dict[str, int]) -> int:
    """How many files. Their rows are noted anew, which the audit tells."""
    papers = ReceiptRendering.objects.using("owner").filter(**old)
    files = list(papers.values_list("file", flat=True))
    if not files:
        return 0
    papers.delete()
    removed: int = StoredFile.objects.using("owner").filter(pk__in=files, owner_type=OWNER).delete()[0]
    note_again(ReceiptRendering)
    note_again(StoredFile)
    return removed


def donors_purge(today: dt.date) -> Purged:
    """Name, address, e-mail and links of individuals; gifts stay with a digest. Whoever has not given yet is kept for as long."""
    limit = add_months(today, -12 * DONOR_YEARS)
    values = DonorPersonal.objects.using("owner")
    recent = Gift.objects.using("owner").filter(donor=OuterRef("donor"), gift_date__gte=limit)
    gone = list(values.filter(~Exists(recent), donor__created_at__date__lt=limit).values_list("donor", flat=True))
    DonorLink.objects.using("owner").filter(donor__in=gone).delete()
    removed = values.filter(donor__in=gone).delete()[0]
    return Purged(removed, ((_("gave, or was written down, less than three years ago"), values.count()),))
