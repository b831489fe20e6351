"""The home page is the week: what is late, due, to sign, to decide, for this person; then one picture of the whole."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from filon.agreements.queries.ecosystem import ecosystem_of
from filon.agreements.queries.today import asked_once
from filon.kernel.formats import day_short, number, weekday_short
from filon.kernel.pages import page
from filon.kernel.registry import WEEK_LINES, Week, WeekItem, WeekKind, WeekSource, all_of
from filon.people.models import User

KINDS: tuple[WeekKind, ...] = ("late", "due", "sign", "decide")


@dataclass(frozen=True)
class Line:
    """One line of the week as its template shows it."""

    kind: WeekKind
    when: str
    note: str
    title: str
    url: str
    context: str
    who: str
    action: str = ""
    action_url: str = ""


@dataclass(frozen=True)
class Group:
    """Lines of one kind; ``more`` counts those that are not shown."""

    kind: WeekKind
    title: str
    lines: list[Line]
    more: int


@login_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The page /."""
    viewer, today = viewer_of(request), timezone.localdate()
    with asked_once():
        week, ecosystem = week_of(viewer, today), ecosystem_of(viewer, today=today)
    context: dict[str, Any] = {
        "today": today,
        "week_number": today.isocalendar().week,
        "segments": opening(week.counts),
        "groups": [group for kind in KINDS if (group := group_of(kind, week, today))],
        "ecosystem": ecosystem,
    }
    return page(request, "home.html", context)


def viewer_of(request: HttpRequest) -> User:
    """The signed-in person (`login_required` stands before)."""
    if not isinstance(request.user, User):
        raise TypeError("a page for signed-in people was reached by nobody")
    return request.user


def week_of(viewer: User, today: dt.date) -> Week:
    """What every app has to say to this person, oldest first."""
    weeks = [source.collect(viewer, today) for source in all_of(WeekSource)]
    items = sorted((item for week in weeks for item in week.items), key=lambda item: (item.on, item.title))
    return Week(items, {kind: sum(week.counts.get(kind, 0) for week in weeks) for kind in KINDS})


def group_of(kind: WeekKind, week: Week, today: dt.date) -> Group | None:
    """The group of a kind; None when it is empty."""
    lines = [line_of(item, today) for item in [item for item in week.items if item.kind == kind][:WEEK_LINES]]
    titles = {"late": _("Late"), "due": _("Due this week"), "sign": _("To sign"), "decide": _("To decide")}
    return Group(kind, titles[kind], lines, week.counts[kind] - len(lines)) if lines else None


def line_of(item: WeekItem, today: dt.date) -> Line:
    action = {"sign": _("Read and sign"), "decide": _("Decide")}.get(item.kind, "")
    return Line(
        item.kind, when_of(item, today), item.note or note_of(item, today), item.title, item.url, item.context, item.owner, action, item.url
    )


def when_of(item: WeekItem, today: dt.date) -> str:
    near = abs((item.on - today).days) <= 7
    return weekday_short(item.on) if near and item.kind == "due" else day_short(item.on)


def late_by(days: int) -> str:
    """`45 j de retard`: short, for the narrow column of dates."""
    return _("%(count)s d late") % {"count": number(days)}


def note_of(item: WeekItem, today: dt.date) -> str:
    """How late, or how near."""
    away = (item.on - today).days
    if item.kind == "late":
        return late_by(-away)
    if item.kind in ("sign", "decide"):
        return _("at the latest") if away >= 0 else late_by(-away)
    return {0: _("today"), 1: _("tomorrow")}.get(away, "")


def opening(counts: Mapping[WeekKind, int]) -> list[tuple[str, bool]]:
    """The sentence under the title, as (text, is strong): how the week stands, what is wrong in bold."""
    if not any(counts.values()):
        return [(_("Nothing is late, and nothing is due this week."), False)]
    late = counts["late"]
    told = ngettext("%(count)d thing is late", "%(count)d things are late", late) % {"count": late} if late else _("Nothing is late")
    coming = ngettext(", %(count)d comes within a week. ", ", %(count)d come within a week. ", counts["due"]) % {"count": counts["due"]}
    parts = [(told, bool(late)), (coming, False)]
    return parts + asking(counts["sign"], counts["decide"])


def asking(to_sign: int, to_decide: int) -> list[tuple[str, bool]]:
    """What waits for a signature or a decision; nothing when nothing does."""
    sentences = []
    if to_sign:
        sentences.append(
            ngettext("%(count)d text waits for a signature.", "%(count)d texts wait for a signature.", to_sign) % {"count": to_sign}
        )
    if to_decide:
        sentences.append(
            ngettext("%(count)d question waits for a decision.", "%(count)d questions wait for a decision.", to_decide)
            % {"count": to_decide}
        )
    return [(" ".join(sentences), False)]
