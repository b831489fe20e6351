"""Who is tied to whom: schools, the partners that agreements bind to them, the programmes these pay for. What is drawn is chosen by a rule
that the page states; the others are one mark that counts them, and stand in the table by their number."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from filon.agreements.queries.portfolio.groups import single
from filon.agreements.queries.portfolio.held import Held, Portfolio
from filon.kernel.addresses import address
from filon.kernel.formats import number
from filon.kernel.registry import ProgrammeSource, ProgrammeTie, all_of

if TYPE_CHECKING:
    from filon.people.models import User

DRAWN_PARTNERS, DRAWN_PROGRAMMES, DRAWN_SCHOOLS = 24, 8, 8
LISTED = 60
"""Partners of the table; the list of partners has them all."""


@dataclass
class Member:
    """A school, a partner or a programme. `cents`: promised by both sides, or paid for the programme; `late`: in how many agreements
    somebody is late; `others`: how many this mark stands for, 0 where it is one."""

    name: str
    url: str = ""
    agreements: int = 0
    late: int = 0
    cents: int = 0
    others: int = 0

    def rank(self) -> tuple[int, int, str]:
        """The rule: what is promised, then how many agreements."""
        return -self.cents, -self.agreements, self.name

    def count(self, other: Member) -> None:
        self.agreements += other.agreements
        self.late += other.late
        self.cents += other.cents


@dataclass(frozen=True)
class Tie:
    """Between a school and a partner, or a partner and a programme, by their keys."""

    source: object
    target: object
    cents: int
    is_late: bool = False


@dataclass
class Network:
    """By key: the schools, partners and programmes, the heaviest first, and the ties between them."""

    schools: dict[object, Member] = field(default_factory=dict)
    partners: dict[object, Member] = field(default_factory=dict)
    programmes: dict[object, Member] = field(default_factory=dict)
    ties: list[Tie] = field(default_factory=list)

    @property
    def listed(self) -> Sequence[Member]:
        return list(self.partners.values())[:LISTED]

    @property
    def unlisted(self) -> int:
        return max(0, len(self.partners) - LISTED)


OTHERS = "others"


def network_of(viewer: User, today: dt.date) -> Network:
    """What binds today. Three queries, and one for each source of programmes."""
    portfolio = Portfolio(viewer, today)
    schools: dict[object, Member] = {host.pk: Member(host.short_name) for host in viewer.hosts_today if host.pk in viewer.standing.host_ids}
    network = Network(schools=schools)
    bonds: dict[tuple[object, object], Member] = defaultdict(lambda: Member(""))
    for held in portfolio.live:
        _bind(network, bonds, portfolio, held)
    network.ties = [Tie(school, partner, bond.cents, is_late=bool(bond.late)) for (school, partner), bond in bonds.items()]
    _pay(network, [tie for source in all_of(ProgrammeSource) for tie in source.ties(viewer)])
    for name in ("schools", "partners", "programmes"):
        setattr(network, name, dict(sorted(getattr(network, name).items(), key=lambda item: item[1].rank())))
    return network


def _bind(network: Network, bonds: dict[tuple[object, object], Member], portfolio: Portfolio, held: Held) -> None:
    """An agreement counts once for each of its partners. One that another school leads hangs on the viewer's first school."""
    counted = single(portfolio, held)
    cents = counted.ours.plus(counted.theirs).promised_cents
    host = held.host_id if held.host_id in network.schools else next(iter(network.schools), None)
    for partner in {(partner.entity_id, partner.name): partner for partner in held.partners}.values():
        key = (partner.entity_id, partner.name)
        own = Member("", agreements=1, late=counted.late, cents=cents)
        known = network.partners.setdefault(key, Member(partner.name, address("partners:detail", partner.uuid)))
        known.count(own)
        if host is not None:
            network.schools[host].count(own)
            bonds[host, key].count(own)


def _pay(network: Network, ties: Iterable[ProgrammeTie]) -> None:
    """Programmes that a bound partner pays for, and what for."""
    keys: Mapping[int, list[object]] = _keys_by_entity(network)
    for tie in ties:
        for key in keys.get(tie.entity_id, ())[:1]:
            programme = network.programmes.setdefault(tie.url, Member(tie.programme, tie.url))
            programme.cents += tie.cents
            programme.agreements += 1
            network.ties.append(Tie(key, tie.url, tie.cents))


def _keys_by_entity(network: Network) -> Mapping[int, list[object]]:
    found: dict[int, list[object]] = defaultdict(list)
    for key in network.partners:
        found[key[0]].append(key)  # type: ignore[index]  # the key of a partner is an entity and a name
    return found


def chosen(network: Network) -> Network:
    """What is drawn: the heaviest of each column, and one mark for all the others of it, which keeps their ties."""
    columns = {"schools": DRAWN_SCHOOLS, "partners": DRAWN_PARTNERS, "programmes": DRAWN_PROGRAMMES}
    cut = {name: _cut(name, getattr(network, name), most) for name, most in columns.items()}
    mark_of = {key: key if key in cut[name] else (OTHERS, name) for name in columns for key in getattr(network, name)}
    sums: dict[tuple[object, object], Tie] = {}
    for tie in network.ties:
        ends = mark_of[tie.source], mark_of[tie.target]
        known = sums.get(ends, Tie(*ends, 0))
        sums[ends] = Tie(*ends, known.cents + tie.cents, is_late=known.is_late or tie.is_late)
    return Network(cut["schools"], cut["partners"], cut["programmes"], list(sums.values()))


def _cut(name: str, column: Mapping[object, Member], most: int) -> dict[object, Member]:
    """A mark that would stand for a single other is not made."""
    ranked = list(column.items())
    if len(ranked) <= most + 1:
        return dict(ranked)
    rest = Member(_name_of_rest(len(ranked) - most), others=len(ranked) - most)
    for _key, member in ranked[most:]:
        rest.count(member)
    return {**dict(ranked[:most]), (OTHERS, name): rest}


def _name_of_rest(count: int) -> str:
    return ngettext("%(count)s other", "%(count)s others", count) % {"count": number(count)}


def titles() -> tuple[str, str, str]:
    """Of the columns of the picture."""
    return _("Schools"), _("Partners"), _("Programmes")
