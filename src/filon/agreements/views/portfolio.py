"""The portfolio: what a school's agreements are together. A partner's person sees none of it."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from filon.agreements.queries.portfolio.overview import overview_of
from filon.agreements.queries.portfolio.renewals import Renewals
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
    return page(request, "agreements/portfolio.html", {"overview": overview_of(_reader(request), timezone.localdate(), *years)})


@require_safe
def renewals(request: HttpRequest) -> HttpResponse:
    return page(request, "agreements/portfolio_renewals.html", {"renewals": Renewals(_reader(request), timezone.localdate())})
