"""The lists of exchanges: sessions by day, and ideas."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from django.db.models import CharField, Count, Exists, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from filon.activities.models import ExchangeSession, ExchangeTheme, Fulfilment, Idea, IdeaComment, Registration
from filon.activities.models.scope import MEMBERS
from filon.activities.queries import words
from filon.activities.states import LIVE_PLACES, IdeaState, PlaceState, SessionState
from filon.agreements.models import Agreement
from filon.kernel import clock
from filon.kernel.lists import Column, Definition, Filter, Rows
from filon.kernel.search import matching
from filon.partners.models import Site
from filon.people.models import User

STANDINGS = ("coming", "to_close", "held", "cancelled", "mine")


def with_places(sessions: QuerySet[ExchangeSession], viewer: User) -> QuerySet[ExchangeSession]:
    """Each with `confirmed` and `waiting` persons, and `own_state`: what the viewer has in it, if anything."""
    own = Registration.objects.filter(session=OuterRef("pk"), user_id=viewer.pk, state__in=LIVE_PLACES)
    return sessions.annotate(
        confirmed=counted(PlaceState.CONFIRMED),
        waiting=counted(PlaceState.WAITING),
        own_state=Subquery(own.values("state")[:1], output_field=CharField()),
    )


def counted(state: PlaceState) -> Coalesce:
    """Persons in that state, of the outer session."""
    placed = Registration.objects.filter(session=OuterRef("pk"), state=state).order_by().values("session")
    return Coalesce(Subquery(placed.annotate(number=Count("pk")).values("number")), 0, output_field=IntegerField())


def listed_sessions(viewer: User) -> QuerySet[ExchangeSession]:
    return with_places(ExchangeSession.objects.visible_to(viewer), viewer).select_related("theme__theme", "site")


SESSIONS = Rows(listed_sessions)


def session_list(viewer: User) -> Definition[ExchangeSession]:
    """What the list can do for her: from outside no number of persons is read or exported."""
    outside = not viewer.standing.has(MEMBERS)
    return Definition(
        page="activities:list",
        columns=(
            Column("day", gettext_lazy("When"), lambda one: one.day, sort=("starts_at",)),
            Column("title", gettext_lazy("Session"), lambda one: one.title, sort=("title_fr",)),
            Column("theme", gettext_lazy("Theme"), lambda one: str(one.theme), sort=("theme__theme__label_fr", "starts_at")),
            Column("hours", gettext_lazy("Hours"), lambda one: f"{words.hour(one.starts_at)} – {words.hour(one.ends_at)}"),
            Column("place", gettext_lazy("Where"), lambda one: one.place, spare=True),
            Column("places", gettext_lazy("Registered"), lambda one: words.places_words(one, is_outside=outside)),
            Column("state", gettext_lazy("State"), words.standing_words),
        ),
        order=("-starts_at", "-id"),
        filters=(
            Filter("theme", gettext_lazy("Theme"), _of_theme, _theme_choices(viewer)),
            Filter("site", gettext_lazy("Site"), _of_site, _site_choices(viewer)),
            Filter("state", gettext_lazy("State"), _standing(viewer), _state_choices),
            Filter("agreement", gettext_lazy("Agreement"), _of_agreement(viewer)),
        ),
        search=_session_search,
        ready_views=(
            (gettext_lazy("To come"), "state=coming&sort=day"),
            (gettext_lazy("Mine"), "state=mine&sort=day"),
            *(((gettext_lazy("To close"), "state=to_close&sort=day"),) if viewer.has_perm("activities.exchange.create") else ()),
            (gettext_lazy("Sessions held"), "state=held"),
        ),
    )


def _of_theme(found: QuerySet[Any], value: str) -> QuerySet[Any]:
    return found.filter(theme__uuid=UUID(value))


def _of_site(found: QuerySet[ExchangeSession], value: str) -> QuerySet[ExchangeSession]:
    return found.filter(site__uuid=UUID(value))


def _standing(viewer: User) -> Callable[[QuerySet[ExchangeSession], str], QuerySet[ExchangeSession]]:
    def apply(found: QuerySet[Any], value: str) -> QuerySet[Any]:
        if value not in STANDINGS:
            raise ValueError(value)
        if value == "mine":
            return found.filter(Exists(Registration.objects.live().filter(session=OuterRef("pk"), user_id=viewer.pk)))
        if value in SessionState.values:
            return found.filter(state=value)
        now = clock.now()
        return found.filter(state=SessionState.PLANNED, **{"ends_at__lte" if value == "to_close" else "ends_at__gt": now})

    return apply


def _of_agreement(viewer: User) -> Callable[[QuerySet[ExchangeSession], str], QuerySet[ExchangeSession]]:
    """Sessions that fulfil something of it and stand."""

    def apply(found: QuerySet[ExchangeSession], value: str) -> QuerySet[ExchangeSession]:
        agreements = Agreement.objects.visible_to(viewer).filter(uuid=UUID(value))
        counted_there = Fulfilment.objects.filter(delivery__commitment__agreement__in=agreements, closing__session=OuterRef("pk"))
        return found.filter(Exists(counted_there.filter(closing__reopened_at=None)))

    return apply


def agreement_named(viewer: User, text: str) -> Agreement | None:
    """The agreement a list is narrowed to, when she sees it."""
    try:
        return Agreement.objects.visible_to(viewer).filter(uuid=UUID(text)).first() if text else None
    except ValueError:
        return None


def _session_search(found: QuerySet[ExchangeSession], typed: str) -> QuerySet[ExchangeSession]:
    return matching(found, typed, text=["title_fr", "about_fr"], names=["title_fr", "title_en", "room"])


def _theme_choices(viewer: User) -> Callable[[], Sequence[tuple[str, str]]]:
    return lambda: [("", _("All")), *((str(one.uuid), str(one)) for one in themes_seen(viewer))]


def themes_seen(viewer: User) -> QuerySet[ExchangeTheme]:
    return ExchangeTheme.objects.visible_to(viewer).select_related("theme", "host")


def _site_choices(viewer: User) -> Callable[[], Sequence[tuple[str, str]]]:
    def choices() -> Sequence[tuple[str, str]]:
        used = Site.objects.filter(pk__in=ExchangeSession.objects.visible_to(viewer).order_by().values("site"))
        return [("", _("All")), *((str(uuid), name) for uuid, name in used.order_by("name").values_list("uuid", "name"))]

    return choices


def _state_choices() -> Sequence[tuple[str, Any]]:
    told = (_("to come"), _("to close"), _("held"), pgettext("session", "cancelled"), _("where I have a place"))
    return [("", _("All")), *zip(STANDINGS, told, strict=True)]


def listed_ideas(viewer: User) -> QuerySet[Idea]:
    """Each with `comment_count`, those withdrawn left out."""
    said = IdeaComment.objects.filter(idea=OuterRef("pk"), withdrawal=None).order_by().values("idea")
    number = Coalesce(Subquery(said.annotate(number=Count("pk")).values("number")), 0, output_field=IntegerField())
    return Idea.objects.visible_to(viewer).select_related("theme__theme", "session").annotate(comment_count=number)


IDEAS = Rows(listed_ideas)


def idea_list(viewer: User) -> Definition[Idea]:
    return Definition(
        page="activities:ideas",
        columns=(
            Column("title", gettext_lazy("Idea"), lambda one: one.title, sort=("title",)),
            Column("theme", gettext_lazy("Theme"), lambda one: str(one.theme), sort=("theme__theme__label_fr",)),
            Column("state", gettext_lazy("State"), lambda one: str(IdeaState(one.state).label), sort=("state",)),
            Column("comments", gettext_lazy("Comments"), lambda one: one.comment_count, sort=("comment_count",), number=True),
            Column("written", gettext_lazy("Proposed on"), lambda one: one.written_at.date(), sort=("written_at",)),
        ),
        order=("-written_at", "-id"),
        filters=(
            Filter("theme", gettext_lazy("Theme"), _of_theme, _theme_choices(viewer)),
            Filter("state", gettext_lazy("State"), _in_state, lambda: [("", _("All")), *IdeaState.choices]),
        ),
        search=lambda found, typed: matching(found, typed, text=["title", "words"], names=["title"]),
        ready_views=((gettext_lazy("Nobody took it up"), "state=proposed"), (gettext_lazy("Carried out"), "state=become")),
    )


def _in_state(found: QuerySet[Idea], value: str) -> QuerySet[Idea]:
    if value not in IdeaState.values:
        raise ValueError(value)
    return found.filter(state=value)
