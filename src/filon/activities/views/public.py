"""What everybody reads, signed in or not."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from filon.activities.queries import public
from filon.kernel.pages import page


@login_not_required
@require_safe
def exchanges(request: HttpRequest) -> HttpResponse:
    shown = {"themes": public.public_themes(), "sessions": public.sessions_to_come()}
    return page(request, "activities/public.html", shown)


@login_not_required
@require_safe
def theme(request: HttpRequest, theme_id: UUID) -> HttpResponse:
    return page(request, "activities/public_theme.html", {"sheet": public.public_theme(theme_id)})


@login_not_required
@require_safe
def session(request: HttpRequest, session_id: UUID) -> HttpResponse:
    return page(request, "activities/public_session.html", {"told": public.public_session(session_id)})
