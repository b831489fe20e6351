"""The yearly report to a donor: it thanks with facts. What was promised, paid, done, and what could be seen of it.

Only facts that the school shares with the organisations they name, and that name this donor, stand in it; no fact about a person, no
count of persons, whoever prints it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from filon.agreements.models import CommitmentTerm, Delivery
from filon.agreements.queries.document import Language
from filon.agreements.states import DeliveryState
from filon.agreements.units import Unit, counted
from filon.facts.kinds import labels
from filon.facts.models import Fact, Visibility
from filon.giving.models import Attribution, Donor, Gift, Instalment, Pledge
from filon.giving.queries.donor_names import donor_name
from filon.giving.queries.where import LEFT, programmes_of
from filon.kernel import clock, formats
from filon.kernel.manuscript import Column, Table
from filon.kernel.pdf import Imprint, typeset
from filon.kernel.rights import get_visible_or_404
from filon.ledger.models import Movement

if TYPE_CHECKING:
    from filon.people.models import User

SOURCE = "giving/report"


@dataclass(frozen=True)
class Done:
    """Something one side did for the other, and by whom."""

    on: dt.date
    what: str
    who: str
    quantity: str


@dataclass(frozen=True)
class Seen:
    """What the donor's euros made possible. ``cents``: of this donor's own, in that year or before."""

    fact: Fact
    label: str
    programme: str
    cents: int


@dataclass(frozen=True)
class DonorReport:
    donor: Donor
    name: str
    year: int
    instalments: Sequence[Instalment]
    gifts: Sequence[Gift]
    done: Sequence[Done]
    seen: Sequence[Seen]

    @property
    def promised_cents(self) -> int:
        return sum(one.counted_cents for one in self.instalments)

    @property
    def paid_cents(self) -> int:
        return sum(gift.net_cents for gift in self.gifts if gift.in_kind_id is None)

    @property
    def in_kind_cents(self) -> int:
        return sum(gift.net_cents for gift in self.gifts if gift.in_kind_id is not None)

    @property
    def seen_cents(self) -> int:
        return sum(one.cents for one in self.seen)


def donor_report(viewer: User, donor_id: UUID, year: int) -> DonorReport:
    """Of a calendar year. Http404 for a donor she does not see."""
    donor = get_visible_or_404(Donor.objects.select_related("entity", "personal", "host"), viewer=viewer, id=donor_id)
    gifts = Gift.objects.visible_to(viewer).standing().with_refunds().filter(Q(("net_cents__gt", 0)), donor=donor)
    of_year = gifts.filter(gift_date__year=year).select_related("beneficiary", "fund", "in_kind").order_by("gift_date", "id")
    due = (
        Instalment.objects.visible_to(viewer)
        .filter(pledge__donor=donor, due_on__year=year)
        .filter(Q(kept_cents=None) | Q(kept_cents__gt=0))
    )
    return DonorReport(
        donor,
        donor_name(donor, viewer),
        year,
        list(due.select_related("pledge__agreement").order_by("due_on", "id")),
        list(of_year),
        _done(viewer, donor, year),
        _seen(viewer, donor, year),
    )


def shared_with(donor: Donor) -> Q:
    """Facts that this donor may be told of: shared with the organisations they name, of which it is one, and not taken back."""
    return Q(visibility=Visibility.PARTIES, organisations__entity=donor.entity_id, reverses=None, reversed_by=None, personal_digest="")


def _done(viewer: User, donor: Donor, year: int) -> list[Done]:
    """Deliveries that were accepted, either way, in that year; euros stand elsewhere."""
    agreements = Pledge.objects.visible_to(viewer).filter(donor=donor).values("agreement")
    facts = Fact.objects.filter(shared_with(donor), occurred_on__year=year)
    rows = Delivery.objects.filter(commitment__agreement__in=agreements, state=DeliveryState.ACCEPTED, fact__in=facts).exclude(
        fact__unit=Unit.EURO
    )
    deliveries = list(
        rows.select_related("commitment__debtor__entity", "commitment__debtor__fund", "fact").order_by("fact__occurred_on", "id")
    )
    terms = CommitmentTerm.objects.filter(commitment__in=[one.commitment_id for one in deliveries]).order_by("version__number")
    last = {term.commitment_id: term for term in terms}
    return [
        Done(one.fact.occurred_on, last[one.commitment_id].what, one.commitment.debtor.name, counted(one.fact.quantity, one.fact.unit))
        for one in deliveries
    ]


def _seen(viewer: User, donor: Donor, year: int) -> list[Seen]:
    """What is attributed to the donor's gifts and happened in that year."""
    facts = Fact.objects.filter(shared_with(donor), occurred_on__year=year)
    live = (
        Attribution.objects.filter(ended_at=None, gift__donor=donor, fact__in=facts)
        .select_related("fact")
        .order_by("fact__occurred_on", "id")
    )
    attributions = list(live)
    own = Gift.objects.visible_to(viewer).standing().with_refunds().filter(pk__in=[one.gift_id for one in attributions])
    net = dict(own.values_list(*LEFT))
    sums: dict[int, int] = {}
    for one in attributions:
        if one.gift_id in net:
            sums[one.fact_id] = sums.get(one.fact_id, 0) + net[one.gift_id] * one.share // 10_000
    known = {one.fact_id: one.fact for one in attributions}
    programmes, named = programmes_of(Movement.objects.all(), known.values()), labels()
    return [Seen(known[key], named.get(known[key].kind, known[key].kind), programmes.get(key, ""), cents) for key, cents in sums.items()]


def report_pdf(viewer: User, donor_id: UUID, year: int, language: Language) -> bytes:
    """The same bytes all day long while nothing changes."""
    with override(language):
        report = donor_report(viewer, donor_id, year)
        title = _("To %(donor)s, with thanks") % {"donor": report.name}
        today = clock.at(timezone.localdate(), 12)
        imprint = Imprint(title=title, author=report.donor.host.name, dated=today, reference=f"{year}")
        return typeset(SOURCE, {"title": title, **report_values(report)}, imprint=imprint, language=language)


def report_values(report: DonorReport) -> dict[str, Any]:
    """What is printed, in the language of the moment."""
    return {
        "subtitle": _("%(school)s, report of %(year)d") % {"school": report.donor.host.name, "year": report.year},
        "lede": lede_of(report),
        "sections": [
            {"heading": heading, "text": text, "table": asdict(table) if table else None} for heading, text, table in _sections(report)
        ],
        "note": _("It says only what the school shares with %(donor)s; it names nobody and is no tax receipt.") % {"donor": report.name},
    }


def lede_of(report: DonorReport) -> str:
    """The sentence of the report."""
    words = {"paid": formats.euros(report.paid_cents), "kind": formats.euros(report.in_kind_cents), "year": report.year}
    said = _("In %(year)d you gave %(paid)s, and %(kind)s in kind.") if report.in_kind_cents else _("In %(year)d you gave %(paid)s.")
    if not report.seen:
        return (said % words) + " " + _("Thank you. What they make possible is still being written down.")
    reached = _("Thank you: %(cents)s of your gifts have become what this page shows.") % {"cents": formats.euros(report.seen_cents)}
    return f"{said % words} {reached}"


def _sections(report: DonorReport) -> list[tuple[str, str, Table | None]]:
    sections: list[tuple[str, str, Table | None]] = []
    if report.instalments:
        rows = tuple((formats.day(one.due_on), one.pledge.agreement.title, formats.euros(one.counted_cents)) for one in report.instalments)
        sections.append(
            (_("What was promised"), "", Table((Column(_("Due on")), Column(_("Agreement")), Column(_("Amount"), is_number=True)), rows))
        )
    given = tuple((formats.day(one.gift_date), (one.fund or one.beneficiary).name, formats.euros(one.net_cents)) for one in report.gifts)
    text = "" if given else _("Nothing was received in that year.")
    sections.append((_("What was paid"), text, _table(_("Day"), _("Received by"), _("Amount"), given)))
    if report.done:
        rows = tuple((formats.day(one.on), f"{one.who} : {one.what}", one.quantity) for one in report.done)
        sections.append((_("What was done"), "", _table(_("Day"), _("By whom, and what"), _("How much"), rows)))
    shown = tuple((formats.day(one.fact.occurred_on), _told(one), formats.euros(one.cents)) for one in report.seen)
    text = "" if shown else _("No outcome of that year is attributed to your gifts yet.")
    sections.append((_("What could be seen"), text, _table(_("Day"), _("What your gifts made possible"), _("Of your gifts"), shown)))
    return sections


def _table(first: str, second: str, last: str, rows: tuple[tuple[str, ...], ...]) -> Table | None:
    return Table((Column(first), Column(second), Column(last, is_number=True)), rows) if rows else None


def _told(one: Seen) -> str:
    many = f"{one.fact.quantity.normalize():f}{formats.NO_BREAK}" if one.fact.quantity != 1 else ""
    return f"{many}{one.label}" + (f" ({one.programme})" if one.programme else "")
