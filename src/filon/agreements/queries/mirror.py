"""The agreements of a partner's person, across schools, from her side: what waits for her answer, what each side owes next."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from filon.agreements.models import Agreement, AgreementVersion
from filon.agreements.models.agreement import entered
from filon.agreements.models.kind import in_language
from filon.agreements.queries.asked import Asked, ToConfirm, asked_in, to_confirm
from filon.agreements.queries.list_lines import ListLine, line_of, mini_of
from filon.agreements.queries.listing import listed_agreements
from filon.agreements.queries.record import PartyRow, party_rows
from filon.agreements.queries.sums import sums_by_side
from filon.agreements.queries.week import Pressing, pressing
from filon.agreements.states import BINDING_STATES
from filon.kernel.addresses import address
from filon.kernel.formats import day_short
from filon.kernel.prepared import Prepared
from filon.partners.models import accesses_today
from filon.people.models import Host

if TYPE_CHECKING:
    from filon.people.models import User

AHEAD = dt.timedelta(days=92)
"""How far ahead due dates are shown."""
SHOWN = 12
"""Due dates of a side before the rest is left to the agreements."""


@dataclass(frozen=True)
class Due:
    """A line of what a side owes, as the lists of the week show it."""

    kind: str
    on: dt.date
    when: str
    note: str
    title: str
    url: str
    context: str
    who: str


@dataclass(frozen=True)
class Direction:
    """What one side owes: what is late or contested first, then what falls due; `more` is not shown."""

    dues: Sequence[Due]
    more: int
    late: int


@dataclass(frozen=True)
class OfSchool:
    """The agreements with one school."""

    host: Host
    lines: Sequence[ListLine]


@dataclass(frozen=True)
class Mirror:
    schools: Sequence[OfSchool]
    waiting: Sequence[ToConfirm]
    asked: Sequence[tuple[Asked, Agreement]]
    owed_by_us: Direction
    owed_to_us: Direction
    entities: Sequence[tuple[UUID, str]]
    speaks: bool

    @property
    def count(self) -> int:
        return sum(len(school.lines) for school in self.schools)

    @property
    def opening(self) -> list[tuple[str, bool]]:
        """How things stand, as (text, is strong)."""
        parts = [(_bound(self.count, len(self.schools)) + " ", False)]
        if self.waiting:
            waits = len(self.waiting)
            said = ngettext("%(count)d delivery waits for your answer.", "%(count)d deliveries wait for your answer.", waits)
            parts.append((said % {"count": waits} + " ", True))
        if self.owed_by_us.late:
            late = self.owed_by_us.late
            said = ngettext("You are late with %(count)d thing.", "You are late with %(count)d things.", late)
            parts.append((said % {"count": late}, True))
        return parts


def _bound(count: int, schools: int) -> str:
    """`You have 3 agreements with 2 schools.`"""
    if not count:
        return _("No agreement is in force with a school yet.")
    if schools == 1:
        return ngettext("You have %(count)d agreement with one school.", "You have %(count)d agreements with one school.", count) % {
            "count": count
        }
    words = {"count": count, "schools": schools}
    return _("You have %(count)d agreements with %(schools)d schools.") % words


def mirror_of(viewer: User) -> Mirror:
    """At most eight queries, whatever the number of agreements."""
    today = timezone.localdate()
    rows: list[Any] = list(_ROWS(viewer))
    agreements = {row.pk: row for row in rows}
    parties = {party.id: party for party in party_rows(list(agreements))} if agreements else {}
    held = accesses_today(viewer)
    ours = {access.affiliation.entity_id for access in held}
    by_us: list[Pressing] = []
    to_us: list[Pressing] = []
    for item in pressing(list(agreements), today=today, ahead=AHEAD):
        (by_us if parties[item.debtor_id].entity_id in ours else to_us).append(item)
    return Mirror(
        schools=_by_school(rows, {party.uuid for party in parties.values() if party.entity_id in ours}),
        waiting=to_confirm(viewer),
        asked=[(one, agreements[one.agreement_id]) for one in asked_in(agreements)],
        owed_by_us=_direction(by_us, agreements, parties, today),
        owed_to_us=_direction(to_us, agreements, parties, today),
        entities=sorted({(access.affiliation.entity.uuid, access.affiliation.entity.name) for access in held}, key=lambda one: one[1]),
        speaks=any(access.acts for access in held),
    )


def _rows(reader: Any) -> QuerySet[Agreement]:
    """Those she is let into, each with the school that leads it and the last signed document (`file_uuid`)."""
    binding = AgreementVersion.objects.filter(agreement=OuterRef("pk"), state__in=BINDING_STATES).order_by("-number")
    rows = listed_agreements(reader).filter(Exists(entered(reader))).annotate(file_uuid=Subquery(binding.values("signed_file__uuid")[:1]))
    return rows.select_related("kind", "owner", "host").order_by("host__name", "term_end", "pk")


_ROWS = Prepared(_rows)


def _by_school(rows: Sequence[Any], ours: Collection[UUID]) -> list[OfSchool]:
    sums = sums_by_side([row.pk for row in rows])
    lines: dict[Host, list[ListLine]] = {}
    for row in rows:
        mini = mini_of(sums[row.pk], ours) if sums[row.pk] else None
        lines.setdefault(row.host, []).append(line_of(row, mini))
    return [OfSchool(host, found) for host, found in lines.items()]


def _direction(
    items: Iterable[Pressing], agreements: Mapping[int, Agreement], parties: Mapping[int, PartyRow], today: dt.date
) -> Direction:
    found = [_due(item, agreements[item.agreement_id], parties[item.debtor_id], today) for item in items]
    dues = sorted(found, key=lambda due: (due.on, due.title))
    return Direction(dues[:SHOWN], max(0, len(dues) - SHOWN), sum(due.kind == "late" for due in dues))


def _due(item: Pressing, agreement: Agreement, debtor: PartyRow, today: dt.date) -> Due:
    on = item.due_on or today
    kind = {"late": "late", "contested": "contested"}.get(item.state, "due" if on - today <= dt.timedelta(days=31) else "next")
    days = (today - on).days
    note = ngettext("%(num)d day late", "%(num)d days late", days) % {"num": days} if kind == "late" else ""
    url = address("agreements:commitment", agreement.uuid, item.commitment)
    when = day_short(item.due_on) if item.due_on else _("date not stated")
    context = f"{agreement.title} · {debtor.name}"
    return Due(kind, on, when, note, in_language(item.what_fr, item.what_en), url, context, item.owner)
