"""What the pages of partners share."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from filon.kernel.forms import WritingForm
from filon.kernel.pages import SeeOther, page, see_other
from filon.kernel.rights import get_visible_or_404
from filon.partners.models import LegalEntity
from filon.people.views.request import viewer_of


def entity_to_change(request: HttpRequest, entity_id: UUID) -> LegalEntity:
    """The organisation, when the viewer may write about it. Raises Http404 or PermissionDenied."""
    return get_visible_or_404(LegalEntity, viewer=viewer_of(request), id=entity_id, may="partners.entity.change")


def form_page(request: HttpRequest, form: WritingForm, entity: LegalEntity, *, title: str, action: str, hint: str = "") -> HttpResponse:
    """A form about an organisation, with its error summary; 422 once it was refused."""
    context = {"form": form, "entity": entity, "title": title, "action": action, "hint": hint}
    return page(request, "partners/form.html", context, status=form.status)


def back_to(entity: LegalEntity, *, toast: str, place: str = "") -> SeeOther:
    """The organisation's page, at one of its places, with a sentence that says it is done."""
    return see_other(reverse("partners:detail", args=[entity.uuid]) + place, toast=toast)
