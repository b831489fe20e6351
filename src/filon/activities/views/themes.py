"""Themes of exchanges."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from filon.activities.forms.sessions import ThemeForm
from filon.activities.models import ExchangeTheme
from filon.activities.queries import words
from filon.activities.queries.choices import subject_choices
from filon.activities.queries.theme_sheet import theme_rows, theme_sheet
from filon.activities.services.themes import theme_change as change_theme
from filon.activities.services.themes import theme_open
from filon.activities.views.asking import form_page, reader_of, reads_or_posts
from filon.kernel.pages import page, see_other
from filon.kernel.rights import get_visible_or_404
from filon.partners.rights import school_of_work
from filon.people.views.request import viewer_of


@require_safe
def themes(request: HttpRequest) -> HttpResponse:
    viewer = reader_of(request)
    shown = {"rows": theme_rows(viewer), "may_open": viewer.has_perm("activities.exchange.create")}
    return page(request, "activities/themes.html", shown)


@require_safe
def theme(request: HttpRequest, theme_id: UUID) -> HttpResponse:
    return page(request, "activities/theme.html", {"sheet": theme_sheet(viewer_of(request), theme_id), "words": words})


@reads_or_posts
def theme_new(request: HttpRequest) -> HttpResponse:
    viewer = viewer_of(request)
    host_id = school_of_work(viewer).pk
    form = ThemeForm(request.POST or None, themes=subject_choices(host_id))
    if form.writes(lambda: theme_open(by=viewer, host_id=host_id, theme=form.given())):
        return see_other(form.outcome, toast=_("The theme is open: plan its first session."))
    return form_page(request, "activities/theme_form.html", form)


@reads_or_posts
def theme_change(request: HttpRequest, theme_id: UUID) -> HttpResponse:
    viewer = viewer_of(request)
    known = ExchangeTheme.objects.select_related("theme")
    opened = get_visible_or_404(known, viewer=viewer, id=theme_id, may="activities.exchange.write")
    form = ThemeForm(request.POST or None, opened=opened)
    if form.writes(lambda: change_theme(by=viewer, exchange_theme_id=theme_id, theme=form.given(opened))):
        return see_other(opened, toast=_("The theme is changed."))
    return form_page(request, "activities/theme_form.html", form, {"subject": opened})
