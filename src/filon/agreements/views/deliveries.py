"""What happens to a commitment: declare a delivery; accept, contest, answer, take back; waive what is due."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from filon.agreements.forms.deliveries import AnswerForm, ContestForm, DeclareForm, TakeBackForm, WaiveForm
from filon.agreements.queries.commitment_sheet import commitment_sheet, delivery_of, item_of
from filon.agreements.services import deliveries
from filon.agreements.views.asking import form_page
from filon.agreements.views.drafting import reads_or_posts
from filon.kernel.forms import WritingForm
from filon.kernel.pages import see_other
from filon.people.views.request import viewer_of


@dataclass(frozen=True)
class Wording:
    """The words of a page that asks for a reason or an answer. `is_grave`: it cannot be undone quietly."""

    title: Promise
    consequence: Promise
    button: Promise
    done: Promise
    is_grave: bool = False


CONTEST = Wording(
    gettext_lazy("Contest a delivery"),
    gettext_lazy("The delivery no longer counts until both sides agree. The other side reads your reason and can answer."),
    gettext_lazy("Contest"),
    gettext_lazy("The delivery is contested; the other side is told why."),
)
ANSWER = Wording(
    gettext_lazy("Answer"),
    gettext_lazy("Your words stay beside the delivery, with your name; both sides read them."),
    gettext_lazy("Send the answer"),
    gettext_lazy("Your answer is beside the delivery."),
)
TAKE_BACK = Wording(
    gettext_lazy("Take a delivery back"),
    gettext_lazy("What it fulfilled becomes due again. Taking it back stays written in the register, with your name."),
    gettext_lazy("Take it back"),
    gettext_lazy("The delivery is taken back; what it fulfilled is due again."),
    is_grave=True,
)
WAIVE = Wording(
    gettext_lazy("Waive what is due"),
    gettext_lazy("What you waive is no longer owed. A waiver is never taken back: a new commitment is agreed instead."),
    gettext_lazy("Waive"),
    gettext_lazy("It is waived; the balance is up to date."),
    is_grave=True,
)


def commitment_url(agreement_id: UUID, commitment_id: UUID) -> str:
    return reverse("agreements:commitment", args=[agreement_id, commitment_id])


@reads_or_posts
def declare(request: HttpRequest, agreement_id: UUID, commitment_id: UUID) -> HttpResponse:
    viewer = viewer_of(request)
    sheet = commitment_sheet(viewer, agreement_id, commitment_id, may="agreements.delivery.take_part")
    form = DeclareForm(request.POST or None, request.FILES or None, items=sheet.open_items)
    if form.writes(lambda: deliveries.delivery_declare(by=viewer, commitment_id=commitment_id, delivery=form.delivery())):
        return see_other(commitment_url(agreement_id, commitment_id), toast=_("The delivery is declared. The balance is up to date."))
    return form_page(request, "agreements/declare.html", form, {"sheet": sheet})


@require_POST
def accept(request: HttpRequest, agreement_id: UUID, delivery_id: UUID) -> HttpResponse:
    delivery = delivery_of(viewer_of(request), agreement_id, delivery_id)
    deliveries.delivery_accept(by=viewer_of(request), delivery_id=delivery_id)
    return see_other(commitment_url(agreement_id, delivery.commitment.uuid), toast=_("Delivery accepted. The balance is up to date."))


@require_POST
def confirm(request: HttpRequest, agreement_id: UUID, delivery_id: UUID) -> HttpResponse:
    """From the page of a partner, which it goes back to."""
    delivery = delivery_of(viewer_of(request), agreement_id, delivery_id)
    deliveries.delivery_accept(by=viewer_of(request), delivery_id=delivery.uuid)
    return see_other(reverse("agreements:mirror"), toast=_("Delivery confirmed. The balance is up to date."))


@reads_or_posts
def contest(request: HttpRequest, agreement_id: UUID, delivery_id: UUID) -> HttpResponse:
    form = ContestForm(request.POST or None, request.FILES or None)
    return _on_delivery(request, agreement_id, delivery_id, form, deliveries.delivery_contest, wording=CONTEST)


@reads_or_posts
def answer(request: HttpRequest, agreement_id: UUID, delivery_id: UUID) -> HttpResponse:
    form = AnswerForm(request.POST or None, request.FILES or None)
    return _on_delivery(request, agreement_id, delivery_id, form, deliveries.delivery_answer, wording=ANSWER)


@reads_or_posts
def take_back(request: HttpRequest, agreement_id: UUID, delivery_id: UUID) -> HttpResponse:
    return _on_delivery(
        request, agreement_id, delivery_id, TakeBackForm(request.POST or None), deliveries.delivery_withdraw, wording=TAKE_BACK
    )


@reads_or_posts
def waive(request: HttpRequest, agreement_id: UUID, item_id: UUID) -> HttpResponse:
    item = item_of(viewer_of(request), agreement_id, item_id)
    form = WaiveForm(request.POST or None, initial={"quantity": item.quantity})
    back = commitment_url(agreement_id, item.commitment.uuid)
    context = {"wording": WAIVE, "item": item, "agreement": item.commitment.agreement, "back": back}
    return _said(request, form, partial(deliveries.item_waive, by=viewer_of(request), item_id=item_id), context)


def _on_delivery(
    request: HttpRequest, agreement_id: UUID, delivery_id: UUID, form: WritingForm, service: Callable[..., object], *, wording: Wording
) -> HttpResponse:
    delivery = delivery_of(viewer_of(request), agreement_id, delivery_id)
    back = commitment_url(agreement_id, delivery.commitment.uuid)
    context = {"wording": wording, "delivery": delivery, "agreement": delivery.commitment.agreement, "back": back}
    return _said(request, form, partial(service, by=viewer_of(request), delivery_id=delivery_id), context)


def _said(request: HttpRequest, form: WritingForm, act: Callable[..., object], context: dict[str, Any]) -> HttpResponse:
    if form.writes(lambda: act(**form.cleaned_data)):
        return see_other(context["back"], toast=str(context["wording"].done))
    return form_page(request, "agreements/say.html", form, context)
