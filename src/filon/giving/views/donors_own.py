"""Pages of donors: what an organisation's people find again once signed in, and what an individual finds by a personal link."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_safe

from filon.giving.letters import call_letter, read_call
from filon.giving.models import Call, Donor
from filon.giving.queries.donor_papers import own_gifts, paper_for, papers_of
from filon.giving.queries.donor_sheets import call_pdf, statement_pdf
from filon.giving.queries.donor_statement import donor_statement
from filon.giving.services.donor_links import LinkLapsed, donor_of_link
from filon.kernel import audit, files, magic
from filon.kernel.pages import page
from filon.kernel.rights import get_visible_or_404
from filon.kernel.views import SEALED_OFF
from filon.people.throttle import count_try
from filon.people.views.request import viewer_of
from filon.people.visits import ip_of

View = Callable[..., HttpResponseBase]


@require_safe
def own(request: HttpRequest) -> HttpResponse:
    return page(request, "giving/own.html", {"own": own_gifts(viewer_of(request))})


@require_safe
def call_paper(request: HttpRequest, call_id: UUID) -> HttpResponse:
    found = get_visible_or_404(Call, viewer=viewer_of(request), id=call_id)
    call = read_call(found.pk)
    return _pdf(call_pdf(call, call_letter(call)), f"appel-{call.reference}.pdf")


@require_safe
def statement_paper(request: HttpRequest, donor_id: UUID, year: int) -> HttpResponse:
    """`?langue=en` for English, else the reader's language."""
    language = "en" if (request.GET.get("langue") or get_language()) == "en" else "fr"
    statement = donor_statement(viewer_of(request), donor_id, year)
    return _pdf(statement_pdf(statement, language), f"etat-{year}.pdf")


def _pdf(content: bytes, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    return HttpResponse(content, content_type="application/pdf", headers=headers)


def by_link(view: View) -> View:
    """Open to whoever holds the key; never kept by a cache, never named to another site. Following it uses nothing up."""

    @login_not_required
    @never_cache
    @require_safe
    @sensitive_variables("key")
    @wraps(view)
    def opened(request: HttpRequest, key: str, **ids: UUID) -> HttpResponseBase:
        try:
            response = view(request, donor_of_link(key), key, **ids)
        except LinkLapsed as lapsed:
            count_try("key", ip=ip_of(request))
            response = page(request, "giving/link_lapsed.html", {"sentence": lapsed.sentence}, status=410)
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    return opened


@by_link
def donor_papers(request: HttpRequest, donor: Donor, key: str) -> HttpResponse:
    return page(request, "giving/donor_papers.html", {"donor": donor, "key": key, "rows": papers_of([donor.pk])})


@by_link
def donor_paper(request: HttpRequest, donor: Donor, key: str, receipt_id: UUID) -> HttpResponseBase:  # noqa: ARG001  the key opened it
    stored = paper_for(donor, receipt_id)
    audit.record(None, "stored_file.read", stored, host_id=donor.host_id)
    headers = {**SEALED_OFF, "Content-Type": magic.CONTENT_TYPES[stored.kind], "Content-Length": str(stored.size)}
    return FileResponse(files.file_open(stored), as_attachment=True, filename=stored.name, headers=headers)
