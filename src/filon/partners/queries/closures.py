"""What the register tells of the renewal of agreements: an organisation that is no more."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID

from django.db.models import QuerySet
from django.db.models.functions import Coalesce, TruncDate
from django.utils.translation import gettext as _

from filon.engines.company_register import Standing
from filon.kernel.addresses import address
from filon.kernel.prepared import GivenKeys, Prepared
from filon.kernel.registry import RenewalAsked, RenewalSign
from filon.partners.models import RegisterChange
from filon.partners.queries.registered import change_words

if TYPE_CHECKING:
    from filon.people.models import User

GONE = frozenset({Standing.CLOSED.value, Standing.CLOSED_UNDATED.value, Standing.ABSORBED.value})


class _Change(NamedTuple):
    """A change of standing. ``since``: the day the register gives, else the day on which it was found."""

    followed: int
    entity: UUID
    name: str
    before: str
    after: str
    occurred_on: dt.date | None
    since: dt.date


def closures(viewer: User, asked: Sequence[RenewalAsked]) -> Iterable[RenewalSign]:
    """For each one asked, the organisation that the register said gone on its day, the first gone first: one query."""
    entities = {entity for one in asked for entity in one.entity_ids}
    if not entities:
        return
    changes: dict[int, list[_Change]] = defaultdict(list)
    for row in map(_Change._make, _STANDINGS(viewer, entities=list(entities))):
        changes[row.followed].append(row)
    for one in asked:
        told = (_last(changes[entity], one.on) for entity in one.entity_ids if entity in changes)
        gone = [change for change in told if change is not None and change.after in GONE]
        if gone:
            yield _sign(one, min(gone, key=lambda change: (change.since, change.name)))


def _last(changes: Sequence[_Change], on: dt.date) -> _Change | None:
    """What was said last by that day, of one day what was found last: an organisation can be opened again."""
    return max((change for change in reversed(changes) if change.since <= on), key=lambda change: change.since, default=None)


def _sign(one: RenewalAsked, change: _Change) -> RenewalSign:
    said = change_words("standing", change.before, change.after, change.occurred_on)
    words = _("%(name)s: %(said)s") % {"name": change.name, "said": said}
    return RenewalSign(one.place, "closed", change.since, words, address("partners:detail", change.entity) + "#register")


def _standings(reader: Any) -> QuerySet[Any, Any]:
    told = RegisterChange.objects.visible_to(reader).filter(kind="standing")
    followed = told.annotate(followed=Coalesce("entity__merged_into_id", "entity_id"), since=Coalesce("occurred_on", TruncDate("found_at")))
    columns = ("followed", "entity__uuid", "entity__name", "before", "after", "occurred_on", "since")
    return followed.filter(followed__in=GivenKeys("entities")).order_by("pk").values_list(*columns)


_STANDINGS = Prepared(_standings)
