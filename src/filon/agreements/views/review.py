"""The review of a draft: submitting it, answering, commenting; and the rules of the school."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from filon.agreements.forms.review import ApprovalForm, CommentForm, RuleForm, SubmitForm
from filon.agreements.queries.draft_choices import draft_of, draft_to_read
from filon.agreements.queries.house import house_of, kind_choices, rules_of
from filon.agreements.services import comments
from filon.agreements.services import review as reviewing
from filon.agreements.views.asking import form_page
from filon.agreements.views.drafting import reads_or_posts, review_page
from filon.agreements.views.steps import step_url
from filon.kernel.pages import see_other
from filon.people.views.request import viewer_of


@require_POST
def submit(request: HttpRequest, agreement_id: UUID, number: int) -> HttpResponse:
    viewer = viewer_of(request)
    draft = draft_of(viewer, agreement_id, number)
    form = SubmitForm(request.POST)
    if form.writes(lambda: reviewing.review_submit(by=viewer, version_id=draft.uuid, **form.cleaned_data)):
        return see_other(step_url(draft, "review"), toast=_("Submitted: those who approve it are told."))
    return review_page(request, draft, {"submit_form": form, "form": form}, status=422)


@require_POST
def approve(request: HttpRequest, agreement_id: UUID, number: int, approval_id: UUID) -> HttpResponse:
    viewer = viewer_of(request)
    draft = draft_to_read(viewer, agreement_id, number)
    form = ApprovalForm(request.POST)
    if form.writes(lambda: _answer(request, approval_id, form)):
        return see_other(step_url(draft, "review"), toast=_("Your answer is recorded."))
    return review_page(request, draft, {"approval_form": form, "form": form}, status=422)


def _answer(request: HttpRequest, approval_id: UUID, form: ApprovalForm) -> object:
    given = form.cleaned_data
    act = reviewing.approval_give if given["answer"] == "approve" else reviewing.approval_refuse
    return act(by=viewer_of(request), approval_id=approval_id, words=given["words"])


@require_POST
def comment(request: HttpRequest, agreement_id: UUID, number: int) -> HttpResponse:
    viewer = viewer_of(request)
    draft = draft_to_read(viewer, agreement_id, number)
    form = CommentForm(request.POST)
    if form.writes(lambda: comments.comment_write(by=viewer, version_id=draft.uuid, **form.cleaned_data)):
        return see_other(f"{step_url(draft, 'review')}#comments", toast=_("Your comment is there for everybody who reads the draft."))
    return review_page(request, draft, {"comment_form": form, "form": form}, status=422)


@require_POST
def answer_comment(request: HttpRequest, agreement_id: UUID, number: int, comment_id: UUID) -> HttpResponse:
    viewer = viewer_of(request)
    draft = draft_to_read(viewer, agreement_id, number)
    form = CommentForm(request.POST)
    if form.writes(lambda: comments.comment_answer(by=viewer, comment_id=comment_id, words=form.cleaned_data["words"])):
        return see_other(f"{step_url(draft, 'review')}#comments")
    return review_page(request, draft, {"comment_form": form, "form": form}, status=422)


@require_POST
def resolve_comment(request: HttpRequest, agreement_id: UUID, number: int, comment_id: UUID) -> HttpResponse:
    viewer = viewer_of(request)
    draft = draft_to_read(viewer, agreement_id, number)
    comments.comment_resolve(by=viewer, comment_id=comment_id)
    return see_other(f"{step_url(draft, 'review')}#comments")


@reads_or_posts
def house_rules(request: HttpRequest) -> HttpResponse:
    """Who approves what at the school one works for."""
    viewer = viewer_of(request)
    host = house_of(viewer)
    form = RuleForm(request.POST or None, kinds=kind_choices())
    if form.writes(lambda: reviewing.review_rule_add(by=viewer, host_id=host.uuid, **form.rule())):
        return see_other(reverse("agreements:rules"), toast=_("The rule holds for what is submitted from now on."))
    return form_page(request, "agreements/rules.html", form, {"host": host, "rules": rules_of(host)})


@require_POST
def house_rule_remove(request: HttpRequest, rule_id: UUID) -> HttpResponse:
    reviewing.review_rule_remove(by=viewer_of(request), rule_id=rule_id)
    return see_other(reverse("agreements:rules"), toast=_("The rule is removed; rounds under way keep it."))
