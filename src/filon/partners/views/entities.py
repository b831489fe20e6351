"""The public identity of an organisation, and sheets that are perhaps one."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from filon.kernel.pages import page
from filon.partners.forms import EntityForm, MergeForm
from filon.partners.queries.duplicates import duplicate_pairs
from filon.partners.rights import check_may
from filon.partners.services import entity_change, entity_merge
from filon.partners.views.asking import back_to, entity_to_change, form_page
from filon.people.views.request import viewer_of


@require_http_methods(["GET", "POST"])
def entity_form(request: HttpRequest, entity_id: UUID) -> HttpResponse:
    entity = entity_to_change(request, entity_id)
    form = EntityForm(request.POST or None, initial=EntityForm.typed(entity))
    if form.writes(lambda: entity_change(by=viewer_of(request), entity_id=entity_id, entity=form.entity())):
        return back_to(entity, toast=_("The identity of %(name)s is corrected.") % {"name": form.outcome.name})
    return form_page(request, form, entity, title=_("Public identity"), action=_("Save"))


@require_http_methods(["GET", "POST"])
def duplicates(request: HttpRequest) -> HttpResponse:
    viewer = viewer_of(request)
    check_may(viewer, "partners.relationship.open" if request.method == "POST" else "partners.partner.read")
    form = MergeForm(request.POST or None)
    if form.writes(lambda: entity_merge(by=viewer, **form.cleaned_data)):
        return back_to(form.outcome, toast=_("The two sheets are one: %(name)s lasts.") % {"name": form.outcome.name})
    context = {"pairs": duplicate_pairs(viewer), "form": form, "may_merge": viewer.has_perm("partners.relationship.open")}
    return page(request, "partners/duplicates.html", context, status=form.status)
