"""Pages that change what is in force: signature of a draft, amendment, notice, renewal."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from filon.agreements.forms.effect import AmendForm, NoticeForm, PutInForceForm, RenewForm
from filon.agreements.models import AgreementVersion
from filon.agreements.queries.draft_choices import draft_of, party_choices, party_terms, signatory_choices
from filon.agreements.queries.review import obstacles_of, signed_version
from filon.agreements.services import effect, elsewhere
from filon.agreements.services.due import renewed_end
from filon.agreements.units import Capacity
from filon.agreements.views.asking import form_page
from filon.agreements.views.drafting import reads_or_posts
from filon.agreements.views.steps import step_context, step_url
from filon.kernel.pages import see_other
from filon.people.views.request import viewer_of


def agreement_url(agreement_id: UUID) -> str:
    return reverse("agreements:detail", args=[agreement_id])


@reads_or_posts
def put_in_force(request: HttpRequest, agreement_id: UUID, number: int) -> HttpResponse:
    viewer = viewer_of(request)
    draft = draft_of(viewer, agreement_id, number)
    terms = [term for term in party_terms(draft) if term.capacity != Capacity.OBSERVER]  # an observer signs nothing
    people = signatory_choices(viewer, terms)
    parties = [(term, people.get(term.party.entity_id, ())) for term in terms]
    form = PutInForceForm(request.POST or None, request.FILES or None, parties=parties)
    if form.writes(lambda: elsewhere.version_signed_elsewhere(by=viewer, version_id=draft.uuid, **form.signature())):
        return see_other(agreement_url(agreement_id), toast=_("The version is signed and recorded. Its due dates are in the balance."))
    return form_page(request, "agreements/put_in_force.html", form, {**step_context(draft, "review"), "obstacles": obstacles_of(draft)})


@reads_or_posts
def amend(request: HttpRequest, agreement_id: UUID) -> HttpResponse:
    viewer = viewer_of(request)
    version = signed_version(viewer, agreement_id)
    form = AmendForm(request.POST or None)
    if form.writes(lambda: effect.agreement_amend(by=viewer, agreement_id=agreement_id, **form.cleaned_data)):
        return see_other(step_url(form.outcome, "commitments"), toast=_("The amendment is a draft: change what changes, then review it."))
    return form_page(request, "agreements/amend.html", form, _context(version))


@reads_or_posts
def notice(request: HttpRequest, agreement_id: UUID) -> HttpResponse:
    viewer = viewer_of(request)
    version = signed_version(viewer, agreement_id)
    form = NoticeForm(request.POST or None, initial=NoticeForm.initial_of(version), parties=party_choices(party_terms(version)))
    if form.writes(lambda: effect.notice_give(by=viewer, agreement_id=agreement_id, **form.notice())):
        return see_other(agreement_url(agreement_id), toast=_("The notice is recorded; every party sees it."))
    return form_page(request, "agreements/notice.html", form, _context(version))


@reads_or_posts
def renew(request: HttpRequest, agreement_id: UUID) -> HttpResponse:
    viewer = viewer_of(request)
    version = signed_version(viewer, agreement_id)
    form = RenewForm(request.POST or None)
    if form.writes(lambda: effect.renewal_record(by=viewer, version_id=version.uuid)):
        return see_other(agreement_url(agreement_id), toast=_("The renewal is recorded: the term runs on."))
    return form_page(request, "agreements/renew.html", form, _context(version))


def _context(version: AgreementVersion) -> dict[str, Any]:
    return {"version": version, "agreement": version.agreement, "term_end": renewed_end(version)}
