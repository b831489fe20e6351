"""What became of an idea, and comments that are withdrawn."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from filon.activities.forms.ideas import OutcomeForm
from filon.activities.forms.sessions import ReasonForm
from filon.activities.queries import choices
from filon.activities.queries.idea_sheet import idea_sheet
from filon.activities.services.ideas import comment_withdraw
from filon.activities.services.outcomes import outcome_record, outcome_take_back
from filon.activities.views.asking import form_page, moderated_idea, reads_or_posts
from filon.kernel.pages import see_other


@reads_or_posts
def outcome(request: HttpRequest, idea_id: UUID) -> HttpResponse:
    viewer, known = moderated_idea(request, idea_id)
    entities = choices.organisations_of(known)
    commitments = choices.commitment_choices(viewer, day=timezone.localdate(), entities=entities)
    form = OutcomeForm(request.POST or None, agreements=choices.agreement_choices(viewer), commitments=commitments)
    if form.writes(lambda: outcome_record(by=viewer, idea_id=idea_id, outcome=form.outcome())):
        return see_other(known, toast=_("It is a fact: what this idea became."))
    return form_page(request, "activities/outcome.html", form, {"idea": known})


@reads_or_posts
def outcome_back(request: HttpRequest, idea_id: UUID) -> HttpResponse:
    viewer, known = moderated_idea(request, idea_id)
    form = ReasonForm(request.POST or None)
    if form.writes(lambda: outcome_take_back(by=viewer, idea_id=idea_id, reason=form.cleaned_data["reason"])):
        return see_other(known, toast=_("The fact is reversed: the idea is taken up as before."))
    return form_page(request, "activities/outcome_back.html", form, {"idea": known})


@reads_or_posts
def withdraw(request: HttpRequest, idea_id: UUID, comment_id: UUID) -> HttpResponse:
    viewer, known = moderated_idea(request, idea_id)
    said = next((one for one in idea_sheet(viewer, idea_id).said if one.comment.uuid == comment_id), None)
    if said is None:
        raise Http404
    form = ReasonForm(request.POST or None)
    if form.writes(lambda: comment_withdraw(by=viewer, comment_id=comment_id, reason=form.cleaned_data["reason"])):
        return see_other(known, toast=_("The comment is withdrawn; that there was one stays."))
    return form_page(request, "activities/withdraw.html", form, {"idea": known, "said": said})
