"""Every agreement the viewer sees, in a few words each: one query, from which the pages of the portfolio count."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce, JSONArray, JSONObject
from django.utils import timezone

from filon.agreements.models import Agreement, AgreementParty, AgreementVersion, Notice
from filon.agreements.models.kind import in_language
from filon.agreements.queries.list_lines import parties_of_ours
from filon.agreements.queries.listing import shown_versions
from filon.agreements.queries.portfolio.figures import Figures, Told, told_of
from filon.agreements.states import BINDING_STATES, VersionState
from filon.kernel.prepared import Prepared

if TYPE_CHECKING:
    from filon.people.models import User


class Partner(NamedTuple):
    """A party of the other side: the organisation that lasts where sheets were merged; `host_id` where it is a school on Filon."""

    party: UUID
    entity_id: int
    uuid: UUID
    name: str
    department: str
    host_id: int | None


class Label(NamedTuple):
    """Something one counts by: its key in the filters of the list, and its words."""

    key: str
    french: str
    english: str
    order: int = 0

    def __str__(self) -> str:
        return in_language(self.french, self.english)


@dataclass(frozen=True, slots=True)
class Held:
    """An agreement. `spans`: the days its versions held, half-open, None where they have no end; `decide_by`: last day to give notice."""

    key: int
    uuid: UUID
    reference: str
    title: str
    host_id: int
    kind_id: int
    kind: Label
    owner: str
    version_id: int | None
    number: int
    state: str
    term_end: dt.date | None
    decide_by: dt.date | None
    notice_months: int | None
    is_tacit: bool
    is_noticed: bool
    themes: Sequence[Label]
    partners: Sequence[Partner]
    spans: Sequence[tuple[dt.date, dt.date | None]]

    def holds_on(self, day: dt.date) -> bool:
        return any(start <= day and (end is None or day < end) for start, end in self.spans)

    @property
    def began(self) -> dt.date | None:
        return min((start for start, _end in self.spans), default=None)

    @property
    def ended(self) -> dt.date | None:
        """The first day without it; None while it has no end, or never began."""
        last = max(self.spans, default=None)
        return None if last is None else last[1]

    def ends_within(self, ahead: dt.timedelta, today: dt.date) -> bool:
        """In force, and its term ends by then."""
        return self.state == VersionState.IN_FORCE and self.term_end is not None and today <= self.term_end <= today + ahead


class Portfolio:
    """What the viewer's schools hold today, read when it is first needed: three queries."""

    def __init__(self, viewer: User, today: dt.date) -> None:
        self.viewer, self.today = viewer, today

    @cached_property
    def all(self) -> list[Held]:
        """Drafts too; withdrawn ones are not agreements."""
        return [_held(row, self.ours) for row in self._rows]

    @cached_property
    def _rows(self) -> list[Any]:
        return _HELD(self.viewer)

    @cached_property
    def ours(self) -> set[UUID]:
        """The parties on our side."""
        return parties_of_ours(self.viewer, [row[0] for row in self._rows])

    @cached_property
    def told(self) -> Told:
        """Figures by year and by agreement."""
        return told_of([row[0] for row in self._rows], self.ours, today=self.today)

    def figures(self, held: Held) -> Mapping[bool, Figures]:
        """Of an agreement: True for our side."""
        return self.told.by_agreement.get(held.key, {})

    @cached_property
    def live(self) -> list[Held]:
        """In force today, or signed for later."""
        return [one for one in self.all if one.state in (VersionState.IN_FORCE, VersionState.SIGNED)]

    @property
    def keys(self) -> list[int]:
        return [one.key for one in self.all]


def _held(row: Any, ours: Collection[UUID]) -> Held:
    (key, uuid, reference, french, english, host_id, kind_id, code, kind_fr, kind_en, order, owner, told) = row
    shown = told["shown"] or {}
    return Held(
        key=key,
        uuid=uuid,
        reference=reference,
        title=in_language(french, english),
        host_id=host_id,
        kind_id=kind_id,
        kind=Label(code, kind_fr, kind_en, order),
        owner=owner or "",
        version_id=shown.get("id"),
        number=shown.get("number", 0),
        state=shown.get("state", VersionState.WITHDRAWN.value),
        term_end=_day(shown.get("last_day")),
        decide_by=_day(shown.get("decision_day")),
        notice_months=shown.get("notice_months"),
        is_tacit=shown.get("is_tacit", False),
        is_noticed=shown.get("is_noticed", False),
        themes=[Label(*theme) for theme in shown.get("themes") or ()],
        partners=list(_partners(told["parties"], ours)),
        spans=[(_day(start) or dt.date.min, _day(end)) for start, end in told["spans"]],
    )


def _partners(parties: Iterable[Mapping[str, Any]], ours: Collection[UUID]) -> Iterable[Partner]:
    for told in parties:
        party = UUID(told["party"])
        if party not in ours:
            yield Partner(party, told["entity"], UUID(told["uuid"]), told["name"], told["department"], told["host"])


def _day(text: str | None) -> dt.date | None:
    return None if text is None else dt.date.fromisoformat(text)


def _rows(reader: Any) -> QuerySet[Any, Any]:
    own = {"agreement": OuterRef("pk")}
    parties = AgreementParty.objects.filter(**own).order_by("position").values(json=JSONObject(**_PARTY))
    binding = AgreementVersion.objects.filter(**own, state__in=BINDING_STATES, validity__isempty=False).order_by("number")
    spans = binding.values(json=JSONArray(F("validity__startswith"), F("validity__endswith")))
    identity = ("pk", "uuid", "reference", "title_fr", "title_en", "host_id", "kind_id")
    words = ("kind__code", "kind__label_fr", "kind__label_en", "kind__order", "owner__name")
    told = JSONObject(shown=Subquery(_shown()), parties=ArraySubquery(parties), spans=ArraySubquery(spans))
    return Agreement.objects.visible_to(reader).order_by("pk").values_list(*identity, *words, told)


_PARTY = {
    "party": "uuid",
    "entity": Coalesce("entity__merged_into_id", "entity_id"),
    "uuid": Coalesce("entity__merged_into__uuid", "entity__uuid"),
    "name": Coalesce("fund__name", "entity__merged_into__name", "entity__name"),
    "department": Coalesce("entity__merged_into__department", "entity__department"),
    "host": "entity__host_id",
}


def _shown() -> QuerySet[Any, Any]:
    """The version that a list shows of the outer agreement, with its themes."""
    themes = AgreementVersion.themes.through.objects.filter(agreementversion=OuterRef("pk")).order_by("theme__label_fr")
    theme = JSONArray(F("theme__uuid"), F("theme__label_fr"), F("theme__label_en"))
    noticed = Exists(Notice.objects.filter(version=OuterRef("pk")))
    kept = {name: name for name in ("id", "number", "state", "last_day", "decision_day", "notice_months", "is_tacit")}
    told = JSONObject(**kept, is_noticed=noticed, themes=ArraySubquery(themes.values(json=theme)))
    return shown_versions(timezone.localdate()).values(json=told)[:1]


_HELD = Prepared(_rows)
