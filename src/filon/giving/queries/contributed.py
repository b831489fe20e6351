"""What giving shows on the pages of others: the week, an agreement."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.db.models import Exists, Max, OuterRef, Q, Sum
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from filon.giving.kinds import InstalmentState
from filon.giving.models import Gift, RenderingFailure, TaxReceipt, TaxReceiptLine
from filon.giving.queries.donor_names import may_see_persons
from filon.giving.queries.instalments import instalments
from filon.giving.queries.receipt_sheet import paper_of
from filon.giving.rights import reads_giving
from filon.kernel import formats
from filon.kernel.addresses import address
from filon.kernel.registry import WeekItem

if TYPE_CHECKING:
    from filon.agreements.models import Agreement
    from filon.giving.models import Instalment
    from filon.kernel.models import StoredFile
    from filon.people.models import User

SHOWN = 12
"""Instalments told one by one in the week; the list holds the others."""
WAITED = dt.timedelta(days=15)
"""A gift without a receipt for so long is told of."""


def may_read_proof(viewer: User, stored: StoredFile) -> bool:
    """Whoever sees the gift in kind reads its donor's statement."""
    return stored.owner_uuid is not None and Gift.objects.visible_to(viewer).filter(in_kind__uuid=stored.owner_uuid).exists()


def may_read_paper(viewer: User, stored: StoredFile) -> bool:
    """Whoever sees the receipt and may know its donor; the donor's own people read it as it stands, not what it was before."""
    receipt = TaxReceipt.objects.visible_to(viewer).select_related("donor").filter(uuid=stored.owner_uuid).first()
    if receipt is None or (receipt.donor.is_individual and not may_see_persons(viewer, receipt.host_id)):
        return False
    standing = paper_of(receipt)
    is_former = standing is not None and standing.pk != stored.pk
    return not is_former or viewer.has_perm("giving.receipt.issue", receipt)


def pledges_url(agreement: Agreement) -> str:
    """The instalments of the agreement, in the list."""
    return f"{address('giving:list')}?{urlencode({'q': agreement.reference})}"


def counterparts_url(agreement: Agreement) -> str:
    return address("giving:counterparts", agreement.uuid)


def week_items(viewer: User, today: dt.date) -> Iterator[WeekItem]:
    """What is to be called or is late and no commitment of the agreement tells of; gifts that wait for their receipt."""
    if not reads_giving(viewer):
        return
    near = Q(due_on__lte=today + dt.timedelta(days=7), state_now=InstalmentState.PLANNED.value)
    late = Q(commitment=None, state_now=InstalmentState.LATE.value)
    for one in instalments(viewer).filter(near | late).order_by("due_on", "id")[:SHOWN]:
        yield _instalment(one)
    waiting = gifts_waiting(viewer, today)
    if waiting[0]:
        yield _waiting(*waiting)
    yield from _failed(viewer)


def _failed(viewer: User) -> Iterator[WeekItem]:
    """PDFs of receipts that could not be made."""
    mine = TaxReceipt.objects.visible_to(viewer).filter(pk=OuterRef("receipt"))
    found = list(RenderingFailure.objects.filter(Exists(mine)).select_related("receipt").order_by("id")[:SHOWN])
    for one in found:
        title = _("The PDF of the receipt %(number)s could not be made") % {"number": one.receipt.reference}
        yield WeekItem("decide", timezone.localdate(one.tried_at), title, address("giving:receipt", one.receipt.uuid), one.why)


def _instalment(one: Instalment) -> WeekItem:
    words = {"amount": formats.euros(one.open_cents), "donor": str(one.pledge.donor)}
    is_late = one.state_now == InstalmentState.LATE
    title = _("%(amount)s promised by %(donor)s") % words if is_late else _("Call %(amount)s from %(donor)s") % words
    return WeekItem("late" if is_late else "due", one.due_on, title, address("giving:pledge", one.pledge.uuid), one.pledge.agreement.title)


def gifts_waiting(viewer: User, today: dt.date) -> tuple[int, int, dt.date]:
    """How many gifts wait for a receipt, of how many cents, since when."""
    live = TaxReceiptLine.objects.filter(gift=OuterRef("pk"), is_live=True)
    gifts = Gift.objects.visible_to(viewer).standing().filter(~Exists(live), gift_date__lt=today - WAITED).order_by()
    found = gifts.aggregate(count=Sum(1), cents=Sum("amount_cents"), last=Max("gift_date"))
    return found["count"] or 0, found["cents"] or 0, found["last"] or today


def _waiting(count: int, cents: int, last: dt.date) -> WeekItem:
    title = ngettext("%(num)d gift waits for its tax receipt", "%(num)d gifts wait for their tax receipts", count) % {"num": count}
    return WeekItem("decide", last, title, f"{address('giving:gifts')}?receipt=no", formats.euros(cents))
