"""A partner proposes an amendment; the school answers."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from filon.agreements.forms.proposals import DeclineProposalForm, ProposalForm, TakeProposalForm
from filon.agreements.queries.proposal import ProposalSheet, proposal_sheet, version_to_amend
from filon.agreements.services import proposals
from filon.agreements.views.asking import form_page
from filon.agreements.views.drafting import reads_or_posts
from filon.agreements.views.steps import step_url
from filon.kernel.forms import WritingForm
from filon.kernel.pages import page, see_other
from filon.people.views.request import viewer_of


@reads_or_posts
def propose(request: HttpRequest, agreement_id: UUID) -> HttpResponse:
    viewer = viewer_of(request)
    version = version_to_amend(viewer, agreement_id)
    form = ProposalForm(request.POST or None, request.FILES or None, initial={"number": version.number})
    if form.writes(lambda: proposals.proposal_make(by=viewer, agreement_id=agreement_id, **form.cleaned_data)):
        return see_other(_url(agreement_id, form.outcome.uuid), toast=_("Your proposal is with the school, which answers here."))
    return form_page(request, "agreements/propose.html", form, {"agreement": version.agreement, "version": version})


@require_safe
def proposal(request: HttpRequest, agreement_id: UUID, proposal_id: UUID) -> HttpResponse:
    return _page(request, proposal_sheet(viewer_of(request), agreement_id, proposal_id))


@require_POST
def take(request: HttpRequest, agreement_id: UUID, proposal_id: UUID) -> HttpResponse:
    viewer, form = viewer_of(request), TakeProposalForm(request.POST)
    sheet = proposal_sheet(viewer, agreement_id, proposal_id, may=proposals.ANSWER)
    if form.writes(lambda: proposals.proposal_take(by=viewer, proposal_id=proposal_id, **form.cleaned_data)):
        return see_other(
            step_url(form.outcome.draft, "commitments"), toast=_("The amendment is a draft: change what changes, then review it.")
        )
    return _page(request, sheet, take_form=form)


@require_POST
def decline(request: HttpRequest, agreement_id: UUID, proposal_id: UUID) -> HttpResponse:
    viewer, form = viewer_of(request), DeclineProposalForm(request.POST)
    sheet = proposal_sheet(viewer, agreement_id, proposal_id, may=proposals.ANSWER)
    if form.writes(lambda: proposals.proposal_decline(by=viewer, proposal_id=proposal_id, **form.cleaned_data)):
        return see_other(_url(agreement_id, proposal_id), toast=_("The proposal is declined; the partner reads why."))
    return _page(request, sheet, decline_form=form)


@require_POST
def withdraw(request: HttpRequest, agreement_id: UUID, proposal_id: UUID) -> HttpResponse:
    proposal_sheet(viewer_of(request), agreement_id, proposal_id)
    proposals.proposal_withdraw(by=viewer_of(request), proposal_id=proposal_id)
    return see_other(reverse("agreements:mirror"), toast=_("Your proposal is taken back."))


def _page(request: HttpRequest, sheet: ProposalSheet, **refused: WritingForm) -> HttpResponse:
    ready = {"take_form": TakeProposalForm(initial={"effective_from": timezone.localdate()}), "decline_form": DeclineProposalForm()}
    context: dict[str, Any] = {"sheet": sheet, "refused": next(iter(refused.values()), None), **ready, **refused}
    return page(request, "agreements/proposal.html", context, status=422 if refused else 200)


def _url(agreement_id: UUID, proposal_id: UUID) -> str:
    return reverse("agreements:proposal", args=[agreement_id, proposal_id])
