"""Signing in and out. A link is opened by GET and consumed by POST: what a mail program fetches in advance changes nothing."""

from django.contrib.auth import login, logout
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from filon.kernel.errors import Refused
from filon.kernel.idempotency import without_key
from filon.kernel.pages import page, see_other
from filon.people.forms import CountedForm, LinkForm, PasswordForm
from filon.people.models import User
from filon.people.queries import demo_places, open_link
from filon.people.services.signin import SESSION_BACKEND, link_ask, link_use, password_check
from filon.people.throttle import TooManyTries
from filon.people.visits import ip_of, own_path, shows_demo


def enter(request: HttpRequest, user: User) -> None:
    """Opens the session of that user under a new key; whatever the former session held is gone."""
    request.session.flush()
    login(request, user, backend=SESSION_BACKEND)


@without_key
@login_not_required
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """The page, and signing in by password."""
    form = PasswordForm(request.POST or None, initial={"next": request.GET.get("next", "")})
    typed = form.data
    if form.writes(lambda: password_check(email=typed["email"], password=typed["password"], ip=ip_of(request))):
        enter(request, form.outcome)
        return see_other(own_path(request, typed.get("next")))
    link_form = LinkForm(initial={"next": typed.get("next") or request.GET.get("next", "")}, auto_id="link_%s")
    return _page(request, password=form, link=link_form, shown=form)


@without_key
@login_not_required
@never_cache
@require_POST
def link_request(request: HttpRequest) -> HttpResponse:
    """Has a link sent; the answer is the same whether anybody has that address."""
    form = LinkForm(request.POST, auto_id="link_%s")
    wanted = own_path(request, form.data.get("next"))
    if form.writes(lambda: link_ask(email=form.cleaned_data["email"], ip=ip_of(request), next_path=wanted)):
        return see_other("people:link_sent")
    return _page(request, password=PasswordForm(initial={"next": wanted}), link=form, shown=form)


@login_not_required
@require_safe
def link_sent(request: HttpRequest) -> HttpResponse:
    """Look into your mailbox."""
    return page(request, "people/link_sent.html", {"shows_mailbox": shows_demo(request)})


@without_key
@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def link(request: HttpRequest, key: str) -> HttpResponse:
    """The button that signs in, then signing in."""
    if request.method == "POST":
        return _consume(request, key)
    found = open_link(key)
    if found is None:
        return page(request, "people/link_lapsed.html", status=410)
    return page(request, "people/link.html", {"entering": found.user})


def _consume(request: HttpRequest, key: str) -> HttpResponse:
    try:
        user, wanted = link_use(key=key, ip=ip_of(request))
    except TooManyTries as refused:
        return page(request, "people/link_lapsed.html", {"sentence": refused.sentence}, status=429)
    except Refused:
        return page(request, "people/link_lapsed.html", status=410)
    enter(request, user)
    return see_other(own_path(request, wanted))


@without_key
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    return see_other("people:sign_in", toast=_("You are signed out."))


def _page(request: HttpRequest, *, password: PasswordForm, link: LinkForm, shown: CountedForm) -> HttpResponse:
    """The sign-in page; `shown` is the form that was sent, whose refusal the page tells."""
    context = {"password": password, "link": link, "shown": shown, "places": demo_places() if shows_demo(request) else []}
    response = page(request, "people/sign_in.html", context, status=shown.status)
    if shown.wait:
        response.headers["Retry-After"] = str(shown.wait)
    return response
