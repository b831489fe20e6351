"""Anybody drops a PDF and learns: ours or not, untouched or not, who signed when. Nothing of it is kept."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from filon.agreements.forms.checking import CheckForm
from filon.agreements.queries.checking import Checked, checked
from filon.kernel.idempotency import without_key
from filon.kernel.pages import page
from filon.people.throttle import count_try
from filon.people.visits import ip_of


@without_key
@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    form = CheckForm(request.POST or None, request.FILES or None) if request.method == "POST" else CheckForm()
    found: Checked | None = form.outcome if form.writes(lambda: _checked(request, form)) else None
    title = _("Is this PDF ours, and untouched?")
    context = {"form": form, "found": found, "title": title}
    return page(request, "agreements/check.html", context, status=200 if found else form.status)


def _checked(request: HttpRequest, form: CheckForm) -> Checked:
    """Reading a PDF costs: as many as keys may be tried from one address."""
    count_try("key", ip=ip_of(request))
    return checked(form.cleaned_data["pdf"])
