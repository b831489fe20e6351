"""One's own account, and the school one works for."""

from django.contrib.auth import update_session_auth_hash
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from filon.kernel.pages import page, see_other
from filon.kernel.registry import AccountLink, all_of
from filon.people.forms import AccountForm, NewPasswordForm
from filon.people.middleware import ACTING_HOST
from filon.people.services.accounts import account_change, password_set
from filon.people.views.request import Request


@require_http_methods(["GET", "HEAD", "POST"])
def account(request: Request) -> HttpResponse:
    """Name and language."""
    user = request.user
    form = AccountForm(request.POST or None, initial={"name": user.name, "language": user.language})
    if form.writes(lambda: account_change(by=user, name=form.cleaned_data["name"], language=form.cleaned_data["language"])):
        return see_other("people:account", toast=_("Your account is up to date."))
    return _page(request, form, NewPasswordForm(has_password=user.has_usable_password()), form.status)


@sensitive_post_parameters("former", "password")
@require_POST
def password(request: Request) -> HttpResponse:
    """A new password: the other sessions of this account end, this one goes on."""
    user = request.user
    form = NewPasswordForm(request.POST, has_password=user.has_usable_password())
    if form.writes(lambda: password_set(by=user, former=form.data.get("former", ""), password=form.data.get("password", ""))):
        update_session_auth_hash(request, form.outcome)
        return see_other("people:account", toast=_("Your new password is set; your other devices are signed out."))
    return _page(request, AccountForm(initial={"name": user.name, "language": user.language}), form, form.status)


@require_POST
def choose_host(request: Request) -> HttpResponse:
    """Works for another of one's schools from now on."""
    chosen = next((host for host in request.user.hosts_today if str(host.uuid) == request.POST.get("host", "")), None)
    if chosen is None:
        raise Http404
    request.session[ACTING_HOST] = chosen.pk
    return see_other("/", toast=_("You now work for %(host)s.") % {"host": chosen.name})


def _page(request: Request, form: AccountForm, password_form: NewPasswordForm, status: int) -> HttpResponse:
    context = {"form": form, "password_form": password_form, "hosts": request.user.hosts_today, "links": all_of(AccountLink)}
    return page(request, "people/account.html", context, status=status)
