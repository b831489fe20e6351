"""The step of the money: lines by nature."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from filon.agreements.forms.drafting import MoneyForm
from filon.agreements.queries.draft_choices import draft_of, money_lines, party_choices, party_terms
from filon.agreements.services import drafting
from filon.agreements.views.asking import form_page
from filon.agreements.views.drafting import reads_or_posts
from filon.agreements.views.steps import step_context, step_url
from filon.kernel.pages import see_other
from filon.people.views.request import viewer_of


@reads_or_posts
def money(request: HttpRequest, agreement_id: UUID, number: int) -> HttpResponse:
    viewer = viewer_of(request)
    draft = draft_of(viewer, agreement_id, number)
    form = MoneyForm(request.POST or None, parties=party_choices(party_terms(draft)))
    if form.writes(lambda: drafting.money_line_add(by=viewer, version_id=draft.uuid, line=form.money_line())):
        return see_other(step_url(draft, "money"), toast=_("The money line is added."))
    context = {**step_context(draft, "money"), "lines": list(money_lines(draft))}
    return form_page(request, "agreements/draft_money.html", form, context)


@reads_or_posts
def money_line(request: HttpRequest, agreement_id: UUID, number: int, line_id: UUID) -> HttpResponse:
    viewer = viewer_of(request)
    draft = draft_of(viewer, agreement_id, number)
    line = get_object_or_404(money_lines(draft), uuid=line_id)
    form = MoneyForm(request.POST or None, initial=MoneyForm.initial_of(line), parties=party_choices(party_terms(draft)))
    change = partial(drafting.money_line_change, by=viewer, version_id=draft.uuid, money_line_id=line_id)
    if form.writes(lambda: change(line=form.money_line())):
        return see_other(step_url(draft, "money"), toast=_("The money line is saved."))
    return form_page(request, "agreements/draft_money_line.html", form, {**step_context(draft, "money"), "line": line})


@require_POST
def money_line_remove(request: HttpRequest, agreement_id: UUID, number: int, line_id: UUID) -> HttpResponse:
    viewer = viewer_of(request)
    draft = draft_of(viewer, agreement_id, number)
    drafting.money_line_remove(by=viewer, version_id=draft.uuid, money_line_id=line_id)
    return see_other(step_url(draft, "money"), toast=_("The money line is removed from the draft."))
