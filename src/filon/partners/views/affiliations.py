"""Functions of a partner's people, and who of them signs in."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from filon.kernel.rights import get_visible_or_404
from filon.partners.forms import AccessForm, AffiliationForm, ClosingForm
from filon.partners.models import Affiliation, Contact
from filon.partners.services import access_end, access_grant, affiliation_close, affiliation_open
from filon.partners.views.asking import back_to, entity_to_change, form_page
from filon.people.views.request import viewer_of


@require_http_methods(["GET", "POST"])
def affiliation_new(request: HttpRequest, entity_id: UUID, contact_id: UUID) -> HttpResponse:
    viewer, entity = viewer_of(request), entity_to_change(request, entity_id)
    contact = get_visible_or_404(Contact, viewer=viewer, id=contact_id, may="partners.contact.change")
    form = AffiliationForm(request.POST or None)
    if form.writes(lambda: affiliation_open(by=viewer, contact_id=contact_id, entity_id=entity_id, affiliation=form.affiliation())):
        return back_to(entity, toast=_("The function of %(name)s is recorded.") % {"name": contact.name}, place="#people")
    return form_page(request, form, entity, title=_("New function of %(name)s") % {"name": contact.name}, action=_("Record"))


@require_http_methods(["GET", "POST"])
def affiliation_end(request: HttpRequest, entity_id: UUID, affiliation_id: UUID) -> HttpResponse:
    viewer, entity = viewer_of(request), entity_to_change(request, entity_id)
    known = _affiliation(request, affiliation_id)
    form = ClosingForm(request.POST or None)
    if form.writes(lambda: affiliation_close(by=viewer, affiliation_id=affiliation_id, end=form.first_day_without())):
        return back_to(entity, toast=_("The function of %(name)s ends.") % {"name": known.contact.name}, place="#people")
    title = _("End of the function of %(name)s") % {"name": known.contact.name}
    return form_page(request, form, entity, title=title, action=_("Close"), hint=known.function)


@require_http_methods(["GET", "POST"])
def access_new(request: HttpRequest, entity_id: UUID, affiliation_id: UUID) -> HttpResponse:
    viewer, entity = viewer_of(request), entity_to_change(request, entity_id)
    known = _affiliation(request, affiliation_id)
    form = AccessForm(request.POST or None, initial={"email": known.contact.email})
    if form.writes(lambda: access_grant(by=viewer, affiliation_id=affiliation_id, **form.cleaned_data)):
        return back_to(entity, toast=_("%(name)s may sign in: a letter tells her.") % {"name": known.contact.name}, place="#people")
    hint = _("She will see the agreements between %(entity)s and your school, and nothing else.") % {"entity": entity.name}
    title = _("Let %(name)s sign in") % {"name": known.contact.name}
    return form_page(request, form, entity, title=title, action=_("Open the access"), hint=hint)


@require_POST
def access_close(request: HttpRequest, entity_id: UUID, access_id: UUID) -> HttpResponse:
    entity = entity_to_change(request, entity_id)
    access_end(by=viewer_of(request), access_id=access_id)
    return back_to(entity, toast=_("The access is closed."), place="#people")


def _affiliation(request: HttpRequest, affiliation_id: UUID) -> Affiliation:
    known = Affiliation.objects.select_related("contact")
    return get_visible_or_404(known, viewer=viewer_of(request), id=affiliation_id, may="partners.affiliation.change")
