"""The page of an agreement: what was promised, what happened, what comes next; as of any day."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from filon.agreements.forms.reading import Reading
from filon.agreements.queries import wording
from filon.agreements.queries.sentence import opening_sentence
from filon.agreements.queries.sheet import AgreementSheet, agreement_sheet
from filon.agreements.queries.upcoming import upcoming
from filon.agreements.views.asking import viewer_of
from filon.kernel.pages import page
from filon.people.roles import READING


@require_safe
def detail(request: HttpRequest, agreement_id: UUID) -> HttpResponse:
    return page(request, "agreements/detail.html", _context(request, agreement_id))


@require_safe
def print_view(request: HttpRequest, agreement_id: UUID) -> HttpResponse:
    """The same page without what only serves on a screen."""
    return page(request, "agreements/print.html", _context(request, agreement_id))


def _context(request: HttpRequest, agreement_id: UUID) -> dict[str, Any]:
    viewer, reading = viewer_of(request), Reading.of(request.GET)
    sheet = agreement_sheet(viewer, agreement_id, reading.as_of, reading.known_at)
    return {**_words(sheet), "sheet": sheet, "reading": reading, "is_inside": viewer.standing.has(READING)}


def _words(sheet: AgreementSheet) -> dict[str, Any]:
    """What the figures are called."""
    return {
        "sentence": opening_sentence(sheet),
        "header": wording.header(sheet),
        "side_titles": wording.side_titles(sheet),
        "term_words": wording.term_words(sheet),
        "owe_title": wording.owe_title,
        "milestones": wording.milestones(sheet),
        "upcoming": upcoming(sheet),
    }
