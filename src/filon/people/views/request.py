"""What the views of people know of a request: somebody is signed in, and works for a school."""

from typing import cast

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest

from filon.people.models import Host, User


class Request(HttpRequest):
    """A request that came through LoginRequiredMiddleware."""

    user: User


def viewer_of(request: HttpRequest) -> User:
    """Who is signed in; pages without one are not reached."""
    return cast(User, request.user)


def acting_host_or_404(request: Request, *, may: str) -> Host:
    """The school the reader works for. Http404 for whoever works for none; PermissionDenied when her role there may not."""
    host = next((held for held in request.user.hosts_today if held.pk == request.user.acting_host_id), None)
    if host is None:
        raise Http404
    if not request.user.has_perm(may, host):
        raise PermissionDenied
    return host
