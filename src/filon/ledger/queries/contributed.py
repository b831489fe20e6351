"""What the ledger says on the pages of others: the week, the search box, a partner's page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.db.models import Q, Sum
from django.utils.translation import gettext as _

from filon.kernel import formats
from filon.kernel.addresses import address
from filon.kernel.registry import Hit, Section, WeekItem
from filon.kernel.search import matching
from filon.ledger.kinds import Account
from filon.ledger.models import Entry, Receivable
from filon.ledger.models.scope import kept
from filon.partners.models import LegalEntity
from filon.people.models import User

SHOWN = 5
SOON = dt.timedelta(days=7)


def week_items(viewer: User, today: dt.date) -> Iterator[WeekItem]:
    """Money to identify, as one sum; and what is late or due, the greatest first."""
    if not viewer.has_perm("ledger.money.read"):
        return
    yield from _to_identify(viewer, today)
    waiting = Receivable.objects.visible_to(viewer).filter(closed_on=None, due_on__lt=today + SOON).with_paid(today=today)
    for one in waiting.filter(Q(left_cents__gt=0)).order_by("-left_cents", "due_on")[:SHOWN]:
        late = (today - one.due_on).days
        yield WeekItem(
            "late" if late > 0 else "due",
            one.due_on,
            _("%(amount)s expected of %(name)s") % {"amount": formats.euros(one.left_cents), "name": one.debtor_name},
            address("ledger:receivable", one.uuid),
            context=one.label or one.reference,
            note=formats.days_late(late) if late > 0 else "",
        )


def _to_identify(viewer: User, today: dt.date) -> Iterator[WeekItem]:
    """Only for those who keep the books: a balance, which costs the same however many lines there are."""
    own = Entry.objects.filter(kept(viewer, entity="entity", host="posting__host"), account=Account.UNIDENTIFIED)
    cents = own.aggregate(sum=Sum("amount_cents"))["sum"]
    if cents:
        words = _("%(amount)s to identify among the bank lines") % {"amount": formats.euros(cents)}
        yield WeekItem("decide", today, words, f"{address('ledger:lines')}?state=open")


def money_hits(viewer: User, words: str, limit: int) -> list[Hit]:
    """What is expected, by who pays, its reference or what it is for."""
    if not viewer.has_perm("ledger.money.read"):
        return []
    found = matching(Receivable.objects.visible_to(viewer), words, names=["debtor_name", "reference", "label"])[:limit]
    return [
        Hit(f"{one.debtor_name}, {formats.euros(one.amount_cents)}", address("ledger:receivable", one.uuid), one.label or one.reference)
        for one in found
    ]


def partner_money(viewer: User, entity: LegalEntity) -> Section | None:
    """What this partner was to pay and what it paid; None when there is nothing."""
    if not viewer.has_perm("ledger.money.read"):
        return None
    sheets = LegalEntity.objects.filter(Q(pk=entity.pk) | Q(merged_into=entity.pk)).values("pk")
    rows: list[Any] = list(Receivable.objects.visible_to(viewer).filter(debtor__in=sheets).with_paid().order_by("-due_on")[:50])
    if not rows:
        return None
    figures = {"expected": sum(one.amount_cents for one in rows), "paid": sum(one.paid_cents for one in rows)}
    return Section(_("Money with this partner"), {"rows": rows[:8], "figures": figures, "entity": entity})
