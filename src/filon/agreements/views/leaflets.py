"""Sheets to hand out about an agreement: its press text and its summary, as PDF."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from filon.agreements.queries.document import Language
from filon.agreements.queries.leaflets import press_pdf, summary_pdf
from filon.people.models import User
from filon.people.views.request import viewer_of

Make = Callable[[User, UUID, Language], bytes]


@require_safe
def press(request: HttpRequest, agreement_id: UUID) -> HttpResponse:
    """`?langue=en` for English, else the reader's language."""
    return _sheet(request, agreement_id, "communique", press_pdf)


@require_safe
def summary(request: HttpRequest, agreement_id: UUID) -> HttpResponse:
    """`?langue=en` for English, else the reader's language."""
    return _sheet(request, agreement_id, "resume", summary_pdf)


def _sheet(request: HttpRequest, agreement_id: UUID, name: str, make: Make) -> HttpResponse:
    language: Language = "en" if (request.GET.get("langue") or get_language()) == "en" else "fr"
    content = make(viewer_of(request), agreement_id, language)
    disposition = f'inline; filename="{name}-{language}.pdf"'
    return HttpResponse(content, content_type="application/pdf", headers={"Content-Disposition": disposition})
