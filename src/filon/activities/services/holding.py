"""What exchanges hold of a person: places in sessions, and what she said of ideas; each stays as long as the register says."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any, cast

from django.db.models import QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from filon.activities.models import Idea, IdeaComment, IdeaTaking, Registration
from filon.activities.services.forgetting import NAME_YEARS, REGISTRATION_YEARS
from filon.kernel.periods import add_months
from filon.kernel.persons import Kept, Person, PersonHolding
from filon.people.models import User

REGISTRATIONS, VOICE = "activities.registration", "activities.voice"
HELD = _("the school proves that the session was held, for three years")
SAID = _("those who work on the idea answer to whoever said it, for five years")


def _registrations(person: Person) -> QuerySet[Registration]:
    rows = Registration.objects.filter(person.here("session__host"), user__in=person.accounts)
    return rows.select_related("session__host").order_by("pk")


def _ideas(person: Person) -> QuerySet[Idea]:
    return Idea.objects.filter(person.here("host"), author__in=person.accounts).select_related("host").order_by("pk")


def _comments(person: Person) -> QuerySet[IdeaComment]:
    return IdeaComment.objects.filter(person.here("idea__host"), author__in=person.accounts).select_related("idea").order_by("pk")


def _takings(person: Person) -> QuerySet[IdeaTaking]:
    return IdeaTaking.objects.filter(person.here("idea__host"), user__in=person.accounts).select_related("idea").order_by("pk")


def _registration(row: Registration) -> dict[str, Any]:
    told = {"school": row.session.host.name, "session": row.session.title_fr, "day": timezone.localdate(row.session.starts_at)}
    return told | {"state": row.state, "came": row.came, "registered_at": row.registered_at}


def _idea(row: Idea) -> dict[str, Any]:
    return {"school": row.host.name, "title": row.title, "words": row.words, "written_at": row.written_at}


def _comment(row: IdeaComment) -> dict[str, Any]:
    return {"idea": row.idea.title, "words": row.words, "written_at": row.written_at}


def _taking(row: IdeaTaking) -> dict[str, Any]:
    return {"idea": row.idea.title, "since": row.since}


def _kept(code: str, years: int, why: Any) -> Callable[[Person, dt.date], Kept]:
    """Until so many years after the last of them: the night's purge ends them, and nothing else."""

    def kept(person: Person, _today: dt.date) -> Kept:
        last = _last(person).get(code)
        return Kept(why, None if last is None else add_months(timezone.localdate(last), 12 * years))

    return kept


def _last(person: Person) -> Mapping[str, dt.datetime | None]:
    """When the last of each was said or held, asked once for each person."""
    if "activities" not in person.read:
        latest = {code: Subquery(rows(person).order_by(f"-{moment}").values(moment)[:1]) for code, (rows, moment) in _MOMENTS.items()}
        found = User.objects.get_queryset().filter(pk__in=person.accounts).values(**latest).first()
        person.read["activities"] = found or {}
    return cast("Mapping[str, dt.datetime | None]", person.read["activities"])


_MOMENTS: Mapping[str, tuple[Callable[[Person], QuerySet[Any]], str]] = {
    "registrations": (_registrations, "session__ends_at"),
    "ideas": (_ideas, "written_at"),
    "comments": (_comments, "written_at"),
    "takings": (_takings, "since"),
}
HOLDINGS = (
    PersonHolding(
        "activities.registrations",
        REGISTRATIONS,
        _("Places in sessions of exchange"),
        _registrations,
        _registration,
        _kept("registrations", REGISTRATION_YEARS, HELD),
    ),
    PersonHolding("activities.ideas", VOICE, _("Ideas"), _ideas, _idea, _kept("ideas", NAME_YEARS, SAID)),
    PersonHolding("activities.comments", VOICE, _("Comments on ideas"), _comments, _comment, _kept("comments", NAME_YEARS, SAID)),
    PersonHolding("activities.takings", VOICE, _("Ideas taken up"), _takings, _taking, _kept("takings", NAME_YEARS, SAID)),
)
