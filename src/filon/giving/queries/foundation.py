"""What the officer of a foundation keeps: each sheltered fund, its donors, agreements, balance, fee and receipts; of the school that let
her in alone, whichever others have funds under the same umbrella."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, Sum
from django.utils.translation import gettext as _

from filon.giving.models import Gift, Pledge, TaxReceipt, TaxReceiptLine
from filon.ledger.kinds import Account
from filon.ledger.models import Entry, FundService

if TYPE_CHECKING:
    from filon.people.models import User

MOST = 12
"""Donors told one by one; persons are told together."""


@dataclass(frozen=True)
class FundDonor:
    name: str
    cents: int
    uuid: UUID | None


@dataclass
class FundRow:
    """In cents. ``unreceipted``: gifts that hold and that no live receipt bears."""

    service: FundService
    accounts: dict[str, int] = field(default_factory=dict)
    donors: list[FundDonor] = field(default_factory=list)
    agreements: list[Pledge] = field(default_factory=list)
    receipts: int = 0
    gifts: int = 0
    unreceipted: int = 0

    @property
    def fee(self) -> int:
        return self.accounts.get(Account.FEE, 0)

    @property
    def balance(self) -> int:
        return self.accounts.get(Account.UNALLOCATED, 0) + self.accounts.get(Account.PROGRAMME, 0)

    @property
    def spent(self) -> int:
        return self.accounts.get(Account.SPENT, 0)

    @property
    def received(self) -> int:
        return sum(one.cents for one in self.donors)


Key = tuple[int, int]


def foundation_sheet(viewer: User) -> Sequence[FundRow]:
    """In six queries, however many funds she keeps; the funds of the viewer's own school for who works there."""
    services = FundService.objects.visible_to(viewer).select_related("fund__umbrella", "host").order_by("fund__name", "-start")
    rows: dict[Key, FundRow] = {}
    for service in services:
        rows.setdefault((service.fund_id, service.host_id), FundRow(service))
    funds = {fund for fund, _host in rows}
    _add_books(viewer, rows, funds)
    _add_gifts(viewer, rows, funds)
    _add_agreements(viewer, rows, funds)
    receipts = TaxReceiptLine.objects.filter(is_live=True, gift__fund__in=funds, receipt__in=TaxReceipt.objects.visible_to(viewer))
    for fund, host, count in receipts.order_by().values_list("gift__fund", "gift__host").annotate(count=Count("receipt", distinct=True)):
        if (fund, host) in rows:
            rows[fund, host].receipts = count
    return list(rows.values())


def _add_books(viewer: User, rows: dict[Key, FundRow], funds: set[int]) -> None:
    entries = Entry.objects.visible_to(viewer).filter(fund__in=funds).order_by()
    for fund, host, account, cents in entries.values_list("fund", "posting__host", "account").annotate(sum=Sum("amount_cents")):
        if (fund, host) in rows:
            rows[fund, host].accounts[account] = cents


def _add_gifts(viewer: User, rows: dict[Key, FundRow], funds: set[int]) -> None:
    live = Exists(TaxReceiptLine.objects.filter(gift=OuterRef("pk"), is_live=True))
    gifts = Gift.objects.visible_to(viewer).standing().with_refunds().filter(fund__in=funds).annotate(is_receipted=live)
    grouped = gifts.order_by().values_list("fund", "host", "donor__entity__name", "donor__entity__uuid")
    summed = grouped.annotate(
        sum=Sum("net_cents"), count=Count("pk"), open=Sum("net_cents", filter=Q(is_receipted=False)), people=Count("donor", distinct=True)
    )
    for fund, host, name, uuid, cents, count, waits, people in summed:
        row = rows.get((fund, host))
        if row is not None:
            row.gifts += count
            row.unreceipted += waits or 0
            row.donors.append(FundDonor(name or _("%(count)d persons") % {"count": people}, cents, uuid))
    for row in rows.values():
        row.donors.sort(key=lambda donor: (-donor.cents, donor.name))


def _add_agreements(viewer: User, rows: dict[Key, FundRow], funds: set[int]) -> None:
    by_host: dict[Key, list[Pledge]] = defaultdict(list)
    for pledge in Pledge.objects.visible_to(viewer).filter(fund__in=funds).select_related("agreement", "donor__entity"):
        by_host[pledge.fund_id or 0, pledge.host_id].append(pledge)
    for key, row in rows.items():
        row.agreements = by_host.get(key, [])
