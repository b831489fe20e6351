"""What follows a session: who came, its closing, and taking it back."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from filon.activities.forms.sessions import AttendanceForm, CloseForm, ReasonForm
from filon.activities.models import Registration
from filon.activities.queries.choices import commitment_choices
from filon.activities.queries.session_sheet import session_sheet
from filon.activities.services.closing import session_close, session_reopen
from filon.activities.services.registrations import attendance_mark, registration_remove
from filon.activities.states import PlaceState
from filon.activities.views.asking import form_page, reads_or_posts, run_session
from filon.kernel.pages import see_other
from filon.kernel.rights import get_visible_or_404
from filon.partners.models import LegalEntity
from filon.people.views.request import viewer_of


@reads_or_posts
def attendance(request: HttpRequest, session_id: UUID) -> HttpResponse:
    viewer, known = run_session(request, session_id)
    sheet = session_sheet(viewer, session_id)
    placed = [one for one in sheet.registrations if one.state == PlaceState.CONFIRMED]
    came = [one.uuid for one in placed if one.came is not False]
    form = AttendanceForm(request.POST or None, persons=[(one.uuid, one.user.name) for one in placed], initial={"came": came})
    if form.writes(lambda: attendance_mark(by=viewer, session_id=session_id, came=form.cleaned_data["came"])):
        return see_other(known, toast=_("It is noted who came."))
    return form_page(request, "activities/attendance.html", form, {"sheet": sheet})


@reads_or_posts
def close(request: HttpRequest, session_id: UUID) -> HttpResponse:
    viewer, known = run_session(request, session_id)
    entities = LegalEntity.objects.visible_to(viewer).filter(exchange_sessions__session=known)
    form = CloseForm(request.POST or None, commitments=commitment_choices(viewer, day=known.day, entities=entities))
    if form.writes(lambda: session_close(by=viewer, session_id=session_id, closing=form.closing())):
        return see_other(known, toast=_("The session is closed: it is a fact, and what it fulfils is declared."))
    return form_page(request, "activities/close.html", form, {"sheet": session_sheet(viewer, session_id)})


@reads_or_posts
def reopen(request: HttpRequest, session_id: UUID) -> HttpResponse:
    viewer, known = run_session(request, session_id)
    form = ReasonForm(request.POST or None)
    if form.writes(lambda: session_reopen(by=viewer, session_id=session_id, reason=form.cleaned_data["reason"])):
        return see_other(known, toast=_("The session is open again: its fact is reversed."))
    return form_page(request, "activities/reopen.html", form, {"session": known})


@reads_or_posts
def remove(request: HttpRequest, registration_id: UUID) -> HttpResponse:
    viewer = viewer_of(request)
    known = Registration.objects.select_related("session__host", "user")
    placed = get_visible_or_404(known, viewer=viewer, id=registration_id, may="activities.exchange.write")
    form = ReasonForm(request.POST or None)
    if form.writes(lambda: registration_remove(by=viewer, registration_id=registration_id, reason=form.cleaned_data["reason"])):
        return see_other(placed.session, toast=_("The place is free again."))
    return form_page(request, "activities/remove.html", form, {"placed": placed})
