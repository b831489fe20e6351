"""Sending a version to be signed, following it, withdrawing it; and the signing policy of the school."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from filon.agreements.forms.signing import CeremonyForm, PolicyForm, SendForm, WithdrawSendingForm
from filon.agreements.models import AgreementVersion
from filon.agreements.queries.document import Language, pdf_of
from filon.agreements.queries.draft_choices import draft_of, draft_to_read
from filon.agreements.queries.house import house_of, policy_of, provider_choices
from filon.agreements.queries.review import obstacles_of
from filon.agreements.queries.signing import Followed, followed
from filon.agreements.services import inviting, seats, sending
from filon.agreements.services.policy import policy_set
from filon.agreements.views.asking import form_page
from filon.agreements.views.drafting import reads_or_posts
from filon.agreements.views.steps import step_context, until_signed
from filon.kernel.pages import page, see_other
from filon.people.views.request import viewer_of


def follow_url(version: AgreementVersion) -> str:
    return reverse("agreements:sending", args=[version.agreement.uuid, version.number])


@require_safe
def preview(request: HttpRequest, agreement_id: UUID, number: int) -> HttpResponse:
    """The document as it would be sent, marked as a draft. `?langue=en` for English."""
    draft = draft_to_read(viewer_of(request), agreement_id, number)
    language: Language = "en" if request.GET.get("langue") == "en" else "fr"
    content = pdf_of(draft, language, watermark=_("DRAFT"))
    name = f"{draft.agreement.reference}-v{draft.number}-{language}.pdf"
    return HttpResponse(content, content_type="application/pdf", headers={"Content-Disposition": f'inline; filename="{name}"'})


@reads_or_posts
def send(request: HttpRequest, agreement_id: UUID, number: int) -> HttpResponse:
    viewer = viewer_of(request)
    draft = draft_of(viewer, agreement_id, number)
    form = SendForm(request.POST or None)
    if form.writes(lambda: sending.sending_open(by=viewer, version_id=draft.uuid, **form.sending())):
        return see_other(follow_url(draft), toast=_("Sent: the first signatories have their letter."))
    context = {**step_context(draft, "review"), "obstacles": obstacles_of(draft), "followed": followed(draft)}
    return form_page(request, "agreements/send.html", form, context)


@require_safe
@until_signed
def follow(request: HttpRequest, agreement_id: UUID, number: int) -> HttpResponse:
    """Who has signed, who is asked, and what one may do about it."""
    viewer = viewer_of(request)
    version = draft_to_read(viewer, agreement_id, number)
    return _follow_page(request, version)


def _follow_page(request: HttpRequest, version: AgreementVersion, status: int = 200, **more: object) -> HttpResponse:
    viewer = viewer_of(request)
    shown: Followed | None = followed(version)
    context = {
        **step_context(version, "review"),
        "may_write": viewer.has_perm("agreements.agreement.write", version),
        "followed": shown,
        "withdraw_form": WithdrawSendingForm(),
        "ceremony_form": CeremonyForm(initial=shown.ceremony if shown else {}),
        **more,
    }
    return page(request, "agreements/sending.html", context, status=status)


@require_POST
def withdraw_sending(request: HttpRequest, agreement_id: UUID, number: int) -> HttpResponse:
    viewer = viewer_of(request)
    version = draft_of(viewer, agreement_id, number)
    form, shown = WithdrawSendingForm(request.POST), followed(version)
    if shown and form.writes(lambda: (sending.sending_withdraw(by=viewer, sending_id=shown.id, **form.cleaned_data), True)):
        draft = version.agreement.versions.filter(number=version.number + 1).select_related("agreement").first()
        address = reverse("agreements:draft_review", args=[agreement_id, draft.number]) if draft else reverse("agreements:list")
        return see_other(address, toast=_("The sending is withdrawn: nobody can sign it any more."))
    return _follow_page(request, version, 422, withdraw_form=form, form=form)


@require_POST
def ceremony(request: HttpRequest, agreement_id: UUID, number: int) -> HttpResponse:
    viewer = viewer_of(request)
    version = draft_of(viewer, agreement_id, number)
    form, shown = CeremonyForm(request.POST), followed(version)
    if shown and form.writes(lambda: sending.ceremony_set(by=viewer, sending_id=shown.id, ceremony=form.ceremony())):
        return see_other(follow_url(version), toast=_("The ceremony is set; letters that leave from now on name it."))
    return _follow_page(request, version, 422, ceremony_form=form, form=form)


@require_POST
def ask_again(request: HttpRequest, agreement_id: UUID, number: int, seat_id: UUID) -> HttpResponse:
    viewer = viewer_of(request)
    version = draft_of(viewer, agreement_id, number)
    inviting.seat_ask_again(by=viewer, seat_id=seat_id)
    return see_other(follow_url(version), toast=_("A new letter is on its way; the former link opens nothing any more."))


@require_POST
def dictate(request: HttpRequest, agreement_id: UUID, number: int, seat_id: UUID) -> HttpResponseBase:
    """The code to read out, shown on this answer alone."""
    viewer = viewer_of(request)
    version = draft_of(viewer, agreement_id, number)
    digits = seats.code_dictate(by=viewer, seat_id=seat_id)
    return _follow_page(request, version, dictated=(seat_id, f"{digits[:3]} {digits[3:]}"))


@reads_or_posts
def policy(request: HttpRequest) -> HttpResponse:
    viewer = viewer_of(request)
    host = house_of(viewer)
    form = PolicyForm(request.POST or None, initial=policy_of(host), providers=provider_choices())
    if form.writes(lambda: policy_set(by=viewer, host_id=host.uuid, **form.cleaned_data)):
        return see_other(reverse("agreements:policy"), toast=_("The policy holds for what is signed from now on."))
    return form_page(request, "agreements/policy.html", form, {"host": host})
