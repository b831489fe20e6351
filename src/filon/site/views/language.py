"""French or English: the browser decides, this switch remembers."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponseBase
from django.views.i18n import set_language

from filon.kernel.idempotency import without_key
from filon.people.models import User
from filon.people.models.user import LANGUAGES
from filon.people.services import account_change


@without_key
@login_not_required
def choose(request: HttpRequest) -> HttpResponseBase:
    """Remembers `language` in a cookie, and in the account that chose one before, then goes back to `next`; a GET changes nothing."""
    chosen = request.POST.get("language", "")
    if isinstance(request.user, User) and request.user.language and chosen in dict(LANGUAGES):
        account_change(by=request.user, language=chosen)
    return set_language(request)
