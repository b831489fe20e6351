"""The proof that a version was signed, for whoever reads the agreement."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from filon.agreements.queries.proving import proof_of
from filon.kernel.pages import page
from filon.people.views.request import viewer_of


@require_safe
def proof(request: HttpRequest, agreement_id: UUID, number: int) -> HttpResponse:
    shown = proof_of(viewer_of(request), agreement_id, number)
    return page(request, "agreements/proof.html", {"proof": shown, "version": shown.version, "agreement": shown.version.agreement})
