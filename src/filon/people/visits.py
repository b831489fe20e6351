"""What a request says about its visitor: from where, to where, and whether a demonstration may be shown to it."""

from ipaddress import ip_address

from django.conf import settings
from django.http import Http404, HttpRequest
from django.http.request import split_domain_port
from django.utils.http import url_has_allowed_host_and_scheme

from filon.kernel.demo import is_demo

LOOPBACK_NAMES = {"localhost", "127.0.0.1", "[::1]"}
FORWARDED = "X-Forwarded-For"


def ip_of(request: HttpRequest) -> str:
    """The visitor's address. Behind our own proxy (the site is https) it is the last one the proxy wrote; the others can be invented."""
    forwarded = request.headers.get(FORWARDED, "") if settings.SECURE_PROXY_SSL_HEADER else ""
    return forwarded.rsplit(",", 1)[-1].strip() or request.META.get("REMOTE_ADDR", "")


def own_path(request: HttpRequest, wanted: str | None) -> str:
    """Where to go next: a path of this site, the home page for anything else."""
    safe = url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    return wanted if wanted and safe else "/"


def shows_demo(request: HttpRequest) -> bool:
    """A demonstration signs anybody in: it does so on this machine only, unless FILON_DEMO_HOSTS names the site."""
    name = split_domain_port(request.get_host())[0]
    if name not in settings.DEMO_HOSTS and not (name in LOOPBACK_NAMES and _is_local(request)):
        return False
    return is_demo()


def require_demo(request: HttpRequest) -> None:
    """Raises Http404 unless a demonstration is shown to this visitor."""
    if not shows_demo(request):
        raise Http404


def _is_local(request: HttpRequest) -> bool:
    """The other end is this machine, and no proxy stands between."""
    try:
        return ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback and FORWARDED not in request.headers
    except ValueError:
        return False
