"""For which school somebody works in this request, and in which language she reads."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import translation

from filon.people.models import User

ACTING_HOST = "acting_host"
"""Key of the session: the id of the school chosen by whoever belongs to several."""


class ActingHost:
    """After AuthenticationMiddleware and LocaleMiddleware: the language of the account comes before cookie and browser."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        if isinstance(user, User):
            user.act_for(chosen_host(user, request.session.get(ACTING_HOST)))
            if user.language:
                translation.activate(user.language)
                request.LANGUAGE_CODE = user.language
        return self.get_response(request)


def chosen_host(user: User, wanted: int | None) -> int | None:
    """The school chosen, while a role is held there; else the first one; None for a partner's person."""
    held = [host.pk for host in user.hosts_today]
    if wanted in held:
        return wanted
    return held[0] if held else None
