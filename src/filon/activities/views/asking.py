"""What the pages of exchanges share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from filon.activities.models import ExchangeSession, Idea
from filon.kernel.forms import WritingForm
from filon.kernel.pages import page
from filon.kernel.rights import get_visible_or_404
from filon.people.models import User
from filon.people.views.request import viewer_of

reads_or_posts = require_http_methods(["GET", "HEAD", "POST"])


def form_page(request: HttpRequest, template: str, form: WritingForm, context: Mapping[str, Any] | None = None) -> HttpResponse:
    """The page of a form: 422 when it comes back to be corrected."""
    return page(request, template, {"form": form, **(context or {})}, status=form.status)


def reader_of(request: HttpRequest) -> User:
    """Somebody who reads exchanges. Raises PermissionDenied."""
    viewer = viewer_of(request)
    if not viewer.has_perm("activities.exchange.read"):
        raise PermissionDenied
    return viewer


def run_session(request: HttpRequest, session_id: UUID) -> tuple[User, ExchangeSession]:
    """A session for who runs it. Http404 or PermissionDenied."""
    viewer = viewer_of(request)
    known = ExchangeSession.objects.select_related("theme__theme", "site", "host")
    return viewer, get_visible_or_404(known, viewer=viewer, id=session_id, may="activities.exchange.write")


def check_takes_part(viewer: User, idea: Idea) -> None:
    """She sees the idea; raises PermissionDenied when she only reads."""
    if not viewer.has_perm("activities.exchange.take_part", idea):
        raise PermissionDenied


def moderated_idea(request: HttpRequest, idea_id: UUID) -> tuple[User, Idea]:
    """An idea for who runs exchanges. Http404 or PermissionDenied."""
    viewer = viewer_of(request)
    known = Idea.objects.select_related("theme__theme")
    return viewer, get_visible_or_404(known, viewer=viewer, id=idea_id, may="activities.idea.moderate")
