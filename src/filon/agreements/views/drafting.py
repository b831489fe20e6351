"""Steps of a draft: nature, term, review, and withdrawing it. Parties, commitments, money and text have their own files."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from filon.agreements.forms.deliveries import TakeBackForm
from filon.agreements.forms.drafting import IdentityForm, NatureForm, TermForm
from filon.agreements.forms.review import ApprovalForm, CommentForm, SubmitForm
from filon.agreements.models import AgreementVersion
from filon.agreements.queries.approvals import reviewing_of
from filon.agreements.queries.draft_choices import draft_of, draft_to_read
from filon.agreements.queries.review import review_of
from filon.agreements.services import drafting, effect
from filon.agreements.views.asking import form_page
from filon.agreements.views.steps import after, step_context, step_url, until_signed
from filon.kernel.pages import page, see_other
from filon.people.views.request import viewer_of

reads_or_posts = require_http_methods(["GET", "HEAD", "POST"])


@reads_or_posts
def create(request: HttpRequest) -> HttpResponse:
    viewer = viewer_of(request)
    if not viewer.has_perm("agreements.agreement.create"):
        raise PermissionDenied
    form = NatureForm(request.POST or None)
    if form.writes(lambda: drafting.agreement_create(by=viewer, **form.agreement())):
        return see_other(step_url(form.outcome.versions.select_related("agreement").get(), "parties"))
    return form_page(request, "agreements/create.html", form)


@reads_or_posts
def nature(request: HttpRequest, agreement_id: UUID, number: int) -> HttpResponse:
    viewer = viewer_of(request)
    draft = draft_of(viewer, agreement_id, number)
    form = IdentityForm(request.POST or None, agreement=draft.agreement)
    if form.writes(lambda: drafting.agreement_change(by=viewer, agreement_id=agreement_id, **form.identity())):
        return see_other(after(draft, "nature"))
    return form_page(request, "agreements/draft_nature.html", form, step_context(draft, "nature"))


@reads_or_posts
def term(request: HttpRequest, agreement_id: UUID, number: int) -> HttpResponse:
    viewer = viewer_of(request)
    draft = draft_of(viewer, agreement_id, number)
    form = TermForm(request.POST or None, initial=TermForm.initial_of(draft))
    if form.writes(lambda: drafting.version_term_set(by=viewer, version_id=draft.uuid, term=form.term())):
        return see_other(after(draft, "term"))
    return form_page(request, "agreements/draft_term.html", form, step_context(draft, "term"))


@require_safe
@until_signed
def review(request: HttpRequest, agreement_id: UUID, number: int) -> HttpResponse:
    return review_page(request, draft_to_read(viewer_of(request), agreement_id, number), {})


def review_page(request: HttpRequest, draft: AgreementVersion, forms: Mapping[str, Any], status: int = 200) -> HttpResponse:
    """The whole reading of a draft, with the form that came back to be corrected, if one did."""
    viewer = viewer_of(request)
    context = {
        **step_context(draft, "review"),
        "may_write": viewer.has_perm("agreements.agreement.write", draft),
        "review": review_of(draft),
        "held": reviewing_of(viewer, draft),
        "withdraw_form": TakeBackForm(),
        "submit_form": SubmitForm(),
        "approval_form": ApprovalForm(),
        "comment_form": CommentForm(),
        **forms,
    }
    return page(request, "agreements/draft_review.html", context, status=status)


@require_POST
def withdraw(request: HttpRequest, agreement_id: UUID, number: int) -> HttpResponse:
    viewer = viewer_of(request)
    draft = draft_of(viewer, agreement_id, number)
    form = TakeBackForm(request.POST)
    if form.writes(lambda: effect.version_withdraw(by=viewer, version_id=draft.uuid, reason=form.cleaned_data["reason"])):
        return see_other(reverse("agreements:list"), toast=_("The draft is withdrawn; it stays in the history."))
    return form_page(request, "agreements/withdraw.html", form, step_context(draft, "review"))
