"""Pages open to everybody: does this receipt hold, and what would a gift give?"""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from filon.giving.forms.simulator import CompanyForm, PersonForm
from filon.giving.forms.verifying import VerifyForm
from filon.giving.queries.simulation import Simulation, company_simulated, person_simulated
from filon.giving.queries.verifying import Verified, receipt_verified
from filon.kernel.idempotency import without_key
from filon.kernel.pages import page
from filon.people.throttle import count_try
from filon.people.visits import ip_of


@without_key
@login_not_required
@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    form = VerifyForm(request.POST) if request.method == "POST" else VerifyForm()
    found: Verified | None = form.outcome if form.writes(lambda: _verified(request, form)) else None
    return page(request, "giving/verify.html", {"form": form, "found": found}, status=200 if found else form.status)


def _verified(request: HttpRequest, form: VerifyForm) -> Verified:
    """As many tries as keys may be tried from one address."""
    count_try("key", ip=ip_of(request))
    return receipt_verified(form.cleaned_data["number"], form.cleaned_data["code"])


@login_not_required
@require_safe
def simulator(request: HttpRequest) -> HttpResponse:
    """`?who=person` for a person, else a company. It reads the address and keeps nothing."""
    is_person = request.GET.get("who") == "person"
    given = request.GET if "gifts" in request.GET else None
    form: CompanyForm | PersonForm = PersonForm(given) if is_person else CompanyForm(given)
    found: Simulation | None = form.outcome if form.writes(lambda: _simulated(form)) else None
    context = {"form": form, "found": found, "is_person": is_person}
    return page(request, "giving/simulator.html", context, status=200 if found else form.status)


def _simulated(form: CompanyForm | PersonForm) -> Simulation:
    if isinstance(form, PersonForm):
        return person_simulated(form.household())
    return company_simulated(form.exercices())
