"""Where the viewer's agreements stand today: read once for everything the home page tells of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce, JSONObject

from filon.agreements import rules
from filon.agreements.models import Agreement, AgreementParty, AgreementVersion, Approval, Notice, OutsideSending, Renewal, Seat
from filon.agreements.queries.record import PartyRow
from filon.agreements.queries.sums import SideSums, sums_by_side
from filon.agreements.states import OPEN_STATES, SeatState, VersionState
from filon.kernel.prepared import Prepared
from filon.people.models import SentLetter

if TYPE_CHECKING:
    from filon.people.models import User

_asked: ContextVar[dict[tuple[int, dt.date], Today] | None] = ContextVar("asked", default=None)


class VersionToday(NamedTuple):
    """A version in short: the end of its term as renewed, its notice if one is given, the approvals awaited (``asked``, as JSON), whether
    a signatory refused, a letter to one came back, or a provider is in trouble."""

    agreement_id: int
    number: int
    state: str
    notice_months: int | None
    created_by_id: int | None
    created_at: dt.datetime
    term_end: dt.date | None
    noticed: int | None
    asked: Sequence[Mapping[str, Any]]
    is_refused: bool
    is_undelivered: bool
    is_in_trouble: bool

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES

    @property
    def decision_day(self) -> dt.date | None:
        """The last day to give notice of the version in force; None without a notice to give, or once one is given."""
        if self.state != VersionState.IN_FORCE:
            return None
        return rules.decision_day(self.term_end, notice_months=self.notice_months, is_noticed=self.noticed is not None)


@dataclass(frozen=True)
class Today:
    """Agreements by key; of each its parties in order, its versions, and the sums of each debtor."""

    agreements: Mapping[int, Agreement]
    parties: Mapping[int, Sequence[PartyRow]]
    versions: Sequence[VersionToday]
    sums: Mapping[int, Sequence[SideSums]]


@contextmanager
def asked_once() -> Iterator[None]:
    """Inside, what several sources of one page ask alike is read once."""
    token = _asked.set({})
    try:
        yield
    finally:
        _asked.reset(token)


def today_of(viewer: User, today: dt.date) -> Today:
    """Two queries, whatever the size; none when the page has asked before."""
    kept = _asked.get()
    if kept is None:
        return _read(viewer, today)
    return kept.get((viewer.pk, today)) or kept.setdefault((viewer.pk, today), _read(viewer, today))


def _read(viewer: User, today: dt.date) -> Today:
    rows: Sequence[Any] = _AGREEMENTS(viewer)
    agreements: dict[int, Agreement] = {row.pk: row for row in rows}
    parties = {row.pk: [_party(row.pk, party) for party in row.seats] for row in rows}
    versions = [_version(row.pk, version) for row in rows for version in row.texts]
    return Today(agreements, parties, versions, sums_by_side(list(agreements), today=today))


def _party(agreement_id: int, told: dict[str, Any]) -> PartyRow:
    return PartyRow(agreement_id, **{**told, "uuid": UUID(told["uuid"]), "entity_uuid": UUID(told["entity_uuid"])})


def _version(agreement_id: int, told: dict[str, Any]) -> VersionToday:
    end = told["term_end"] and dt.date.fromisoformat(told["term_end"])
    return VersionToday(agreement_id, **{**told, "created_at": dt.datetime.fromisoformat(told["created_at"]), "term_end": end})


def _agreements(reader: Any) -> QuerySet[Agreement]:
    """Those the reader sees, each with its parties and versions as JSON."""
    outer = {"agreement": OuterRef("pk")}
    parties = AgreementParty.objects.filter(**outer).order_by("position").values(json=JSONObject(**_PARTY))
    versions = AgreementVersion.objects.filter(**outer).order_by("number").values(json=JSONObject(**_version_columns()))
    rows = Agreement.objects.visible_to(reader).select_related("owner")
    return rows.annotate(seats=ArraySubquery(parties), texts=ArraySubquery(versions))


_PARTY = {
    "id": "id",
    "uuid": "uuid",
    "name": Coalesce("fund__name", "entity__name"),
    "entity_id": "entity_id",
    "entity_uuid": "entity__uuid",
    "entity_name": "entity__name",
    "host_id": "entity__host_id",
    "fund_id": "fund_id",
    "position": "position",
}


def _version_columns() -> dict[str, Any]:
    waiting = Approval.objects.filter(round__version=OuterRef("pk"), round__closed_at=None, is_given=None).order_by("position")
    refused = Seat.objects.filter(sending__version=OuterRef("pk"), sending__closed_at=None, state=SeatState.REFUSED)
    kept = {name: name for name in VersionToday._fields[1:6]}
    asked = ArraySubquery(waiting.values(json=JSONObject(host="host_id", role="role", position="position")))
    renewed = Renewal.objects.filter(version=OuterRef("pk")).order_by("-end").values("end")[:1]
    notice = Notice.objects.filter(version=OuterRef("pk")).order_by("id").values("id")[:1]
    troubled = OutsideSending.objects.filter(sending__version=OuterRef("pk"), sending__closed_at=None).exclude(trouble="")
    troubles = {"is_refused": Exists(refused), "is_undelivered": Exists(_undelivered()), "is_in_trouble": Exists(troubled)}
    return {**kept, "term_end": Coalesce(Subquery(renewed), "term_end"), "noticed": Subquery(notice), "asked": asked, **troubles}


def _undelivered() -> QuerySet[Seat]:
    """Seats of the outer version whose signatory is asked, and whose last letter came back."""
    last = SentLetter.objects.filter(about_uuid=OuterRef("uuid")).order_by("-id").values("returned_at")[:1]
    asked = Seat.objects.filter(sending__version=OuterRef("pk"), sending__closed_at=None, state=SeatState.INVITED)
    return asked.annotate(came_back_at=Subquery(last)).filter(came_back_at__isnull=False)


_AGREEMENTS = Prepared(_agreements)
