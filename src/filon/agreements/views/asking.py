"""What the pages of agreements share: who asks, and what becomes of a form."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar, cast

from django.db import transaction
from django.forms import Form
from django.http import HttpRequest, HttpResponse

from filon.kernel.errors import Refusals, Refused
from filon.kernel.pages import page, refusal_to_form
from filon.people.models import User

T = TypeVar("T")


def viewer_of(request: HttpRequest) -> User:
    """The signed-in user; pages without one are not reached."""
    return cast(User, request.user)


def submitted(request: HttpRequest, form: Form, act: Callable[[], T]) -> T | None:
    """What the service returned for a valid POST. None: nothing was asked; or nothing was done, and the form says what to correct."""
    if request.method != "POST" or not form.is_valid():
        return None
    try:
        with transaction.atomic():
            return act()
    except Refused as refused:
        refusal_to_form(form, _beside_fields(form, refused))
        return None


def _beside_fields(form: Form, refused: Refused) -> Refused:
    """The refusal with the names of this form: a form says in `aliases` where it shows what a service calls otherwise."""
    aliases: Mapping[str, str] = getattr(form, "aliases", {})
    parts = refused.refusals if isinstance(refused, Refusals) else (refused,)
    moved = [Refused(part.sentence, field=aliases.get(part.field or "", part.field)) for part in parts]
    return Refusals(moved) if len(moved) > 1 else moved[0]


def form_page(request: HttpRequest, template: str, form: Form, context: Mapping[str, Any] | None = None) -> HttpResponse:
    """The page of a form: 422 when it comes back to be corrected."""
    status = 422 if form.is_bound and form.errors else 200
    return page(request, template, {"form": form, **(context or {})}, status=status)
