"""The agreements of a partner, from its side."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from filon.agreements.queries.mirror import mirror_of
from filon.kernel.pages import page
from filon.people.views.request import viewer_of


@require_safe
def mirror(request: HttpRequest) -> HttpResponse:
    viewer = viewer_of(request)
    if not viewer.has_perm("agreements.mirror.read"):
        raise PermissionDenied
    return page(request, "agreements/mirror.html", {"mirror": mirror_of(viewer)})
