"""Negotiating a draft: its DOCX goes out, comes back, and each change is taken or left."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from filon.agreements.forms.negotiation import ReturnForm, SendTextForm, TakeForm
from filon.agreements.models import AgreementVersion
from filon.agreements.queries.document import Language
from filon.agreements.queries.draft_choices import draft_of, draft_to_read
from filon.agreements.queries.negotiation import Stand, proposals_of, returned_text_of, sent_texts_of
from filon.agreements.services import negotiation as negotiating
from filon.agreements.views.drafting import reads_or_posts
from filon.agreements.views.steps import step_context
from filon.kernel.forms import WritingForm
from filon.kernel.pages import page, see_other
from filon.people.views.request import viewer_of


@reads_or_posts
def negotiation(request: HttpRequest, agreement_id: UUID, number: int) -> HttpResponse:
    """What was sent and what came back; a POST makes the DOCX of the draft as it is now."""
    viewer = viewer_of(request)
    door = draft_of if request.method == "POST" else draft_to_read
    draft = door(viewer, agreement_id, number)
    form = SendTextForm(request.POST or None, initial={"language": get_language()})
    if form.writes(lambda: negotiating.text_send(by=viewer, version_id=draft.uuid, language=_language(form.cleaned_data["language"]))):
        return see_other(_url(draft), toast=_("The Word document is made: download it, send it, and bring back what comes."))
    return _page(request, draft, form=form, send_form=form)


@require_POST
def receive(request: HttpRequest, agreement_id: UUID, number: int, sent_id: UUID) -> HttpResponse:
    viewer = viewer_of(request)
    draft = draft_of(viewer, agreement_id, number)
    form = ReturnForm(request.POST, request.FILES, auto_id=_ids(sent_id))
    take = partial(negotiating.text_receive, by=viewer, sent_id=sent_id)
    if form.writes(lambda: take(upload=form.upload, name=form.upload.name or "")):
        return see_other(reverse("agreements:negotiation_compare", args=[agreement_id, number, form.outcome.uuid]))
    return _page(request, draft, form=form, returned={sent_id: form})


@require_safe
def compare(request: HttpRequest, agreement_id: UUID, number: int, returned_id: UUID) -> HttpResponse:
    viewer = viewer_of(request)
    return _compared(request, draft_to_read(viewer, agreement_id, number), returned_id)


@require_POST
def take(request: HttpRequest, agreement_id: UUID, number: int, returned_id: UUID, place: int) -> HttpResponse:
    viewer = viewer_of(request)
    draft = draft_of(viewer, agreement_id, number)
    form = TakeForm(request.POST)
    write = partial(negotiating.change_take, by=viewer, returned_id=returned_id, place=place)
    if form.writes(lambda: write(seen=form.cleaned_data["seen"])):
        address = reverse("agreements:negotiation_compare", args=[agreement_id, number, returned_id])
        return see_other(f"{address}#change-{place}", toast=_("The draft says so now; the other changes wait."))
    return _compared(request, draft, returned_id, form)


def _page(
    request: HttpRequest, draft: AgreementVersion, *, form: WritingForm, returned: Mapping[UUID, ReturnForm] | None = None, **more: object
) -> HttpResponse:
    """``returned``: the form that came back to be corrected, by the text it is about."""
    kept = returned or {}
    context = {
        **step_context(draft, "text"),
        "may_write": viewer_of(request).has_perm("agreements.agreement.write", draft),
        "sent_texts": [(sent, kept.get(sent.uuid) or ReturnForm(auto_id=_ids(sent.uuid))) for sent in sent_texts_of(draft)],
        "send_form": SendTextForm(initial={"language": get_language()}),
        "form": form,
        **more,
    }
    return page(request, "agreements/negotiation.html", context, status=form.status)


def _ids(sent_id: UUID) -> str:
    """One file field a text that was sent, each with its own name for screen readers and labels."""
    return f"{sent_id}-%s"


def _compared(request: HttpRequest, draft: AgreementVersion, returned_id: UUID, form: TakeForm | None = None) -> HttpResponse:
    viewer = viewer_of(request)
    returned = returned_text_of(viewer, draft, returned_id)
    proposals = proposals_of(returned)
    changed = [one for one in proposals if one.stand is not Stand.SAME or one.difference.moved or one.remarks]
    context = {
        **step_context(draft, "text"),
        "may_write": viewer.has_perm("agreements.agreement.write", draft),
        "returned": returned,
        "changes": changed,
        "same": len(proposals) - len(changed),
        "waiting": sum(one.may_take for one in changed),
        "form": form,
    }
    return page(request, "agreements/negotiation_compare.html", context, status=200 if form is None else form.status)


def _language(code: str) -> Language:
    return "en" if code == "en" else "fr"


def _url(draft: AgreementVersion) -> str:
    return reverse("agreements:negotiation", args=[draft.agreement.uuid, draft.number])
