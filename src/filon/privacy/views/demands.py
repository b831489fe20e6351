"""One’s own data, and the demands that a school answers."""

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from filon.kernel.idempotency import without_key
from filon.kernel.pages import page, see_other
from filon.kernel.rights import get_visible_or_404
from filon.people.views.request import Request, acting_host_or_404
from filon.privacy.forms import DemandForm, OwnForm, RefusalForm
from filon.privacy.models import Demand
from filon.privacy.queries.demands import RELATED, demands_of, own_demands
from filon.privacy.queries.persons import answered_lines, held_of, people_like, person_of, person_of_account
from filon.privacy.services import demands

FILE = {"Content-Disposition": 'attachment; filename="filon-personne.json"', "Cache-Control": "private, no-store"}


@require_http_methods(["GET", "HEAD", "POST"])
def own(request: Request) -> HttpResponse:
    """What is held of the reader; a POST asks that it be erased."""
    form = OwnForm(request.POST if request.method == "POST" else None)
    if form.writes(lambda: demands.demand_ask(by=request.user)):
        return see_other("privacy:own", toast=_("Your demand is written down: it is answered within a month."))
    held = held_of(person_of_account(request.user), timezone.localdate())
    return page(request, "privacy/own.html", {"held": held, "demands": own_demands(request.user), "form": form}, status=form.status)


@without_key
@require_POST
def own_file(request: Request) -> HttpResponse:
    return HttpResponse(demands.own_export(by=request.user), "application/json", headers=FILE)


@require_http_methods(["GET", "HEAD", "POST"])
def every(request: Request) -> HttpResponse:
    """The demands of the school one works for; a POST writes one down."""
    host = acting_host_or_404(request, may="privacy.demand.answer")
    form = DemandForm(request.POST if request.method == "POST" else None)
    if form.writes(lambda: demands.demand_note(by=request.user, host_id=host.uuid, **form.cleaned_data)):
        return see_other(reverse("privacy:demand", args=[form.outcome.uuid]))
    words = request.GET.get("q", "").strip()[:80]
    found = people_like(host.pk, words) if words else ([], [])
    context = {"demands": demands_of(request.user, host), "words": words, "sheets": found[0], "members": found[1], "form": form}
    return page(request, "privacy/demands.html", context, status=form.status)


@require_safe
def demand(request: Request, demand_id: UUID) -> HttpResponse:
    """Before the answer, what is held and what would stay; after it, what went and what stays."""
    return _page(request, demand_id, RefusalForm())


def _page(request: Request, demand_id: UUID, form: RefusalForm) -> HttpResponse:
    found = get_visible_or_404(Demand.objects.select_related(*RELATED), viewer=request.user, id=demand_id, may="privacy.demand.answer")
    held = [] if found.answered_at else held_of(person_of(found), timezone.localdate())
    context = {"demand": found, "held": held, "answered": answered_lines(found) if found.answered_at else [], "form": form}
    return page(request, "privacy/demand.html", context, status=form.status)


@without_key
@require_POST
def demand_file(request: Request, demand_id: UUID) -> HttpResponse:
    return HttpResponse(demands.demand_export(by=request.user, demand_id=demand_id), "application/json", headers=FILE)


@require_POST
def erase(request: Request, demand_id: UUID) -> HttpResponse:
    demands.demand_erase(by=request.user, demand_id=demand_id)
    return see_other(reverse("privacy:demand", args=[demand_id]), toast=_("What could go is erased."))


@require_POST
def refuse(request: Request, demand_id: UUID) -> HttpResponse:
    form = RefusalForm(request.POST)
    if form.writes(lambda: demands.demand_refuse(by=request.user, demand_id=demand_id, reason=form.cleaned_data["reason"])):
        return see_other(reverse("privacy:demand", args=[demand_id]), toast=_("The refusal and its reason are written down."))
    return _page(request, demand_id, form)
