"""What agreements ask of a person this week: late, due within seven days, contested, to decide, left in draft."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.db.models import DateField, Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from filon.agreements.models import Agreement, AgreementVersion, Notice
from filon.agreements.models.kind import in_language
from filon.agreements.queries.listing import with_decision_day
from filon.agreements.queries.today import BusyItem, today_of
from filon.agreements.rules import NOTICE_AHEAD
from filon.agreements.states import OPEN_STATES, VersionState
from filon.kernel.addresses import address
from filon.kernel.prepared import Given, Prepared
from filon.kernel.registry import Week, WeekItem
from filon.people.roles import READING

if TYPE_CHECKING:
    from filon.people.models import User


def week_of_agreements(viewer: User, today: dt.date) -> Week:
    """The lines of this person, in no order, in three queries whatever the size; two for whoever reads no draft."""
    read = today_of(viewer, today)
    items = [*_decisions(viewer, today), *_drafts(viewer)]
    return Week([*map(_promise, read.busy), *items], Counter(read.counts) + Counter(item.kind for item in items))


def _promise(item: BusyItem) -> WeekItem:
    title = _("%(what)s: contested, to be answered") % {"what": item.what} if item.kind == "decide" else item.what
    context = _("%(agreement)s · %(name)s owes it") % {"agreement": item.agreement, "name": item.debtor}
    url = address("agreements:commitment", item.agreement_id, item.commitment_id)
    return WeekItem(item.kind, item.on, title, url, context, item.owner)


def _decisions(viewer: User, today: dt.date) -> Iterator[WeekItem]:
    """Before the last day to give notice of an agreement in force, for the ninety days that precede it; none once notice is given."""
    for uuid, title_fr, title_en, owner, day in _DECISIONS(viewer, today=today, until=today + NOTICE_AHEAD):
        title = _("Renew “%(title)s”?") % {"title": in_language(title_fr, title_en)}
        yield WeekItem("decide", day, title, address("agreements:detail", uuid), _("Last day to give notice"), owner or "")


def _to_decide(reader: Any) -> QuerySet[Any, Any]:
    versions = AgreementVersion.objects.filter(agreement__in=Agreement.objects.visible_to(reader), state=VersionState.IN_FORCE)
    versions = versions.filter(~Exists(Notice.objects.filter(version=OuterRef("pk"))), notice_months__gt=0)
    days = {"decision_day__gte": Given(DateField(), "today"), "decision_day__lte": Given(DateField(), "until")}
    columns = (*(f"agreement__{name}" for name in ("uuid", "title_fr", "title_en", "owner__name")), "decision_day")
    return with_decision_day(versions).filter(**days).order_by("decision_day").values_list(*columns)


_DECISIONS = Prepared(_to_decide)


def _drafts(viewer: User) -> Iterator[WeekItem]:
    """Texts she began and has not finished; only people inside see drafts."""
    if not viewer.standing.has(READING):
        return
    for uuid, title_fr, title_en, number, created_at in _DRAFTS(viewer):
        url, day = address("agreements:draft_review", uuid, number), timezone.localdate(created_at)
        context = _("Draft of version %(number)d") % {"number": number}
        yield WeekItem("decide", day, in_language(title_fr, title_en), url, context, viewer.name)


def _left_in_draft(reader: Any) -> QuerySet[Any, Any]:
    versions = AgreementVersion.objects.filter(agreement__in=Agreement.objects.visible_to(reader), state__in=OPEN_STATES)
    hers = versions.filter(Q(created_by=reader.pk) | Q(agreement__owner=reader.pk)).order_by("created_at")
    return hers.values_list("agreement__uuid", "agreement__title_fr", "agreement__title_en", "number", "created_at")


_DRAFTS = Prepared(_left_in_draft)
