"""What the pages of agreements share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse

from filon.kernel.forms import WritingForm
from filon.kernel.pages import page


def form_page(request: HttpRequest, template: str, form: WritingForm, context: Mapping[str, Any] | None = None) -> HttpResponse:
    """The page of a form: 422 when it comes back to be corrected."""
    return page(request, template, {"form": form, **(context or {})}, status=form.status)
