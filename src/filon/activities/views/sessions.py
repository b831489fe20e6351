"""Sessions: the list, one of them, a place in it, writing one down."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from filon.activities.forms.sessions import ReasonForm, SessionForm, initial_of
from filon.activities.models import ExchangeSession
from filon.activities.models.scope import MEMBERS
from filon.activities.queries import choices, listing, words
from filon.activities.queries.session_sheet import session_sheet
from filon.activities.services.registrations import session_leave, session_register
from filon.activities.services.sessions import session_cancel, session_change, session_plan
from filon.activities.states import PlaceState
from filon.activities.views.asking import form_page, reader_of, reads_or_posts, run_session
from filon.facts.queries.organisations import organisation_choices
from filon.kernel.lists import ListPage
from filon.kernel.pages import page, see_other
from filon.partners.rights import school_of_work
from filon.people.models import User
from filon.people.views.request import viewer_of


@require_safe
def session_list(request: HttpRequest) -> HttpResponseBase:
    viewer = reader_of(request)
    listed = ListPage(request, listing.SESSIONS, listing.session_list(viewer))
    shown = {
        "words": words,
        "outside": not viewer.standing.has(MEMBERS),
        "agreement": listing.agreement_named(viewer, listed.chosen["agreement"]),
        "may_plan": viewer.has_perm("activities.exchange.create"),
    }
    return listed.export(_("exchanges")) or page(request, "activities/list.html", {"list": listed, **shown})


@require_safe
def session(request: HttpRequest, session_id: UUID) -> HttpResponse:
    return page(request, "activities/session.html", {"sheet": session_sheet(viewer_of(request), session_id)})


@require_POST
def register(request: HttpRequest, session_id: UUID) -> HttpResponse:
    placed = session_register(by=viewer_of(request), session_id=session_id)
    has_place = placed.state == PlaceState.CONFIRMED
    toast = _("You have a place.") if has_place else _("The session is full: you are on the waiting list.")
    return see_other(placed.session, toast=toast)


@require_POST
def leave(request: HttpRequest, session_id: UUID) -> HttpResponse:
    placed = session_leave(by=viewer_of(request), session_id=session_id)
    return see_other(placed.session, toast=_("Your place is given up."))


def _session_form(request: HttpRequest, viewer: User, host_id: int, known: ExchangeSession | None = None) -> SessionForm:
    initial = initial_of(known) if known is not None else {"theme": request.GET.get("theme")}
    return SessionForm(
        request.POST or None,
        initial=initial,
        themes=choices.theme_choices(viewer, host_id),
        sites=choices.site_choices(viewer, host_id),
        organisations=organisation_choices(viewer),
    )


@reads_or_posts
def session_new(request: HttpRequest) -> HttpResponse:
    viewer = viewer_of(request)
    host_id = school_of_work(viewer).pk
    form = _session_form(request, viewer, host_id)
    if form.writes(lambda: session_plan(by=viewer, host_id=host_id, session=form.session())):
        return see_other(form.outcome, toast=_("The session is announced."))
    return form_page(request, "activities/session_form.html", form)


@reads_or_posts
def change(request: HttpRequest, session_id: UUID) -> HttpResponse:
    viewer, known = run_session(request, session_id)
    form = _session_form(request, viewer, known.host_id, known)
    if form.writes(lambda: session_change(by=viewer, session_id=session_id, session=form.session())):
        return see_other(form.outcome, toast=_("The session is changed."))
    return form_page(request, "activities/session_form.html", form, {"session": known})


@reads_or_posts
def cancel(request: HttpRequest, session_id: UUID) -> HttpResponse:
    viewer, known = run_session(request, session_id)
    form = ReasonForm(request.POST or None)
    if form.writes(lambda: session_cancel(by=viewer, session_id=session_id, reason=form.cleaned_data["reason"])):
        return see_other(known, toast=_("The session is cancelled; those registered read why."))
    return form_page(request, "activities/cancel.html", form, {"session": known})
