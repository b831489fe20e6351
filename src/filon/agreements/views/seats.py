"""The page of a signatory: her link opens it as often as she follows it; only signing, refusing or handing over uses it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from functools import wraps
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_POST, require_safe

from filon.agreements.forms.signing import DelegateForm, RefuseForm, SignForm
from filon.agreements.models import Seat
from filon.agreements.services import inviting, seats
from filon.agreements.services.seats import LinkClosed, Origin
from filon.kernel import files
from filon.kernel.idempotency import without_key
from filon.kernel.pages import page, see_other
from filon.people.throttle import count_try
from filon.people.visits import ip_of

View = Callable[..., HttpResponseBase]


def by_link(view: View) -> View:
    """Open to whoever holds the key; never kept by a cache, never named to another site; in the language of the document.

    A page under `no-referrer` posts with `Origin: null` (Fetch standard, "append a request Origin header"), which Django's check
    refuses. What guards these forms is the key of 256 bits in their address: another site does not know it."""

    @csrf_exempt
    @without_key
    @login_not_required
    @never_cache
    @sensitive_variables("key")
    @sensitive_post_parameters("code")
    @wraps(view)
    def opened(request: HttpRequest, key: str) -> HttpResponseBase:
        try:
            seat, _link = seats.seat_of_link(key)
        except LinkClosed as closed:
            response: HttpResponseBase = page(request, "agreements/seat_closed.html", {"closed": closed, "key": key}, status=410)
        else:
            has_chosen = settings.LANGUAGE_COOKIE_NAME in request.COOKIES
            with nullcontext() if has_chosen else translation.override(seat.sending.language):
                response = view(request, key, seat)
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    return opened


def _page(request: HttpRequest, key: str, seat: Seat, status: int = 200, **forms: Any) -> HttpResponse:
    people = [(str(each.uuid), f"{each.contact.name}, {each.function}") for each in seats.entitled_people(seat)]
    context = {
        "key": key,
        "seat": seat,
        "sending": seat.sending,
        "version": seat.sending.version,
        "agreement": seat.sending.version.agreement,
        "seats": list(seat.sending.seats.select_related("party__entity", "party__fund", "affiliation__contact")),
        "needs_second_channel": seats.needs_second_channel(seat.sending),
        "is_signed_in": seats.is_signed_in(request.user, seat),
        "people": people,
        "sign_form": SignForm(),
        "refuse_form": RefuseForm(),
        "delegate_form": DelegateForm(people=people),
        **forms,
    }
    return page(request, "agreements/seat.html", context, status=status)


def _done(request: HttpRequest, seat: Seat, what: str) -> HttpResponse:
    return page(request, "agreements/seat_done.html", {"seat": seat, "agreement": seat.sending.version.agreement, "done": what})


@require_safe
@by_link
def seat(request: HttpRequest, key: str, opened: Seat) -> HttpResponse:
    return _page(request, key, opened)


@require_safe
@by_link
def document(_request: HttpRequest, _key: str, opened: Seat) -> FileResponse:
    """The document with the signatures so far."""
    stored = opened.sending.current
    return FileResponse(files.file_open(stored), as_attachment=False, filename=stored.name, content_type="application/pdf")


@require_POST
@by_link
def code(request: HttpRequest, key: str, opened: Seat) -> HttpResponse:
    form = SignForm(request.POST, needs_code=False)
    form.fields["has_read"].required = False
    if form.writes(lambda: _code_sent(request, key)):
        sentence = _("A code is on its way to %(address)s; it serves for ten minutes.")
        toast = sentence % {"address": _hidden(opened.affiliation.contact.email)}
        return see_other(reverse("agreements:seat", args=[key]), toast=toast)
    return _page(request, key, opened, status=422, sign_form=form, form=form)


def _code_sent(request: HttpRequest, key: str) -> object:
    count_try("link", address=key, ip=ip_of(request))
    return seats.code_send(key=key)


def _hidden(address: str) -> str:
    """`c…@example.org`: enough to know which mailbox, for whoever owns it."""
    name, _at, domain = address.partition("@")
    return f"{name[:1]}…@{domain}"


@require_POST
@by_link
def sign(request: HttpRequest, key: str, opened: Seat) -> HttpResponse:
    form = SignForm(request.POST, needs_code=not seats.is_signed_in(request.user, opened))
    origin = Origin(ip=ip_of(request), agent=request.headers.get("User-Agent", ""))
    if form.writes(lambda: _signed(form, key, origin, request)):
        return _done(request, opened, "signed")
    return _page(request, key, opened, status=422, sign_form=form, form=form)


def _signed(form: SignForm, key: str, origin: Origin, request: HttpRequest) -> object:
    """Not inside a transaction of ours: a wrong code counts although nothing is signed."""
    count_try("key", ip=ip_of(request))
    return seats.seat_sign(key=key, digits=form.cleaned_data["code"], origin=origin, user=request.user)


@require_POST
@by_link
def refuse(request: HttpRequest, key: str, opened: Seat) -> HttpResponse:
    form = RefuseForm(request.POST)
    if form.writes(lambda: seats.seat_refuse(key=key, reason=form.cleaned_data["reason"])):
        return _done(request, opened, "refused")
    return _page(request, key, opened, status=422, refuse_form=form, form=form)


@require_POST
@by_link
def delegate(request: HttpRequest, key: str, opened: Seat) -> HttpResponse:
    people = [(str(each.uuid), f"{each.contact.name}, {each.function}") for each in seats.entitled_people(opened)]
    form = DelegateForm(request.POST, request.FILES, people=people)
    if form.writes(lambda: _handed_over(key, form)):
        return _done(request, opened, "delegated")
    return _page(request, key, opened, status=422, delegate_form=form, form=form)


def _handed_over(key: str, form: DelegateForm) -> object:
    given = form.cleaned_data
    return seats.seat_delegate(key=key, affiliation_id=UUID(given["person"]), document=given["document"])


@csrf_exempt
@without_key
@login_not_required
@never_cache
@require_POST
def new_link(request: HttpRequest, key: str) -> HttpResponse:
    """A new link to the same mailbox, when the one she followed has lapsed. The answer is the same whatever the key."""
    count_try("link", address=key, ip=ip_of(request))
    inviting.lapsed_link_renew(key=key)
    response = page(request, "agreements/seat_renewed.html")
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
