"""A page asks, a page shows: the two answers a view gives."""

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

import jinja2
from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import get_token
from django.shortcuts import render, resolve_url
from django.utils.html import format_html
from django.utils.safestring import SafeString

TOASTS = "toasts"


class SeeOther(HttpResponseRedirect):
    """After a POST the browser goes and reads (RFC 9110 §15.4.4). `toast` is put in the session by the middleware."""

    status_code = 303
    toast = ""


def page(request: HttpRequest, template: str, context: Mapping[str, Any] | None = None, status: int = 200) -> HttpResponse:
    """A whole page; htmx picks the region it needs."""
    return render(request, template, dict(context or {}), status=status)


def error_page(request: HttpRequest, status: int, sentence: str = "") -> HttpResponse:
    """The page of an answer that is not the one asked for: 400, 403, 404, 409, 413 or 422, with the refusal's sentence."""
    return page(request, f"errors/{status}.html", {"sentence": sentence}, status=status)


def see_other(to: Any, *, toast: str = "") -> SeeOther:
    """Sends the browser to an address, a URL name or an object with `get_absolute_url`; `toast` is shown there, once."""
    response = SeeOther(resolve_url(to))
    response.toast = toast
    return response


def keep_toast(request: HttpRequest, response: HttpResponse) -> None:
    """Keeps the sentence of a redirection for the next page."""
    sentence = getattr(response, "toast", "")
    if sentence:
        request.session[TOASTS] = [*request.session.get(TOASTS, []), str(sentence)]


def take_toasts(request: HttpRequest) -> list[str]:
    """The sentences to show on this page; they are shown once."""
    kept: list[str] = request.session.pop(TOASTS, []) if TOASTS in request.session else []
    return [*kept, *(str(message) for message in get_messages(request))]


def form_keys(request: HttpRequest) -> SafeString:
    """The two hidden inputs of every form of ours: against forged requests, and against doing the same thing twice."""
    return format_html(
        '<input type="hidden" name="csrfmiddlewaretoken" value="{}"><input type="hidden" name="idempotency_key" value="{}">',
        _token(request),
        uuid4(),
    )


def _token(request: HttpRequest) -> str:
    """One a page: masking it anew for each form would cost as much as a query and protect no more."""
    token: str | None = getattr(request, "form_token", None)
    if token is None:
        token = get_token(request)
        request.form_token = token  # type: ignore[attr-defined]
    return token


@jinja2.pass_context
def form_keys_of_context(context: jinja2.runtime.Context) -> SafeString:
    """`{{ form_keys() }}` in a template. Raises KeyError in a macro imported without context."""
    return form_keys(context["request"])
