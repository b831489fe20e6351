"""People of a partner."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from filon.kernel.rights import get_visible_or_404
from filon.partners.forms import ContactForm, NewContactForm
from filon.partners.models import Contact
from filon.partners.services import contact_add, contact_change
from filon.partners.views.asking import back_to, entity_to_change, form_page
from filon.people.views.request import viewer_of


@require_http_methods(["GET", "POST"])
def contact_new(request: HttpRequest, entity_id: UUID) -> HttpResponse:
    viewer, entity = viewer_of(request), entity_to_change(request, entity_id)
    form = NewContactForm(request.POST or None)
    if form.writes(lambda: contact_add(by=viewer, entity_id=entity_id, contact=form.contact(), affiliation=form.affiliation())):
        return back_to(entity, toast=_("%(name)s is among the people of this partner.") % {"name": form.outcome.name}, place="#people")
    return form_page(request, form, entity, title=_("New contact"), action=_("Add"))


@require_http_methods(["GET", "POST"])
def contact_form(request: HttpRequest, entity_id: UUID, contact_id: UUID) -> HttpResponse:
    viewer, entity = viewer_of(request), entity_to_change(request, entity_id)
    known = get_visible_or_404(Contact, viewer=viewer, id=contact_id, may="partners.contact.change")
    form = ContactForm(request.POST or None, initial=ContactForm.typed(known))
    if form.writes(lambda: contact_change(by=viewer, contact_id=contact_id, contact=form.contact())):
        return back_to(entity, toast=_("The sheet of %(name)s is saved.") % {"name": form.outcome.name}, place="#people")
    return form_page(request, form, entity, title=known.name, action=_("Save"))
