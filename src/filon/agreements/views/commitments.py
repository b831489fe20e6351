"""The page of one commitment: what was promised, what happened, what may be done."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from filon.agreements.queries.commitment_sheet import commitment_sheet
from filon.kernel.pages import page
from filon.people.views.request import viewer_of


@require_safe
def commitment(request: HttpRequest, agreement_id: UUID, commitment_id: UUID) -> HttpResponse:
    sheet = commitment_sheet(viewer_of(request), agreement_id, commitment_id)
    return page(request, "agreements/commitment.html", {"sheet": sheet})
