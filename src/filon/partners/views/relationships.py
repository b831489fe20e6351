"""The list of partners, one partner's page, and what the school knows of it."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from filon.kernel.lists import ListPage
from filon.kernel.pages import page
from filon.partners.forms import EntityForm, RelationshipForm
from filon.partners.kinds import EntityKind
from filon.partners.models import Relationship
from filon.partners.queries.colleagues import colleagues
from filon.partners.queries.listing import PARTNERS
from filon.partners.queries.listing import partner_list as definition
from filon.partners.queries.sheet import partner_sheet
from filon.partners.rights import check_may
from filon.partners.services import relationship_change, relationship_open
from filon.partners.views.asking import back_to, entity_to_change, form_page
from filon.partners.views.registered import completed_or_why
from filon.people.views.request import viewer_of


@require_safe
def partner_list(request: HttpRequest) -> HttpResponseBase:
    viewer = viewer_of(request)
    check_may(viewer, "partners.partner.read")
    listed = ListPage(request, PARTNERS, definition(viewer))
    may_open = viewer.has_perm("partners.relationship.open")
    kinds = {kind.value: str(kind.label) for kind in EntityKind}
    context = {"list": listed, "may_open": may_open, "kinds": kinds}
    return listed.export(_("partners")) or page(request, "partners/list.html", context)


@require_http_methods(["GET", "POST"])
def partner_new(request: HttpRequest) -> HttpResponse:
    viewer = viewer_of(request)
    check_may(viewer, "partners.relationship.open")
    given, told = completed_or_why(request.GET.get("siren", "")) if request.method == "GET" else ({}, "")
    form = EntityForm(request.POST or None, initial={"name": request.GET.get("nom", ""), **given})
    if form.writes(lambda: relationship_open(by=viewer, entity=form.entity())):
        return back_to(form.outcome.entity, toast=_("%(name)s is among your partners.") % {"name": form.outcome.entity.name})
    return page(request, "partners/new.html", {"form": form, "told": told}, status=form.status)


@require_safe
def partner(request: HttpRequest, entity_id: UUID) -> HttpResponse:
    sheet = partner_sheet(viewer_of(request), entity_id)
    sections = [(shown, render_to_string(shown.template, {**shown.context, "request": request})) for shown in sheet.sections]
    return page(request, "partners/partner.html", {"sheet": sheet, "sections": sections})


@require_http_methods(["GET", "POST"])
def relationship_form(request: HttpRequest, entity_id: UUID) -> HttpResponse:
    viewer, entity = viewer_of(request), entity_to_change(request, entity_id)
    known = get_object_or_404(Relationship.objects.visible_to(viewer).select_related("owner"), entity=entity)
    form = RelationshipForm(request.POST or None, initial=RelationshipForm.typed(known), colleagues=colleagues(known.host_id))
    if form.writes(lambda: relationship_change(by=viewer, relationship_id=known.uuid, relationship=form.relationship())):
        return back_to(entity, toast=_("What your school knows of %(name)s is saved.") % {"name": entity.name})
    return form_page(request, form, entity, title=_("Follow-up"), action=_("Save"))
