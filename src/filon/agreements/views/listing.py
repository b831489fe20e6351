"""The list of agreements."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from filon.agreements.queries.list_definition import definition_for
from filon.agreements.queries.list_lines import Outlook, list_lines
from filon.agreements.queries.listing import LISTED
from filon.agreements.views.asking import viewer_of
from filon.kernel.lists import ListPage
from filon.kernel.pages import page
from filon.people.roles import READING


@require_safe
def agreements(request: HttpRequest) -> HttpResponseBase:
    viewer = viewer_of(request)
    if not viewer.has_perm("agreements.agreement.list"):
        raise PermissionDenied
    outlook = Outlook(viewer)
    shown = ListPage(request, LISTED, definition_for(viewer, outlook))
    exported = shown.export("conventions")
    if exported:
        return exported
    may_write, is_inside = viewer.has_perm("agreements.agreement.create"), viewer.standing.has(READING)
    context = {"list": shown, "lines": list_lines(viewer, shown.rows), "may_write": may_write, "is_inside": is_inside}
    return page(request, "agreements/list.html", context)
