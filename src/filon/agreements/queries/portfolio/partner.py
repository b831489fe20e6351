"""What the sheet of one partner says: who it is, its agreements, what was delivered both ways, and the renewals ahead."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from filon.agreements.queries.contributed import PartnerYear, partner_years
from filon.agreements.queries.portfolio.figures import Figures
from filon.agreements.queries.portfolio.groups import single
from filon.agreements.queries.portfolio.held import Held, Portfolio
from filon.agreements.queries.portfolio.renewals import Ahead, Renewals
from filon.agreements.states import VersionState
from filon.kernel.formats import day, number
from filon.kernel.rights import get_visible_or_404
from filon.partners.departments import department_name
from filon.partners.models import LegalEntity, Relationship
from filon.partners.rules import in_groups

if TYPE_CHECKING:
    from filon.people.models import User


@dataclass(frozen=True)
class PartnerLine:
    """One of its agreements, with both sides’ figures of today."""

    title: str
    reference: str
    state: str
    term_end: dt.date | None
    ours: Figures
    theirs: Figures


@dataclass(frozen=True)
class PartnerPaper:
    """`known`: what is known of the organisation, as (label, value); a value may be empty."""

    name: str
    school: str
    lede: str
    known: Sequence[tuple[str, str]]
    lines: Sequence[PartnerLine]
    years: Sequence[PartnerYear]
    ahead: Sequence[Ahead]


def partner_paper(viewer: User, entity_id: UUID, today: dt.date) -> PartnerPaper:
    """404 for an organisation the viewer does not see."""
    entity: LegalEntity = get_visible_or_404(LegalEntity, viewer=viewer, id=entity_id)
    renewals = Renewals(viewer, today)
    own = [one for one in renewals.portfolio.all if any(partner.uuid == entity.uuid for partner in one.partners)]
    lines = [_line(renewals.portfolio, held) for held in sorted(own, key=_latest_first)]
    followed = Relationship.objects.visible_to(viewer).filter(entity=entity).select_related("owner", "host").order_by("pk").first()
    school = ", ".join(host.name for host in viewer.hosts_today if host.pk in viewer.standing.host_ids)
    ahead = [row for row in renewals.ahead if row.held in own]
    return PartnerPaper(entity.name, school, _lede(lines), _known(entity, followed), lines, partner_years(viewer, entity), ahead)


def _latest_first(held: Held) -> tuple[bool, int]:
    return held.state != VersionState.IN_FORCE, -held.key


def _line(portfolio: Portfolio, held: Held) -> PartnerLine:
    counted = single(portfolio, held)
    state = str(VersionState(held.state).label)
    return PartnerLine(held.title, held.reference, state, held.term_end, counted.ours, counted.theirs)


def _known(entity: LegalEntity, followed: Relationship | None) -> list[tuple[str, str]]:
    known = [
        (_("What it is"), str(entity.get_kind_display())),
        (_("SIREN"), in_groups(entity.siren or "")),
        (_("Sector"), entity.sector),
        (_("City"), entity.city),
        (_("Department"), department_name(entity.department)),
    ]
    if followed is not None:
        known.append((_("Looked after by"), followed.owner.name if followed.owner else ""))
        known.append((_("Partner since"), day(followed.since)))
        known.append((_("Tags"), ", ".join(followed.tags)))
    return known


def _lede(lines: Sequence[PartnerLine]) -> str:
    """How things stand with this partner."""
    live = sum(line.state == str(VersionState.IN_FORCE.label) for line in lines)
    bound = ngettext("%(count)s agreement is in force.", "%(count)s agreements are in force.", live) % {"count": number(live)}
    ours, theirs = (sum(side.items_late for side in sides) for sides in ([one.ours for one in lines], [one.theirs for one in lines]))
    if not ours and not theirs:
        return bound + " " + _("Nobody is late.")
    late = _("Late: %(ours)s due dates on our side, %(theirs)s on theirs.") % {"ours": number(ours), "theirs": number(theirs)}
    return f"{bound} {late}"
