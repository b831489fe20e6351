"""An organisation looked after by its own people."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from filon.kernel.forms import WritingForm
from filon.kernel.pages import SeeOther, page, see_other
from filon.partners.forms_own import ColleagueForm, LeavingForm, LevelForm, OwnDataForm, SignatoryForm
from filon.partners.models import LegalEntity
from filon.partners.queries.own import colleague_of, own_sheet
from filon.partners.services import own as services
from filon.people.views.request import viewer_of

reads_or_posts = require_http_methods(["GET", "POST"])


@require_safe
def own(request: HttpRequest, entity_id: UUID) -> HttpResponse:
    return page(request, "partners/own.html", {"sheet": own_sheet(viewer_of(request), entity_id)})


@reads_or_posts
def data(request: HttpRequest, entity_id: UUID, host_id: UUID) -> HttpResponse:
    viewer, held = viewer_of(request), services.managing_access(viewer_of(request), entity_id, host_id).affiliation
    form = OwnDataForm(request.POST or None, initial=OwnDataForm.typed(held))
    if form.writes(lambda: services.own_data_change(by=viewer, entity_id=entity_id, host_id=host_id, **form.cleaned_data)):
        return _back(entity_id, _("Saved; the school sees what changed."))
    return _form_page(request, form, held.entity, title=_("Address and invoices"), action=_("Save"))


@reads_or_posts
def invite(request: HttpRequest, entity_id: UUID, host_id: UUID) -> HttpResponse:
    viewer, held = viewer_of(request), services.managing_access(viewer_of(request), entity_id, host_id).affiliation
    form = ColleagueForm(request.POST or None)
    if form.writes(lambda: services.colleague_invite(by=viewer, entity_id=entity_id, host_id=host_id, colleague=form.colleague())):
        return _back(entity_id, _("%(name)s may sign in: a letter tells her.") % {"name": form.cleaned_data["name"]})
    return _form_page(request, form, held.entity, title=_("Invite a colleague"), action=_("Invite"))


@reads_or_posts
def signatory(request: HttpRequest, entity_id: UUID, host_id: UUID) -> HttpResponse:
    viewer, held = viewer_of(request), services.managing_access(viewer_of(request), entity_id, host_id).affiliation
    form = SignatoryForm(request.POST or None, request.FILES or None)
    if form.writes(lambda: services.signatory_name(by=viewer, entity_id=entity_id, host_id=host_id, signatory=form.signatory())):
        return _back(entity_id, _("%(name)s may sign; the school reads the document.") % {"name": form.cleaned_data["name"]})
    return _form_page(request, form, held.entity, title=_("Name a signatory"), action=_("Name this person"))


@require_POST
def level(request: HttpRequest, entity_id: UUID, access_id: UUID) -> HttpResponse:
    form = LevelForm(request.POST)
    if form.writes(lambda: services.access_level_set(by=viewer_of(request), access_id=access_id, **form.cleaned_data)):
        return _back(entity_id, _("What she may do is changed."))
    context = {"sheet": own_sheet(viewer_of(request), entity_id), "refused": form}
    return page(request, "partners/own.html", context, status=422)


@require_POST
def close(request: HttpRequest, entity_id: UUID, access_id: UUID) -> HttpResponse:
    services.colleague_close(by=viewer_of(request), access_id=access_id)
    return _back(entity_id, _("The access is closed."))


@reads_or_posts
def leave(request: HttpRequest, entity_id: UUID, affiliation_id: UUID) -> HttpResponse:
    known = colleague_of(viewer_of(request), entity_id, affiliation_id)
    form = LeavingForm(request.POST or None)
    if form.writes(lambda: services.colleague_leave(by=viewer_of(request), affiliation_id=affiliation_id, end=form.first_day_without())):
        return _back(entity_id, _("The function of %(name)s ends.") % {"name": known.contact.name})
    title = _("End of the function of %(name)s") % {"name": known.contact.name}
    return _form_page(request, form, known.entity, title=title, action=_("Close"))


@require_POST
def change_seen(request: HttpRequest, entity_id: UUID, change_id: UUID) -> HttpResponse:
    """By the school, from the partner's page."""
    services.change_see(by=viewer_of(request), change_id=change_id)
    return see_other(reverse("partners:detail", args=[entity_id]), toast=_("Noted as seen."))


def _form_page(request: HttpRequest, form: WritingForm, entity: LegalEntity, *, title: str, action: str) -> HttpResponse:
    context: dict[str, Any] = {"form": form, "entity": entity, "title": title, "action": action}
    return page(request, "partners/own_form.html", context, status=form.status)


def _back(entity_id: UUID, toast: str) -> SeeOther:
    return see_other(reverse("partners:own", args=[entity_id]), toast=toast)
