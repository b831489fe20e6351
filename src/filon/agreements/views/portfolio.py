"""The portfolio: what a school's agreements are together. A partner's person sees none of it."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from filon.agreements.queries.document import Language
from filon.agreements.queries.portfolio.held import Portfolio
from filon.agreements.queries.portfolio.network import DRAWN_PARTNERS, DRAWN_PROGRAMMES, DRAWN_SCHOOLS, chosen, network_of, titles
from filon.agreements.queries.portfolio.network_picture import picture_of
from filon.agreements.queries.portfolio.overview import overview_of
from filon.agreements.queries.portfolio.papers import board_pdf, partner_pdf
from filon.agreements.queries.portfolio.renewals import Renewals
from filon.agreements.queries.portfolio.territory import territory_of
from filon.kernel.pages import page
from filon.people.models import User
from filon.people.views.request import viewer_of


def _reader(request: HttpRequest) -> User:
    viewer = viewer_of(request)
    if not viewer.has_perm("agreements.portfolio.read"):
        raise PermissionDenied
    return viewer


@require_safe
def portfolio(request: HttpRequest) -> HttpResponse:
    """`?annee=` and `?avec=`: the two years compared."""
    years = request.GET.get("annee", ""), request.GET.get("avec", "")
    held = Portfolio(_reader(request), timezone.localdate())
    return page(request, "agreements/portfolio.html", {"overview": overview_of(held, *years)})


@require_safe
def renewals(request: HttpRequest) -> HttpResponse:
    return page(request, "agreements/portfolio_renewals.html", {"renewals": Renewals(_reader(request), timezone.localdate())})


@require_safe
def network(request: HttpRequest) -> HttpResponse:
    whole = network_of(_reader(request), timezone.localdate())
    drawn = chosen(whole)
    limits = DRAWN_PARTNERS, DRAWN_PROGRAMMES, DRAWN_SCHOOLS
    context = {"network": whole, "drawn": drawn, "picture": picture_of(drawn), "titles": titles(), "limits": limits}
    return page(request, "agreements/portfolio_network.html", context)


@require_safe
def territory(request: HttpRequest) -> HttpResponse:
    return page(request, "agreements/portfolio_territory.html", {"territory": territory_of(_reader(request), timezone.localdate())})


@require_safe
def board_report(request: HttpRequest) -> HttpResponse:
    """`?langue=en` for English, else the reader's language."""
    language = _language(request)
    return _paper(board_pdf(_reader(request), language), f"rapport-{language}.pdf")


@require_safe
def partner_sheet(request: HttpRequest, entity_id: UUID) -> HttpResponse:
    """`?langue=en` for English, else the reader's language."""
    language = _language(request)
    return _paper(partner_pdf(_reader(request), entity_id, language), f"partenaire-{language}.pdf")


def _language(request: HttpRequest) -> Language:
    return "en" if (request.GET.get("langue") or get_language()) == "en" else "fr"


def _paper(content: bytes, name: str) -> HttpResponse:
    return HttpResponse(content, content_type="application/pdf", headers={"Content-Disposition": f'inline; filename="{name}"'})
