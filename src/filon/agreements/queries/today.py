"""Where the viewer's agreements stand today: read once for everything the home page tells of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce, JSONObject

from filon.agreements.models import Agreement, AgreementParty, AgreementVersion, Approval, OutsideSending, Seat
from filon.agreements.queries.sums import SideSums, sums_by_side
from filon.agreements.states import SeatState
from filon.people.models import SentLetter

if TYPE_CHECKING:
    from filon.people.models import User

_asked: ContextVar[dict[tuple[int, dt.date], Today] | None] = ContextVar("asked", default=None)


@dataclass(frozen=True)
class Today:
    """Agreements by key, each with ``seats`` (its parties as JSON); their versions, with whether notice is given, the approvals awaited
    (``asked``, as JSON), whether a signatory refused, a letter to one came back, or a provider is in trouble; sums of each debtor."""

    agreements: Mapping[int, Any]
    versions: Sequence[Any]
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
    """Three queries, whatever the size; none when the page has asked before."""
    kept = _asked.get()
    if kept is None:
        return _read(viewer, today)
    return kept.get((viewer.pk, today)) or kept.setdefault((viewer.pk, today), _read(viewer, today))


def _read(viewer: User, today: dt.date) -> Today:
    seats = AgreementParty.objects.filter(agreement=OuterRef("pk")).order_by("position")
    seat = JSONObject(
        uuid="uuid",
        name=Coalesce("fund__name", "entity__name"),
        fund="fund_id",
        entity="entity_id",
        entity_name="entity__name",
        entity_uuid="entity__uuid",
        host="entity__host_id",
    )
    rows = Agreement.objects.visible_to(viewer).select_related("owner").annotate(seats=ArraySubquery(seats.values_list(seat)))
    agreements = {agreement.pk: agreement for agreement in rows}
    waiting = Approval.objects.filter(round__version=OuterRef("pk"), round__closed_at=None, is_given=None).order_by("position")
    refused = Seat.objects.filter(sending__version=OuterRef("pk"), sending__closed_at=None, state=SeatState.REFUSED)
    troubled = OutsideSending.objects.filter(sending__version=OuterRef("pk"), sending__closed_at=None).exclude(trouble="")
    versions = AgreementVersion.objects.filter(agreement__in=list(agreements)).annotate(
        noticed=F("notices__id"),
        asked=ArraySubquery(waiting.values(json=JSONObject(host="host_id", role="role", position="position"))),
        is_refused=Exists(refused),
        is_undelivered=Exists(_undelivered()),
        is_in_trouble=Exists(troubled),
    )
    return Today(agreements, list(versions), sums_by_side(list(agreements), today=today))


def _undelivered() -> QuerySet[Seat]:
    """Seats of the outer version whose signatory is asked, and whose last letter came back."""
    last = SentLetter.objects.filter(about_uuid=OuterRef("uuid")).order_by("-id").values("returned_at")[:1]
    asked = Seat.objects.filter(sending__version=OuterRef("pk"), sending__closed_at=None, state=SeatState.INVITED)
    return asked.annotate(came_back_at=Subquery(last)).filter(came_back_at__isnull=False)
