"""The step of the text: clauses in the order of the document."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from filon.agreements.forms.drafting import ClauseForm
from filon.agreements.queries.draft_choices import draft_of
from filon.agreements.queries.printed import in_order
from filon.agreements.queries.templates import template_for
from filon.agreements.queries.variables import VARIABLES
from filon.agreements.services import drafting
from filon.agreements.services.clauses import template_apply
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
    context = {
        **step_context(draft, "text"),
        "clauses": in_order(draft.clauses.all()),
        "template": template_for(draft.agreement.host_id, draft.agreement.kind_id),
        "variables": VARIABLES,
    }
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
    return form_page(
        request, "agreements/draft_clause.html", form, {**step_context(draft, "text"), "clause": found, "variables": VARIABLES}
    )


@require_POST
def clause_remove(request: HttpRequest, agreement_id: UUID, number: int, position: int) -> HttpResponse:
    viewer = viewer_of(request)
    draft = draft_of(viewer, agreement_id, number)
    drafting.clause_remove(by=viewer, version_id=draft.uuid, position=position)
    return see_other(step_url(draft, "text"), toast=_("The clause is removed from the draft."))


@require_POST
def clause_move(request: HttpRequest, agreement_id: UUID, number: int, position: int, places: int) -> HttpResponse:
    viewer = viewer_of(request)
    draft = draft_of(viewer, agreement_id, number)
    drafting.clause_move(by=viewer, version_id=draft.uuid, position=position, places=places)
    return see_other(step_url(draft, "text"))


@require_POST
def apply_template(request: HttpRequest, agreement_id: UUID, number: int) -> HttpResponse:
    """`replaces`: in place of the clauses that are there."""
    viewer = viewer_of(request)
    draft = draft_of(viewer, agreement_id, number)
    added = template_apply(by=viewer, version_id=draft.uuid, replaces="replaces" in request.POST)
    sentence = ngettext("%(count)d clause is added from the template.", "%(count)d clauses are added from the template.", len(added))
    nothing = _("Every clause of the template is there already.")
    return see_other(step_url(draft, "text"), toast=sentence % {"count": len(added)} if added else nothing)
