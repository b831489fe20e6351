"""Ideas: the list, one of them, what people say and do with it."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from filon.activities.forms.ideas import CommentForm, IdeaForm, TakeUpForm
from filon.activities.forms.sessions import ReasonForm
from filon.activities.models import ExchangeTheme
from filon.activities.queries import listing
from filon.activities.queries.choices import session_choices
from filon.activities.queries.idea_sheet import idea_sheet
from filon.activities.services import ideas as services
from filon.activities.views.asking import check_takes_part, form_page, moderated_idea, reader_of, reads_or_posts
from filon.facts.queries.organisations import organisation_choices
from filon.kernel.lists import ListPage
from filon.kernel.pages import page, see_other
from filon.kernel.rights import get_visible_or_404
from filon.people.views.request import viewer_of


@require_safe
def idea_list(request: HttpRequest) -> HttpResponseBase:
    viewer = reader_of(request)
    listed = ListPage(request, listing.IDEAS, listing.idea_list(viewer))
    return listed.export(_("ideas")) or page(request, "activities/ideas.html", {"list": listed})


@require_safe
def idea(request: HttpRequest, idea_id: UUID) -> HttpResponse:
    return page(request, "activities/idea.html", {"sheet": idea_sheet(viewer_of(request), idea_id), "form": CommentForm()})


@reads_or_posts
def idea_new(request: HttpRequest, theme_id: UUID) -> HttpResponse:
    viewer = viewer_of(request)
    known = ExchangeTheme.objects.select_related("theme", "host")
    theme = get_visible_or_404(known, viewer=viewer, id=theme_id, may="activities.exchange.take_part")
    form = IdeaForm(request.POST or None, sessions=session_choices(viewer, theme), initial={"session": request.GET.get("session")})
    if form.writes(lambda: services.idea_write(by=viewer, idea=form.idea(theme_id))):
        return see_other(form.outcome, toast=_("Your idea is there: others may comment it and take it up."))
    return form_page(request, "activities/idea_form.html", form, {"subject": theme})


@require_POST
def comment(request: HttpRequest, idea_id: UUID) -> HttpResponse:
    viewer = viewer_of(request)
    sheet, form = idea_sheet(viewer, idea_id), CommentForm(request.POST)
    check_takes_part(viewer, sheet.idea)
    if form.writes(lambda: services.idea_comment(by=viewer, idea_id=idea_id, words=form.cleaned_data["words"])):
        return see_other(sheet.idea, toast=_("Your comment is there."))
    return form_page(request, "activities/idea.html", form, {"sheet": sheet})


@require_POST
def take_up(request: HttpRequest, idea_id: UUID) -> HttpResponse:
    """For her own organisation, or for the school."""
    taking = services.idea_take_up(by=viewer_of(request), idea_id=idea_id)
    return see_other(taking.idea, toast=_("You work on this idea."))


@reads_or_posts
def take_up_for(request: HttpRequest, idea_id: UUID) -> HttpResponse:
    viewer, known = moderated_idea(request, idea_id)
    form = TakeUpForm(request.POST or None, organisations=organisation_choices(viewer))
    if form.writes(lambda: services.idea_take_up(by=viewer, idea_id=idea_id, entity_id=form.cleaned_data["entity"])):
        return see_other(known, toast=_("The idea is taken up."))
    return form_page(request, "activities/take_up.html", form, {"idea": known})


@require_POST
def give_back(request: HttpRequest, idea_id: UUID) -> HttpResponse:
    given = services.idea_give_back(by=viewer_of(request), idea_id=idea_id)
    return see_other(given, toast=_("You work on this idea no longer."))


@reads_or_posts
def set_aside(request: HttpRequest, idea_id: UUID) -> HttpResponse:
    viewer, known = moderated_idea(request, idea_id)
    form = ReasonForm(request.POST or None)
    if form.writes(lambda: services.idea_set_aside(by=viewer, idea_id=idea_id, reason=form.cleaned_data["reason"])):
        return see_other(known, toast=_("The idea is set aside."))
    return form_page(request, "activities/set_aside.html", form, {"idea": known})


@require_POST
def bring_back(request: HttpRequest, idea_id: UUID) -> HttpResponse:
    return see_other(services.idea_bring_back(by=viewer_of(request), idea_id=idea_id), toast=_("The idea is proposed again."))


@require_POST
def show(request: HttpRequest, idea_id: UUID) -> HttpResponse:
    """Shown to everybody, or hidden when `public` is "no"."""
    is_public = request.POST.get("public") != "no"
    shown = services.idea_show(by=viewer_of(request), idea_id=idea_id, is_public=is_public)
    return see_other(shown, toast=_("Everybody may read it now, without a name.") if is_public else _("Nobody outside reads it any more."))
