"""Two versions of an agreement side by side."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from filon.agreements.queries.comparing import comparison_of
from filon.agreements.queries.document import Language
from filon.kernel.pages import page
from filon.people.views.request import viewer_of


@require_safe
def compare(request: HttpRequest, agreement_id: UUID) -> HttpResponse:
    """`?de=1&a=2`: the two last signed versions where nothing else is asked; `?langue=en`: the English text."""
    asked = request.GET.get("langue") or get_language()
    language: Language = "en" if asked == "en" else "fr"
    comparison = comparison_of(viewer_of(request), agreement_id, request.GET.get("de", ""), request.GET.get("a", ""), language)
    return page(request, "agreements/compare.html", {"comparison": comparison, "language": language})
