"""One picture of the whole: who is bound to the viewer's side by agreements, and how each stands today."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from filon.agreements.queries.today import Bond, Today, today_of
from filon.kernel.addresses import address
from filon.kernel.charts import Group, Link, Network, Node
from filon.kernel.formats import euros, number, percent
from filon.kernel.prepared import Prepared
from filon.partners.models import Access

if TYPE_CHECKING:
    from filon.people.models import User

#: Partners drawn; the others stay in the table.
DRAWN = 14
#: Radius of the drawing; partners stand on two rings so that their names do not meet.
RINGS = (100.0, 58.0)
#: Partners that stand on one ring.
ONE_RING = 6
#: Letters on a line of a name.
LABEL_WIDTH = 16


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


def ecosystem_of(viewer: User, *, today: dt.date) -> Ecosystem:
    """What `today_of` reads, and for a partner's person the name of her organisation."""
    read = today_of(viewer, today)
    is_school = bool(viewer.standing.host_ids)
    rows = [_row(bond, is_school=is_school) for bond in read.bonds]
    picture = _picture(_centre(viewer, is_school=is_school), rows[:DRAWN]) if rows else None
    return Ecosystem(rows, picture, _figures(read) if rows else [], is_school, viewer.has_perm("agreements.agreement.create"))


def _centre(viewer: User, *, is_school: bool) -> str:
    """The name in the middle: the viewer's school, or the organisation she acts for."""
    if is_school:
        return next((host.short_name for host in viewer.hosts_today if host.pk in viewer.standing.host_ids), "")
    return next(iter(_OWN_NAMES(viewer)), "")


_OWN_NAMES = Prepared(lambda reader: Access.objects.open_to(reader).order_by("pk").values_list("affiliation__entity__name", flat=True))


def _row(bond: Bond, *, is_school: bool) -> Row:
    counted = ngettext("%(count)s agreement", "%(count)s agreements", bond.agreements) % {"count": number(bond.agreements)}
    bound = f"{counted}, {euros(bond.promised_cents)}" if bond.promised_cents else counted
    url = address("partners:detail", bond.entity_id) if is_school else ""
    if bond.is_late:
        return Row(bond.name, url, bound, "late", _("Late"))
    return Row(bond.name, url, bound, "kept" if bond.is_live else "next", _("Up to date") if bond.is_live else _("Ended"))


def _figures(read: Today) -> list[tuple[str, str]]:
    """Share of what was due that is kept, and what is late, on all sides."""
    kept = read.owed_cents - read.late_cents
    figures = [(percent(kept / read.owed_cents), _("of the value due is kept"))] if read.owed_cents else []
    figures.append((number(read.items_late), ngettext("due date is late", "due dates are late", read.items_late)))
    return [*figures, (number(read.live), ngettext("agreement binds or bound", "agreements bind or bound", read.live))]


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
