"""Light, dark, or what the system says: a choice that a cookie remembers."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from filon.kernel.idempotency import without_key

THEMES = ("light", "dark")
COOKIE = "theme"
YEAR_IN_SECONDS = 365 * 24 * 3600


def theme_of(request: HttpRequest) -> str:
    """The theme of the pages: "light", "dark" or "" for the system's."""
    chosen = request.COOKIES.get(COOKIE, "")
    return chosen if chosen in THEMES else ""


@without_key
@login_not_required
@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Remembers `theme` and goes back to `next`."""
    wanted = request.POST.get("next", "/")
    safe = url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    response = HttpResponseRedirect(wanted if safe else "/", status=303)
    if request.POST.get("theme") in THEMES:
        response.set_cookie(
            COOKIE, request.POST["theme"], max_age=YEAR_IN_SECONDS, samesite="Lax", secure=request.is_secure(), httponly=True
        )
    else:
        response.delete_cookie(COOKIE, samesite="Lax")
    return response
