"""The page of a dispute, and how it ends."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from filon.agreements.forms.deliveries import SettleForm, WithdrawContestForm
from filon.agreements.queries.dispute import DisputeSheet, dispute_of, dispute_sheet
from filon.agreements.services import disputes
from filon.kernel.forms import WritingForm
from filon.kernel.pages import page, see_other
from filon.people.views.request import viewer_of


@require_safe
def dispute(request: HttpRequest, agreement_id: UUID, dispute_id: UUID) -> HttpResponse:
    return _page(request, dispute_sheet(viewer_of(request), agreement_id, dispute_id))


@require_POST
def settle(request: HttpRequest, agreement_id: UUID, dispute_id: UUID) -> HttpResponse:
    viewer, known = viewer_of(request), dispute_of(viewer_of(request), agreement_id, dispute_id, may="agreements.delivery.take_part")
    form = SettleForm(request.POST)
    if form.writes(lambda: disputes.dispute_settle(by=viewer, dispute_id=known.uuid, **form.cleaned_data)):
        return see_other(_url(agreement_id, dispute_id), toast=_("Both sides count the same: the dispute is over."))
    return _page(request, dispute_sheet(viewer, agreement_id, dispute_id), settle_form=form)


@require_POST
def withdraw(request: HttpRequest, agreement_id: UUID, dispute_id: UUID) -> HttpResponse:
    viewer, known = viewer_of(request), dispute_of(viewer_of(request), agreement_id, dispute_id, may="agreements.delivery.take_part")
    form = WithdrawContestForm(request.POST)
    if form.writes(lambda: disputes.dispute_withdraw(by=viewer, dispute_id=known.uuid, **form.cleaned_data)):
        return see_other(_url(agreement_id, dispute_id), toast=_("The contest is taken back: the delivery counts."))
    return _page(request, dispute_sheet(viewer, agreement_id, dispute_id), withdraw_form=form)


def _page(request: HttpRequest, sheet: DisputeSheet, **refused: WritingForm) -> HttpResponse:
    forms: dict[str, Any] = {"settle_form": SettleForm(), "withdraw_form": WithdrawContestForm(), **refused}
    context = {"sheet": sheet, "refused": next(iter(refused.values()), None), **forms}
    return page(request, "agreements/dispute.html", context, status=422 if refused else 200)


def _url(agreement_id: UUID, dispute_id: UUID) -> str:
    return reverse("agreements:dispute", args=[agreement_id, dispute_id])
