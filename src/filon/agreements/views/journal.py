"""The journal of one agreement: who did what, when; for those who work for a school that runs it."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from filon.agreements.models import Agreement
from filon.agreements.queries.journal import DEFINITION, events_of
from filon.kernel.journal import PAGE_WORDS
from filon.kernel.lists import ListPage
from filon.kernel.pages import page
from filon.kernel.rights import get_visible_or_404
from filon.people.views.request import viewer_of


@require_safe
def journal(request: HttpRequest, agreement_id: UUID) -> HttpResponseBase:
    agreement = get_visible_or_404(Agreement, viewer=viewer_of(request), id=agreement_id, may="agreements.journal.read")
    shown = ListPage(request, events_of(agreement), DEFINITION)
    exported = shown.export(f"journal {agreement.reference}")
    return exported or page(request, "agreements/journal.html", {"agreement": agreement, "list": shown, "words": PAGE_WORDS})
