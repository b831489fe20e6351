"""One euro followed: from the line of the bank to the fact it made possible and the papers that show it, each step a link."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext as _

from filon.facts.kinds import labels
from filon.facts.models import FactDocument
from filon.giving.models import Attribution, Gift, TaxReceiptLine
from filon.giving.queries.donor_names import donor_name
from filon.kernel import formats
from filon.kernel.addresses import address
from filon.kernel.rights import get_visible_or_404
from filon.ledger.kinds import Account, MovementKind
from filon.ledger.models import BankLine, Entry, Movement
from filon.ledger.services.matches import MATCH
from filon.people.roles import READING

if TYPE_CHECKING:
    import datetime as dt

    from filon.people.models import User

RELATED = (
    "donor__entity",
    "donor__personal",
    "beneficiary",
    "fund",
    "pledge__agreement",
    "campaign",
    "in_kind",
    "match__line",
    "match__receivable",
)


@dataclass(frozen=True)
class Step:
    """``url`` empty: the viewer reads no page of it."""

    what: str
    title: str
    url: str = ""
    note: str = ""
    on: dt.date | None = None


@dataclass(frozen=True)
class Followed:
    gift: Gift
    name: str
    steps: Sequence[Step]
    attributed: int

    @property
    def share(self) -> float:
        return self.attributed / 10_000


def followed(viewer: User, gift_id: UUID) -> Followed:
    gift = get_visible_or_404(Gift.objects.with_refunds().select_related(*RELATED), viewer=viewer, id=gift_id)
    live = (
        Attribution.objects.visible_to(viewer).filter(gift=gift, ended_at=None).select_related("fact").order_by("fact__occurred_on", "id")
    )
    attributions = list(live)
    steps = [*_came(viewer, gift), *_receipts(gift), *_fund(viewer, gift), *_reached(viewer, gift, attributions)]
    return Followed(gift, donor_name(gift.donor, viewer), steps, sum(one.share for one in attributions))


def _came(viewer: User, gift: Gift) -> Iterator[Step]:
    """From the bank, by what was expected, to the gift."""
    match = gift.match
    if match is not None:
        line = match.line
        reads = BankLine.objects.visible_to(viewer).filter(pk=line.pk).exists()
        payer = line.payer_name or _("somebody the bank does not name")
        yield Step(
            _("at the bank"), formats.euros(line.amount_cents), address("ledger:line", line.uuid) if reads else "", payer, line.credited_on
        )
    if gift.pledge is not None:
        yield Step(_("promised in"), gift.pledge.agreement.title, address("giving:pledge", gift.pledge.uuid))
    elif gift.campaign is not None:
        yield Step(_("given to"), gift.campaign.title, address("giving:campaign", gift.campaign.uuid))
    yield Step(
        _("gift of"), donor_name(gift.donor, viewer), address("giving:gift", gift.uuid), formats.euros(gift.net_cents), gift.gift_date
    )


def _receipts(gift: Gift) -> Iterator[Step]:
    for line in TaxReceiptLine.objects.filter(gift=gift, is_live=True).select_related("receipt"):
        receipt = line.receipt
        yield Step(
            _("tax receipt"),
            receipt.reference,
            address("giving:receipt", receipt.uuid),
            formats.euros(line.amount_cents),
            receipt.issued_on,
        )


def _fund(viewer: User, gift: Gift) -> Iterator[Step]:
    """The fund, and what its umbrella took of this gift."""
    books = gift.fund or gift.beneficiary
    yield Step(_("received by"), books.name, address("ledger:books", books.uuid) if _reads_books(viewer, gift) else "")
    if gift.match is None or gift.fund is None:
        return
    of_match = {"posting__cause_type": MATCH, "posting__cause_uuid": gift.match.uuid, "posting__reverses": None}
    fee = sum(Entry.objects.filter(account=Account.FEE, **of_match).values_list("amount_cents", flat=True))
    yield Step(_("fee of the umbrella"), formats.euros(fee), note=_("%(left)s go on") % {"left": formats.euros(gift.amount_cents - fee)})


def _reads_books(viewer: User, gift: Gift) -> bool:
    """Money alone passes by books: those of the fund, or of the school that received it, for who reads there."""
    if gift.match is None or not viewer.has_perm("ledger.money.read"):
        return False
    return gift.fund is not None or viewer.standing.has(READING, host_id=gift.beneficiary.host_id)


def _reached(viewer: User, gift: Gift, attributions: Sequence[Attribution]) -> Iterator[Step]:
    """Programme, spending, fact and papers of each outcome."""
    keys = [one.fact_id for one in attributions]
    spent = (
        Movement.objects.visible_to(viewer).standing().filter(kind=MovementKind.SPEND, fact__in=keys).select_related("programme", "file")
    )
    spendings, papers, named = list(spent), list(FactDocument.objects.filter(fact__in=keys).select_related("file")), labels()
    for one in attributions:
        for movement in [found for found in spendings if found.fact_id == one.fact_id and found.programme]:
            yield Step(_("programme"), movement.programme.name, address("ledger:programme", movement.programme.uuid))  # type: ignore[union-attr]
            proof = address("files:download", movement.file.uuid) if movement.file else ""
            yield Step(_("spent on"), movement.words, proof, formats.euros(movement.amount_cents), movement.on)
        cents = formats.euros(gift.net_cents * one.share // 10_000)
        yield Step(
            _("made possible"), named.get(one.fact.kind, one.fact.kind), address("facts:detail", one.fact.uuid), cents, one.fact.occurred_on
        )
        for paper in [found for found in papers if found.fact_id == one.fact_id]:
            yield Step(_("shown by"), paper.title, address("files:download", paper.file.uuid))
