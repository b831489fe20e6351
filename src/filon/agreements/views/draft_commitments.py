"""The step of the commitments: what is usual in one click, the others written, changed or removed."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from filon.agreements.forms.commitments import CommitmentForm
from filon.agreements.models import AgreementVersion, CommitmentTerm, PartyTerm
from filon.agreements.queries import draft_choices as choices
from filon.agreements.services import drafting
from filon.agreements.views.asking import form_page
from filon.agreements.views.drafting import reads_or_posts
from filon.agreements.views.steps import step_context, step_url
from filon.kernel.pages import see_other
from filon.people.models import User
from filon.people.views.request import viewer_of


@reads_or_posts
def commitments(request: HttpRequest, agreement_id: UUID, number: int) -> HttpResponse:
    viewer = viewer_of(request)
    draft = choices.draft_of(viewer, agreement_id, number)
    parties = choices.party_terms(draft)
    form = _form(request, viewer, draft, parties, initial={"due": "once", "unit": "event", **choices.usual_sides(parties)})
    if form.writes(lambda: drafting.commitment_add(by=viewer, version_id=draft.uuid, commitment=form.commitment())):
        return see_other(step_url(draft, "commitments"), toast=_("The commitment is added."))
    return form_page(request, "agreements/draft_commitments.html", form, _context(draft, parties))


@require_POST
def usual_commitment(request: HttpRequest, agreement_id: UUID, number: int, usual_id: int) -> HttpResponse:
    viewer = viewer_of(request)
    draft = choices.draft_of(viewer, agreement_id, number)
    offered = choices.offered_commitment(draft, usual_id)
    term = drafting.commitment_add(by=viewer, version_id=draft.uuid, commitment=offered)
    return see_other(_address(draft, term), toast=_("The commitment is added: say how much, and when."))


@reads_or_posts
def commitment(request: HttpRequest, agreement_id: UUID, number: int, commitment_id: UUID) -> HttpResponse:
    viewer = viewer_of(request)
    draft = choices.draft_of(viewer, agreement_id, number)
    term = get_object_or_404(choices.commitment_terms(draft), commitment__uuid=commitment_id)
    form = _form(request, viewer, draft, choices.party_terms(draft), initial=CommitmentForm.initial_of(term))
    if form.writes(lambda: _change(viewer, draft, term, form)):
        return see_other(step_url(draft, "commitments"), toast=_("The commitment is saved."))
    return form_page(request, "agreements/draft_commitment.html", form, {**step_context(draft, "commitments"), "term": term})


@require_POST
def commitment_remove(request: HttpRequest, agreement_id: UUID, number: int, commitment_id: UUID) -> HttpResponse:
    viewer = viewer_of(request)
    draft = choices.draft_of(viewer, agreement_id, number)
    drafting.commitment_remove(by=viewer, version_id=draft.uuid, commitment_id=commitment_id)
    return see_other(step_url(draft, "commitments"), toast=_("The commitment is removed from the draft."))


def _change(viewer: User, draft: AgreementVersion, term: CommitmentTerm, form: CommitmentForm) -> CommitmentTerm:
    commitment_id = term.commitment.uuid
    return drafting.commitment_change(by=viewer, version_id=draft.uuid, commitment_id=commitment_id, commitment=form.commitment())


def _address(draft: AgreementVersion, term: CommitmentTerm) -> str:
    return f"{step_url(draft, 'commitments')}/{term.commitment.uuid}"


def _form(request: HttpRequest, viewer: User, draft: AgreementVersion, parties: list[PartyTerm], initial: dict[str, Any]) -> CommitmentForm:
    return CommitmentForm(
        request.POST or None,
        initial=initial,
        parties=choices.party_choices(parties),
        money_lines=choices.money_line_choices(draft),
        owners=choices.owner_choices(draft.agreement),
        contacts=choices.contact_choices(viewer, {term.party.entity_id for term in parties}),
    )


def _context(draft: AgreementVersion, parties: list[PartyTerm]) -> dict[str, Any]:
    terms = list(choices.commitment_terms(draft))
    offered = choices.offered_commitments(draft, parties, written={term.what_fr for term in terms})
    return {**step_context(draft, "commitments"), "terms": terms, "offered": offered}
