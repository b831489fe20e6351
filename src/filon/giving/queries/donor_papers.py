"""What a donor finds again: receipts with their PDF, statements of each year, calls for payment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Exists, F, OuterRef
from django.http import Http404

from filon.giving.models import Call, Donor, Gift, ReceiptCancellation, ReceiptRendering, TaxReceipt
from filon.giving.models.scope import given_by
from filon.kernel.models import StoredFile

if TYPE_CHECKING:
    from filon.people.models import User


@dataclass(frozen=True)
class Paper:
    """A receipt and its PDF as it stands; None until it is made."""

    receipt: TaxReceipt
    file: StoredFile | None

    @property
    def is_cancelled(self) -> bool:
        return hasattr(self.receipt, "cancellation")


@dataclass(frozen=True)
class OwnGifts:
    """Of the organisations for which somebody has an access: ``statements`` are a donor and a year with gifts."""

    papers: Sequence[Paper]
    statements: Sequence[tuple[Donor, int]]
    calls: Sequence[Call]


def own_gifts(viewer: User) -> OwnGifts:
    donors = list(Donor.objects.filter(given_by(viewer, donor="entity")).select_related("entity"))
    known = {donor.pk: donor for donor in donors}
    years = Gift.objects.filter(donor__in=known).standing().order_by().values_list("donor", "gift_date__year").distinct()
    calls = Call.objects.visible_to(viewer).filter(instalment__pledge__donor__in=known)
    related = ("instalment__pledge__agreement", "instalment__pledge__donor__entity")
    return OwnGifts(
        papers=papers_of(known),
        statements=[(known[donor], year) for donor, year in sorted(years, key=lambda pair: (-pair[1], pair[0]))],
        calls=list(calls.select_related(*related).order_by("-called_on", "-id")[:100]),
    )


def papers_of(donor_ids: Mapping[int, Donor] | Sequence[int]) -> list[Paper]:
    """Every receipt of these donors, the latest first."""
    related = ("issuer", "donor__entity", "cancellation", "replacement")
    receipts = list(TaxReceipt.objects.filter(donor__in=list(donor_ids)).select_related(*related))
    cancelled = Exists(ReceiptCancellation.objects.filter(receipt=OuterRef("receipt")))
    made = ReceiptRendering.objects.filter(receipt__in=receipts).annotate(is_over=cancelled).filter(is_cancelled=F("is_over"))
    files = {row.receipt_id: row.file for row in made.select_related("file")}
    return [Paper(receipt, files.get(receipt.pk)) for receipt in receipts]


def paper_for(donor: Donor, receipt_id: UUID) -> StoredFile:
    """The PDF of one of the donor's receipts. Raises Http404 for any other, and while it is not made."""
    found = next((paper for paper in papers_of([donor.pk]) if paper.receipt.uuid == receipt_id), None)
    if found is None or found.file is None:
        raise Http404
    return found.file
