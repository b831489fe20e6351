"""Where the viewer's agreements stand today: read once for everything the home page tells of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from filon.agreements.models import Agreement
from filon.agreements.models.kind import in_language
from filon.agreements.queries.today_sql import TODAY
from filon.kernel.prepared import Framed, Prepared
from filon.kernel.registry import WEEK_LINES, WeekKind
from filon.partners.models import Access

if TYPE_CHECKING:
    from filon.people.models import User

LISTED = 40
"""Partners read, the late ones first, then those that live, by what they promised."""

_asked: ContextVar[dict[tuple[int, dt.date], Today] | None] = ContextVar("asked", default=None)


class BusyItem(NamedTuple):
    """A due item that is late, contested ("decide") or due within seven days, in the reader's language."""

    kind: WeekKind
    on: dt.date
    what: str
    agreement: str
    agreement_id: UUID
    commitment_id: UUID
    debtor: str
    owner: str


class Bond(NamedTuple):
    """What binds one organisation or fund of the other side."""

    name: str
    entity_id: UUID
    agreements: int
    is_live: bool
    is_late: bool
    promised_cents: int


class Today(NamedTuple):
    """The first lines of the week and how many there are of each kind; the first partners; over all agreements that bind or bound, how
    many they are, and what is due by today and late."""

    busy: Sequence[BusyItem]
    counts: Mapping[WeekKind, int]
    bonds: Sequence[Bond]
    live: int
    owed_cents: int
    late_cents: int
    items_late: int


NOTHING = Today((), {}, (), 0, 0, 0, 0)


@contextmanager
def asked_once() -> Iterator[None]:
    """Inside, what several sources of one page ask alike is read once."""
    token = _asked.set({})
    try:
        yield
    finally:
        _asked.reset(token)


def today_of(viewer: User, today: dt.date) -> Today:
    """One query for a member, two for a partner's person, whatever the size; none when the page has asked before."""
    kept = _asked.get()
    if kept is None:
        return _read(viewer, today)
    return kept.get((viewer.pk, today)) or kept.setdefault((viewer.pk, today), _read(viewer, today))


def _read(viewer: User, today: dt.date) -> Today:
    hosts = viewer.standing.host_ids
    entities = [] if hosts else _OWN(viewer)
    asked = {"today": today, "now": timezone.now(), "most": WEEK_LINES, "listed": LISTED, "hosts": hosts, "entities": entities}
    for busy, counts, bonds, *sums in _TODAY(viewer, **asked):
        return Today([_busy(*line) for line in busy], counts, [_bond(*bond) for bond in bonds], *sums)
    return NOTHING


def _keys(reader: Any) -> QuerySet[Any, Any]:
    return Agreement.objects.visible_to(reader).order_by().values_list("pk")


_TODAY = Framed(TODAY, _keys)
_OWN = Prepared(lambda reader: Access.objects.open_to(reader).order_by("pk").values_list("affiliation__entity", flat=True))


def _busy(kind: WeekKind, on: str, *texts: str) -> BusyItem:
    what_fr, what_en, title_fr, title_en, agreement, commitment, debtor, owner = texts
    what, title = in_language(what_fr, what_en), in_language(title_fr, title_en)
    return BusyItem(kind, dt.date.fromisoformat(on), what, title, UUID(agreement), UUID(commitment), debtor, owner)


def _bond(name: str, entity_id: str, *figures: Any) -> Bond:
    return Bond(name, UUID(entity_id), *figures)
