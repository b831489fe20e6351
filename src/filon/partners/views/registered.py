"""The public register on the page of a partner: asked in the background, its changes taken note of."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from filon.kernel.errors import Refused
from filon.kernel.outbound import Unreachable
from filon.partners import register
from filon.partners.models import LegalEntity
from filon.partners.naming import department_of
from filon.partners.rules import checked_siren
from filon.partners.services.registering import register_ask_for, register_change_settle
from filon.partners.views.asking import back_to, entity_to_change
from filon.people.views.request import viewer_of


@require_POST
def register_ask(request: HttpRequest, entity_id: UUID) -> HttpResponse:
    entity: LegalEntity = register_ask_for(by=viewer_of(request), entity_id=entity_id)
    return back_to(entity, toast=_("The register is being asked: its answer stands here in a moment."), place="#register")


@require_POST
def register_settle(request: HttpRequest, entity_id: UUID, register_change_id: UUID) -> HttpResponse:
    entity = entity_to_change(request, entity_id)
    register_change_settle(by=viewer_of(request), change_id=register_change_id)
    return back_to(entity, toast=_("Your school has taken note of it."), place="#register")


def completed_or_why(siren: str) -> tuple[dict[str, Any], str]:
    """The same; a wrong number is told too."""
    try:
        return completed(siren)
    except Refused as refused:
        return {"siren": siren}, refused.sentence


def completed(siren: str) -> tuple[dict[str, Any], str]:
    """What the register gives to the form of a new partner, and the sentence that says so or why not. Raises Refused for a wrong number."""
    number = checked_siren(siren)
    if number is None:
        return {}, ""
    given: dict[str, Any] = {"siren": number}
    try:
        sheet = register.ask(number)
    except Unreachable as silence:
        return given, _("%(why)s Fill the form in by hand.") % {"why": silence.sentence}
    if sheet is None:
        return given, _("The public register shows no organisation under this number: check it, or fill the form in by hand.")
    department = sheet.department if sheet.is_public else department_of(sheet.postal_code)
    given |= {"name": sheet.name, "city": sheet.city, "department": department}
    if sheet.state == "C":
        return given, _("The public register says that this organisation is closed: check the number.")
    return given, _("Filled in from the public register: check it, then add the partner.")
