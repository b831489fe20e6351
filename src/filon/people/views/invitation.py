"""Opening an invitation: GET shows what is offered, POST accepts it."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from filon.kernel.idempotency import without_key
from filon.kernel.pages import page, see_other
from filon.people.forms import AcceptForm
from filon.people.models import Invitation
from filon.people.queries import has_account, waiting_invitation
from filon.people.services.invitations import invitation_accept
from filon.people.views.signin import enter


@without_key
@login_not_required
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, key: str) -> HttpResponse:
    found = waiting_invitation(key)
    if found is None:
        return page(request, "people/invitation_lapsed.html", status=410)
    form = _form(request, found)
    if form.writes(lambda: invitation_accept(key=key, **form.cleaned_data)):
        enter(request, form.outcome)
        return see_other("/", toast=_("Welcome: you now work with %(host)s on Filon.") % {"host": found.host.name})
    return page(request, "people/invitation.html", {"form": form, "invitation": found}, status=form.status)


def _form(request: HttpRequest, found: Invitation) -> AcceptForm:
    """Name and password are asked of a new account only."""
    known = has_account(found.email)
    return AcceptForm(request.POST or None, initial={"name": found.name}, is_new=not known)
