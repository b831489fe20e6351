"""The page of an agreement: what was promised, what happened, what comes next; as of any day."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from filon.agreements.forms.reading import Reading
from filon.agreements.queries import wording
from filon.agreements.queries.register import register_heads, register_rows
from filon.agreements.queries.sentence import opening_sentence
from filon.agreements.queries.sheet import AgreementSheet, agreement_sheet
from filon.agreements.queries.upcoming import upcoming
from filon.kernel.addresses import addresses
from filon.kernel.pages import page
from filon.kernel.registry import AgreementLink, all_of
from filon.kernel.spreadsheets import respond
from filon.people.roles import READING
from filon.people.views.request import viewer_of


@require_safe
def detail(request: HttpRequest, agreement_id: UUID) -> HttpResponseBase:
    """`?export=csv|xlsx`: the register as it is shown."""
    reading, sheet = _read(request, agreement_id)
    exported = _export(request, reading, sheet)
    if exported:
        return exported
    return page(request, "agreements/detail.html", _context(request, reading, sheet))


@require_safe
def print_view(request: HttpRequest, agreement_id: UUID) -> HttpResponse:
    """The same page without what only serves on a screen."""
    return page(request, "agreements/print.html", _context(request, *_read(request, agreement_id)))


def _read(request: HttpRequest, agreement_id: UUID) -> tuple[Reading, AgreementSheet]:
    reading = Reading.of(request.GET)
    return reading, agreement_sheet(viewer_of(request), agreement_id, reading.as_of, reading.known_at)


def _export(request: HttpRequest, reading: Reading, sheet: AgreementSheet) -> HttpResponseBase | None:
    kind = request.GET.get("export", "")
    if kind not in ("csv", "xlsx"):
        return None
    is_inside = viewer_of(request).standing.has(READING)
    reference = sheet.agreement.reference
    name = _("%(reference)s as of %(day)s") % {"reference": reference, "day": reading.as_of.isoformat()} if reading.is_past else reference
    return respond(kind, name, register_heads(is_inside=is_inside), register_rows(sheet, is_inside=is_inside))


def _context(request: HttpRequest, reading: Reading, sheet: AgreementSheet) -> dict[str, Any]:
    viewer = viewer_of(request)
    links = [(str(one.label), one.url(sheet.agreement)) for one in all_of(AgreementLink) if sheet.version and one.may(viewer)]
    return {**_words(sheet), "sheet": sheet, "reading": reading, "is_inside": viewer.standing.has(READING), "links": links}


def _words(sheet: AgreementSheet) -> dict[str, Any]:
    """What the figures are called."""
    return {
        "sentence": opening_sentence(sheet),
        "header": wording.header(sheet),
        "side_titles": wording.side_titles(sheet),
        "term_words": wording.term_words(sheet),
        "owe_title": wording.owe_title,
        "commitment_url": addresses("agreements:commitment", sheet.agreement.uuid),
        "party_sums": wording.party_sums(sheet),
        "milestones": wording.milestones(sheet),
        "upcoming": upcoming(sheet),
    }
