"""Pages of facts: a page asks, a page shows."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from filon.facts import services
from filon.facts.forms import FactForm, ReversalForm
from filon.facts.kinds import labels
from filon.facts.models import Fact
from filon.facts.queries import listing
from filon.facts.queries.goals import goal_counts
from filon.facts.queries.organisations import organisation_choices, organisation_named
from filon.facts.queries.sheet import fact_sheet
from filon.facts.queries.table import fact_table
from filon.facts.rights import is_outside, school_of_record
from filon.kernel.lists import ListPage
from filon.kernel.pages import page, see_other
from filon.kernel.rights import get_visible_or_404
from filon.people.models import User
from filon.people.views.request import viewer_of


@require_safe
def fact_list(request: HttpRequest) -> HttpResponseBase:
    viewer = viewer_of(request)
    _check_reads(viewer)
    outside = is_outside(viewer)
    definition = listing.fact_list_outside() if outside else listing.fact_list()
    listed = ListPage(request, listing.FACTS, definition)
    # outside, the table is never narrowed: the difference of two tables would tell what each hides
    table = fact_table(viewer, None if outside or listed.is_whole else listed.queryset, outside=outside)
    if listed.is_whole or not outside:
        listed.count = table.count
    shown = _list_context(viewer, listed)
    return listed.export(_("facts")) or page(request, "facts/list.html", {"list": listed, "table": table, "outside": outside, **shown})


def _list_context(viewer: User, listed: ListPage[Fact]) -> dict[str, object]:
    """What the rows of the list are written with."""
    organisation = organisation_named(viewer, listed.chosen["organisation"])
    may_record = viewer.has_perm("facts.fact.record")
    return {"organisation": organisation, "kinds": labels(), "amount": listing.amount, "may_record": may_record}


@require_safe
def fact(request: HttpRequest, fact_id: UUID) -> HttpResponse:
    return page(request, "facts/fact.html", {"sheet": fact_sheet(viewer_of(request), fact_id)})


@require_http_methods(["GET", "POST"])
def fact_new(request: HttpRequest) -> HttpResponse:
    viewer = viewer_of(request)
    host_id = school_of_record(viewer)
    initial = {"organisations": request.GET.getlist("organisation")}
    form = FactForm(request.POST or None, request.FILES or None, organisations=organisation_choices(viewer), initial=initial)
    if form.writes(lambda: services.fact_note(by=viewer, fact=form.fact(host_id=host_id), uploads=form.cleaned_data["file"])):
        return see_other(form.outcome, toast=_("The fact is recorded; it can be reversed, never changed."))
    return page(request, "facts/new.html", {"form": form}, status=form.status)


@require_http_methods(["GET", "POST"])
def fact_reverse(request: HttpRequest, fact_id: UUID) -> HttpResponse:
    viewer = viewer_of(request)
    wrong = get_visible_or_404(Fact, viewer=viewer, id=fact_id, may="facts.fact.reverse")
    form = ReversalForm(request.POST or None)
    if form.writes(lambda: services.fact_correct(by=viewer, fact_id=fact_id, reason=form.cleaned_data["reason"])):
        return see_other(wrong, toast=_("The fact is reversed: both stay readable, and count for nothing together."))
    return page(request, "facts/reverse.html", {"form": form, "fact": wrong, "amount": listing.amount(wrong)}, status=form.status)


@require_POST
def personal_erase(request: HttpRequest, fact_id: UUID) -> HttpResponse:
    erased = services.fact_personal_erase(by=viewer_of(request), fact_id=fact_id)
    return see_other(erased, toast=_("What was said about persons is erased; the fact stays."))


@require_safe
def goals(request: HttpRequest) -> HttpResponse:
    viewer = viewer_of(request)
    _check_reads(viewer)
    return page(request, "facts/goals.html", {"counts": goal_counts(viewer)})


def _check_reads(viewer: User) -> None:
    if not viewer.has_perm("facts.fact.read"):
        raise PermissionDenied
