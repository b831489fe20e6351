"""What the pages of giving share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from filon.kernel.forms import WritingForm
from filon.kernel.pages import page
from filon.people.models import User
from filon.people.views.request import viewer_of

reads_or_posts = require_http_methods(["GET", "HEAD", "POST"])


def form_page(request: HttpRequest, template: str, form: WritingForm, context: Mapping[str, Any] | None = None) -> HttpResponse:
    """The page of a form: 422 when it comes back to be corrected."""
    return page(request, template, {"form": form, **(context or {})}, status=form.status)


def reader_of(request: HttpRequest, *, may: str = "giving.gift.list") -> User:
    """Who asks, allowed to. Raises PermissionDenied."""
    viewer = viewer_of(request)
    if not viewer.has_perm(may):
        raise PermissionDenied
    return viewer
