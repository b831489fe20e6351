"""The step of the parties: who takes part, as what, and who signs."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from filon.agreements.forms.parties import PartyForm, PartyTermForm
from filon.agreements.models import AgreementVersion, PartyTerm
from filon.agreements.queries.draft_choices import (
    draft_of,
    organisation_names,
    party_term_of,
    party_terms,
    signatory_choices,
    signed_parties,
)
from filon.agreements.services import drafting
from filon.agreements.views.asking import form_page
from filon.agreements.views.drafting import reads_or_posts
from filon.agreements.views.steps import step_context, step_url
from filon.kernel.pages import see_other
from filon.partners.services.relationships import relationship_open
from filon.people.models import User
from filon.people.views.request import viewer_of


@reads_or_posts
def parties(request: HttpRequest, agreement_id: UUID, number: int) -> HttpResponse:
    viewer = viewer_of(request)
    draft = draft_of(viewer, agreement_id, number)
    form = PartyForm(request.POST or None, viewer=viewer)
    if form.writes(lambda: _add(viewer, draft, form)):
        return see_other(step_url(draft, "parties"), toast=_("The party is added."))
    return form_page(request, "agreements/draft_parties.html", form, _context(viewer, draft))


@transaction.atomic
def _add(viewer: User, draft: AgreementVersion, form: PartyForm) -> PartyTerm:
    """Adds the party, and first records an organisation that Filon does not know."""
    entity = form.entity or relationship_open(by=viewer, entity=form.new_entity()).entity
    return drafting.party_add(by=viewer, version_id=draft.uuid, party=form.party(entity))


def _context(viewer: User, draft: AgreementVersion, asked: PartyTermForm | None = None) -> dict[str, Any]:
    """Every party with its form; `asked` replaces the one that came back to be corrected."""
    terms = party_terms(draft)
    people = signatory_choices(viewer, terms, on=timezone.localdate())
    forms = [PartyTermForm(term=term, signatories=people.get(term.party.entity_id, ())) for term in terms]
    shown = [asked if asked and asked.term == form.term else form for form in forms]
    context = {"party_forms": shown, "signed": signed_parties(draft), "organisations": organisation_names(viewer)}
    return {**step_context(draft, "parties"), **context}


@require_POST
def party(request: HttpRequest, agreement_id: UUID, number: int, party_id: UUID) -> HttpResponse:
    viewer = viewer_of(request)
    draft = draft_of(viewer, agreement_id, number)
    term = party_term_of(draft, party_id)
    form = PartyTermForm(
        request.POST, term=term, signatories=signatory_choices(viewer, [term], on=timezone.localdate()).get(term.party.entity_id, ())
    )
    if form.writes(lambda: _change(viewer, draft, form, is_removed="remove" in request.POST)):
        return see_other(step_url(draft, "parties"), toast=_("The parties are saved."))
    context = {**_context(viewer, draft, form), "form": PartyForm(viewer=viewer), "refused": form}
    return form_page(request, "agreements/draft_parties.html", form, context)


@require_POST
def party_move(request: HttpRequest, agreement_id: UUID, number: int, party_id: UUID, places: int) -> HttpResponse:
    """`places`: -1 up, 1 down."""
    viewer = viewer_of(request)
    draft = draft_of(viewer, agreement_id, number)
    drafting.party_move(by=viewer, version_id=draft.uuid, party_id=party_id, places=places)
    return see_other(f"{step_url(draft, 'parties')}#party-{party_id}")


def _change(viewer: User, draft: AgreementVersion, form: PartyTermForm, *, is_removed: bool) -> None:
    party_id = form.term.party.uuid
    if is_removed:
        drafting.party_remove(by=viewer, version_id=draft.uuid, party_id=party_id)
    else:
        drafting.party_change(by=viewer, version_id=draft.uuid, party_id=party_id, party=form.party())
