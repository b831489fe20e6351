"""Anybody drops a PDF and learns: ours or not, untouched or not, who signed when. Nothing of it is kept."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from filon.agreements.forms.checking import CheckForm
from filon.agreements.queries.checking import Checked, checked
from filon.agreements.views.asking import submitted
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
    found: Checked | None = submitted(request, form, lambda: _checked(request, form))
    title = _("Is this PDF ours, and untouched?")
    status = 422 if form.is_bound and form.errors else 200
    return page(request, "agreements/check.html", {"form": form, "found": found, "title": title}, status=status)


def _checked(request: HttpRequest, form: CheckForm) -> Checked:
    """Reading a PDF costs: as many as keys may be tried from one address."""
    count_try("key", ip=ip_of(request))
    return checked(form.cleaned_data["pdf"])
