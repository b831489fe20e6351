"""Which letters one gets, and the link that stops one."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from filon.agenda.forms import MailForm
from filon.agenda.models import MailChoice
from filon.agenda.queries.choices import choice_called, letters_of_the_house, wanted_by
from filon.agenda.services.choices import letters_choose, letters_stop, link_read
from filon.kernel.idempotency import without_key
from filon.kernel.pages import page, see_other
from filon.people.views.request import Request


@require_http_methods(["GET", "HEAD", "POST"])
def letters(request: Request) -> HttpResponse:
    """One's own choice, and the letters that are always sent."""
    kept = MailChoice.objects.visible_to(request.user).first() or MailChoice(user=request.user)
    form = MailForm(request.POST or None, wanted=wanted_by(kept), language=kept.language)
    if form.writes(lambda: letters_choose(by=request.user, **form.chosen)):
        return see_other("agenda:letters", toast=_("Your choice is kept."))
    return page(request, "agenda/letters.html", {"form": form, "always": letters_of_the_house().always}, status=form.status)


@csrf_exempt
@without_key
@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, key: str) -> HttpResponse:
    """A mail program posts here by itself (RFC 8058); a person meets a button: following a link changes nothing."""
    user, code = link_read(key)
    if request.method == "POST":
        letters_stop(key=key)
    context = {"reader": user, "is_done": request.method == "POST", "letters": choice_called(code)}
    return page(request, "agenda/unsubscribe.html", context)
