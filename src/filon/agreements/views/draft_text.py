"""The step of the text: clauses in the order of the document."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from filon.agreements.forms.drafting import ClauseForm
from filon.agreements.queries.draft_choices import draft_of
from filon.agreements.services import drafting
from filon.agreements.views.asking import form_page
from filon.agreements.views.drafting import reads_or_posts
from filon.agreements.views.steps import step_context, step_url
from filon.kernel.pages import see_other
from filon.people.views.request import viewer_of


@reads_or_posts
def text(request: HttpRequest, agreement_id: UUID, number: int) -> HttpResponse:
    viewer = viewer_of(request)
    draft = draft_of(viewer, agreement_id, number)
    form = ClauseForm(request.POST or None)
    if form.writes(lambda: drafting.clause_add(by=viewer, version_id=draft.uuid, clause=form.clause())):
        return see_other(step_url(draft, "text"), toast=_("The clause is added."))
    context = {**step_context(draft, "text"), "clauses": list(draft.clauses.order_by("position"))}
    return form_page(request, "agreements/draft_text.html", form, context)


@reads_or_posts
def clause(request: HttpRequest, agreement_id: UUID, number: int, position: int) -> HttpResponse:
    viewer = viewer_of(request)
    draft = draft_of(viewer, agreement_id, number)
    found = get_object_or_404(draft.clauses, position=position)
    form = ClauseForm(request.POST or None, initial=ClauseForm.initial_of(found))
    change = partial(drafting.clause_change, by=viewer, version_id=draft.uuid, position=position)
    if form.writes(lambda: change(clause=form.clause())):
        return see_other(step_url(draft, "text"), toast=_("The clause is saved."))
    return form_page(request, "agreements/draft_clause.html", form, {**step_context(draft, "text"), "clause": found})


@require_POST
def clause_remove(request: HttpRequest, agreement_id: UUID, number: int, position: int) -> HttpResponse:
    viewer = viewer_of(request)
    draft = draft_of(viewer, agreement_id, number)
    drafting.clause_remove(by=viewer, version_id=draft.uuid, position=position)
    return see_other(step_url(draft, "text"), toast=_("The clause is removed from the draft."))
