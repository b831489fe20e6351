"""Sites of an organisation, and funds an umbrella shelters."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from filon.kernel.rights import get_visible_or_404
from filon.partners.forms import FundForm, SiteForm
from filon.partners.models import Fund, Site
from filon.partners.services import fund_add, fund_change, site_add, site_change
from filon.partners.views.asking import back_to, entity_to_change, form_page
from filon.people.views.request import viewer_of


@require_http_methods(["GET", "POST"])
def site_new(request: HttpRequest, entity_id: UUID) -> HttpResponse:
    entity = entity_to_change(request, entity_id)
    form = SiteForm(request.POST or None)
    if form.writes(lambda: site_add(by=viewer_of(request), entity_id=entity_id, site=form.site())):
        return back_to(entity, toast=_("The site %(name)s is added.") % {"name": form.outcome.name}, place="#sites")
    return form_page(request, form, entity, title=_("New site"), action=_("Add"))


@require_http_methods(["GET", "POST"])
def site_form(request: HttpRequest, entity_id: UUID, site_id: UUID) -> HttpResponse:
    viewer, entity = viewer_of(request), entity_to_change(request, entity_id)
    known = get_visible_or_404(Site, viewer=viewer, id=site_id, may="partners.site.change")
    form = SiteForm(request.POST or None, initial=SiteForm.typed(known))
    if form.writes(lambda: site_change(by=viewer, site_id=site_id, site=form.site())):
        return back_to(entity, toast=_("The site %(name)s is saved.") % {"name": form.outcome.name}, place="#sites")
    return form_page(request, form, entity, title=known.name, action=_("Save"))


@require_http_methods(["GET", "POST"])
def fund_new(request: HttpRequest, entity_id: UUID) -> HttpResponse:
    entity = entity_to_change(request, entity_id)
    form = FundForm(request.POST or None)
    if form.writes(lambda: fund_add(by=viewer_of(request), umbrella_id=entity_id, fund=form.fund())):
        return back_to(entity, toast=_("The fund %(name)s is added.") % {"name": form.outcome.name}, place="#funds")
    return form_page(request, form, entity, title=_("New sheltered fund"), action=_("Add"), hint=_sheltering(entity.name))


@require_http_methods(["GET", "POST"])
def fund_form(request: HttpRequest, entity_id: UUID, fund_id: UUID) -> HttpResponse:
    viewer, entity = viewer_of(request), entity_to_change(request, entity_id)
    known = get_visible_or_404(Fund, viewer=viewer, id=fund_id, may="partners.fund.change")
    form = FundForm(request.POST or None, initial=FundForm.typed(known))
    if form.writes(lambda: fund_change(by=viewer, fund_id=fund_id, fund=form.fund())):
        return back_to(entity, toast=_("The fund %(name)s is saved.") % {"name": form.outcome.name}, place="#funds")
    return form_page(request, form, entity, title=known.name, action=_("Save"), hint=_sheltering(entity.name))


def _sheltering(umbrella: str) -> str:
    return _("A fund has no legal personality: %(umbrella)s signs, pays and issues for it.") % {"umbrella": umbrella}
