"""French or English: the browser decides, this switch remembers."""

from django.http import HttpRequest, HttpResponseBase
from django.views.i18n import set_language

from filon.kernel.idempotency import without_key


@without_key
def choose(request: HttpRequest) -> HttpResponseBase:
    """Remembers `language` in a cookie and goes back to `next`; a GET changes nothing."""
    return set_language(request)
