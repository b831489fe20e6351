"""What the pages of agreements share: who asks, and the page of a form."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from django.http import HttpRequest, HttpResponse

from filon.kernel.forms import WritingForm
from filon.kernel.pages import page
from filon.people.models import User


def viewer_of(request: HttpRequest) -> User:
    """The signed-in user; pages without one are not reached."""
    return cast(User, request.user)


def form_page(request: HttpRequest, template: str, form: WritingForm, context: Mapping[str, Any] | None = None) -> HttpResponse:
    """The page of a form: 422 when it comes back to be corrected."""
    return page(request, template, {"form": form, **(context or {})}, status=form.status)
