"""One picture of the whole: who is bound to the viewer's side by agreements, and how each stands today."""

from __future__ import annotations

import datetime as dt
import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from textwrap import wrap
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from filon.agreements.queries.record import PartyRow
from filon.agreements.queries.sums import SideSums
from filon.agreements.queries.today import Today, today_of
from filon.agreements.states import BINDING_STATES, VersionState
from filon.kernel.addresses import address
from filon.kernel.charts import Group, Link, Network, Node
from filon.kernel.formats import euros, number, percent
from filon.partners.models import accesses_today

if TYPE_CHECKING:
    from filon.people.models import User

#: Partners drawn; the others stay in the table.
DRAWN = 14
#: Partners in the table.
LISTED = 40
#: Radius of the drawing; partners stand on two rings so that their names do not meet.
RINGS = (100.0, 58.0)
#: Partners that stand on one ring.
ONE_RING = 6
#: Letters on a line of a name.
LABEL_WIDTH = 16


@dataclass
class Bond:
    """What binds one partner: its agreements and the sums of both sides."""

    name: str
    url: str
    agreements: set[int] = field(default_factory=set)
    is_live: bool = False
    is_late: bool = False
    promised_cents: int = 0

    def rank(self) -> tuple[bool, bool, int, str]:
        """The late ones first, then those that live, by what they promised."""
        return not self.is_late, not self.is_live, -self.promised_cents, self.name


@dataclass(frozen=True)
class Row:
    """A partner as the table shows it."""

    name: str
    url: str
    bond: str
    state: Group
    words: str


@dataclass(frozen=True)
class Ecosystem:
    """Rows, the same as a picture, and at most three figures (figure, what it counts)."""

    rows: list[Row]
    picture: dict[str, Any] | None
    figures: list[tuple[str, str]]
    is_school: bool
    may_write: bool
    portfolio_url: str


def ecosystem_of(viewer: User, *, today: dt.date) -> Ecosystem:
    """What `today_of` reads, and for a partner's person her accesses."""
    read = today_of(viewer, today)
    live = _live(read)
    sums = {key: read.sums[key] for key in live}
    is_school = bool(viewer.standing.host_ids)
    own = set() if is_school else {access.affiliation.entity_id for access in accesses_today(viewer)}
    parties = [party for key in live for party in read.parties[key]]
    others = [party for party in parties if (party.host_id not in viewer.standing.host_ids if is_school else party.entity_id not in own)]
    ranked = sorted(_bonds(others, sums, live, is_school=is_school), key=Bond.rank)
    rows = [_row(bond) for bond in ranked[:LISTED]]
    picture = _picture(_centre(viewer, parties, own), rows[:DRAWN])
    portfolio = address("agreements:portfolio") if viewer.has_perm("agreements.portfolio.read") else ""
    may_write = viewer.has_perm("agreements.agreement.create")
    return Ecosystem(rows, picture, _figures(sums) if rows else [], is_school, may_write, portfolio)


def _live(read: Today) -> Mapping[int, bool]:
    """The agreements that bind or bound; True while one of their versions is in force or signed."""
    live: dict[int, bool] = defaultdict(bool)
    for version in read.versions:
        if version.state in BINDING_STATES:
            live[version.agreement_id] |= version.state in (VersionState.SIGNED, VersionState.IN_FORCE)
    return live


def _centre(viewer: User, parties: Iterable[PartyRow], own: set[int]) -> str:
    """The name in the middle: the viewer's school, or the organisation she acts for."""
    school = next((host.short_name for host in viewer.hosts_today if host.pk in viewer.standing.host_ids), "")
    return school or next((party.entity_name for party in parties if party.entity_id in own), "")


def _bonds(parties: Iterable[PartyRow], sums: Mapping[int, Sequence[SideSums]], live: Mapping[int, bool], *, is_school: bool) -> list[Bond]:
    """One bond for each organisation or fund of the other side."""
    bonds: dict[tuple[int, int | None], Bond] = {}
    for party in parties:
        url = address("partners:detail", party.entity_uuid) if is_school else ""
        bond = bonds.setdefault((party.entity_id, party.fund_id), Bond(party.name, url))
        bond.agreements.add(party.agreement_id)
        bond.is_live |= live[party.agreement_id]
        owed = [side for side in sums[party.agreement_id] if side.party == party.uuid]
        bond.is_late |= any(side.items_late for side in owed)
        bond.promised_cents += sum(side.promised_cents for side in owed)
    return list(bonds.values())


def _row(bond: Bond) -> Row:
    count = len(bond.agreements)
    counted = ngettext("%(count)s agreement", "%(count)s agreements", count) % {"count": number(count)}
    bound = f"{counted}, {euros(bond.promised_cents)}" if bond.promised_cents else counted
    if bond.is_late:
        return Row(bond.name, bond.url, bound, "late", _("Late"))
    return Row(bond.name, bond.url, bound, "kept" if bond.is_live else "next", _("Up to date") if bond.is_live else _("Ended"))


def _figures(sums: Mapping[int, Sequence[SideSums]]) -> list[tuple[str, str]]:
    """Share of what was due that is kept, and what is late, on all sides."""
    sides = [side for agreement in sums.values() for side in agreement]
    owed = sum(side.owed_cents for side in sides)
    late = sum(side.late_cents for side in sides)
    items = sum(side.items_late for side in sides)
    figures = [(percent((owed - late) / owed), _("of the value due is kept"))] if owed else []
    figures.append((number(items), ngettext("due date is late", "due dates are late", items)))
    return [*figures, (number(len(sums)), ngettext("agreement binds or bound", "agreements bind or bound", len(sums)))]


def _picture(centre: str, rows: Sequence[Row]) -> dict[str, Any] | None:
    """The centre, and the partners around it, the worst first at the top, clockwise."""
    if not rows or not centre:
        return None
    late = sum(row.state == "late" for row in rows)
    label = _("%(centre)s and %(count)s partners: %(late)s late.") % {"centre": centre, "count": len(rows), "late": late}
    names = [drawn_name(row.name) for row in rows]
    middle = drawn_name(centre)
    nodes = [
        Node(middle, 0, 0, "hub", 40),
        *(_node(name, row, place, len(rows)) for place, (name, row) in enumerate(zip(names, rows, strict=True))),
    ]
    links = [Link(middle, name, row.state, 4 if row.state == "late" else 2.5) for name, row in zip(names, rows, strict=True)]
    return Network(label, nodes, links).as_json()


def drawn_name(name: str) -> str:
    """A name on lines of about sixteen letters; the page says once that a school's partners are invented."""
    return "\n".join(wrap(name.removesuffix(" (dém.)"), LABEL_WIDTH, max_lines=3, placeholder="…"))


def _node(name: str, row: Row, place: int, count: int) -> Node:
    """On one ring while names have room, else on two by turns."""
    angle = 2 * math.pi * place / count - math.pi / 2
    radius = RINGS[place % 2] if count > ONE_RING else RINGS[0]
    x, y = radius * math.cos(angle), radius * math.sin(angle)
    return Node(name, round(x, 1), round(y, 1), row.state, 16, "top" if y < 0 else "bottom")
