"""Lists of gifts and of tax receipts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from filon.giving.kinds import Means, ReceiptForm
from filon.giving.models import Gift, ReceiptCancellation, TaxReceipt, TaxReceiptLine
from filon.giving.queries.donor_names import donor_name
from filon.kernel.lists import Column, Definition, Filter
from filon.kernel.search import matching
from filon.partners.models import LegalEntity

if TYPE_CHECKING:
    from filon.people.models import User

RELATED = ("donor__entity", "donor__personal", "beneficiary", "fund", "pledge__agreement", "campaign")


def gifts(viewer: User) -> QuerySet[Gift]:
    """The gifts that hold, each with what is left of it and its live receipt."""
    return with_receipts(Gift.objects.visible_to(viewer).standing().with_refunds()).select_related(*RELATED)


def with_receipts(rows: QuerySet[Gift]) -> QuerySet[Gift]:
    """`receipt_uuid`, `receipt_year` and `receipt_number` of the live receipt of each; None without one."""
    live = TaxReceiptLine.objects.filter(gift=OuterRef("pk"), is_live=True)
    named = {f"receipt_{name}": Subquery(live.values(f"receipt__{name}")[:1]) for name in ("uuid", "year", "number")}
    return rows.annotate(**named)


def _from(name: str) -> Callable[[QuerySet[Any], str], QuerySet[Any]]:
    return lambda rows, text: rows.filter(**{f"{name}__gte": dt.date.fromisoformat(text)})


def _to(name: str) -> Callable[[QuerySet[Any], str], QuerySet[Any]]:
    return lambda rows, text: rows.filter(**{f"{name}__lte": dt.date.fromisoformat(text)})


def _entities(words: str) -> QuerySet[Any, Any]:
    return matching(LegalEntity.objects.all(), words, names=["name"]).order_by().values("pk")


def _gift_search(rows: QuerySet[Gift], words: str) -> QuerySet[Gift]:
    return rows.filter(Q(donor__entity__in=_entities(words)) | Q(beneficiary__in=_entities(words)))


def _receipted(rows: QuerySet[Gift], state: str) -> QuerySet[Gift]:
    return rows.filter(Q(("receipt_number__isnull", state == "no"))) if state in ("yes", "no") else rows


def _means(rows: QuerySet[Gift], means: str) -> QuerySet[Gift]:
    return rows.filter(means=Means(means).value)


def _means_choices() -> Sequence[tuple[str, Any]]:
    return [("", _("All")), *Means.choices]


def _receipt_choices() -> Sequence[tuple[str, Any]]:
    return [("", _("All")), ("no", _("without a receipt")), ("yes", _("receipted"))]


def gift_list(viewer: User) -> Definition[Gift]:
    """Columns are those of the export; who a person is stands there only for whoever may know it."""
    return Definition(
        page="giving:gifts",
        columns=(
            Column("donor", gettext_lazy("Donor"), lambda row: donor_name(row.donor, viewer), sort=("donor__entity__name", "-gift_date")),
            Column("day", gettext_lazy("Date of the gift"), lambda row: row.gift_date, sort=("gift_date",)),
            Column("amount", gettext_lazy("Amount"), lambda row: row.net_cents / 100, sort=("amount_cents",), number=True),
            Column("means", gettext_lazy("Means"), lambda row: Means(row.means).label, sort=("means",)),
            Column("source", gettext_lazy("From"), source_of, spare=True),
            Column("beneficiary", gettext_lazy("Received by"), lambda row: row.fund.name if row.fund else row.beneficiary.name, spare=True),
            Column("receipt", gettext_lazy("Receipt"), receipt_of, sort=("receipt_year", "receipt_number")),
        ),
        order=("-gift_date", "-id"),
        filters=(
            Filter("receipt", gettext_lazy("Receipt"), _receipted, _receipt_choices),
            Filter("means", gettext_lazy("Means"), _means, _means_choices),
            Filter("from", gettext_lazy("From day"), _from("gift_date")),
            Filter("to", gettext_lazy("To day"), _to("gift_date")),
        ),
        search=_gift_search,
        ready_views=((gettext_lazy("Without a receipt"), "receipt=no"), (gettext_lazy("In kind"), "means=in_kind")),
    )


def source_of(gift: Gift) -> str:
    """The agreement or the campaign it comes from."""
    if gift.pledge is not None:
        return gift.pledge.agreement.title
    return gift.campaign.title if gift.campaign else _("direct gift")


def receipt_of(gift: Any) -> str:
    return "" if gift.receipt_number is None else f"{gift.receipt_year}-{gift.receipt_number:06d}"


def receipts(viewer: User) -> QuerySet[TaxReceipt]:
    """The receipts the viewer reads, each with `is_cancelled`."""
    cancelled = Exists(ReceiptCancellation.objects.filter(receipt=OuterRef("pk")))
    seen = TaxReceipt.objects.visible_to(viewer).select_related("issuer", "donor__entity", "donor__personal")
    return seen.annotate(is_cancelled=cancelled)


def _of_state(rows: QuerySet[TaxReceipt], state: str) -> QuerySet[TaxReceipt]:
    return rows.filter(Q(("is_cancelled", state == "cancelled"))) if state in ("live", "cancelled") else rows


def _state_choices() -> Sequence[tuple[str, Any]]:
    return [("", _("All")), ("live", _("live")), ("cancelled", _("cancelled"))]


def _receipt_search(rows: QuerySet[TaxReceipt], words: str) -> QuerySet[TaxReceipt]:
    year, _dash, number = words.partition("-")
    if year.isdigit() and number.isdigit():
        return rows.filter(year=int(year), number=int(number))
    return rows.filter(donor__entity__in=_entities(words))


def receipt_list(viewer: User) -> Definition[TaxReceipt]:
    return Definition(
        page="giving:receipts",
        columns=(
            Column("number", gettext_lazy("Number"), lambda row: row.reference, sort=("-year", "-number")),
            Column("donor", gettext_lazy("Donor"), lambda row: donor_name(row.donor, viewer), sort=("donor__entity__name",)),
            Column("issued", gettext_lazy("Issued on"), lambda row: row.issued_on, sort=("issued_on",)),
            Column("amount", gettext_lazy("Amount"), lambda row: row.amount_cents / 100, sort=("amount_cents",), number=True),
            Column("form", gettext_lazy("Form"), lambda row: f"{row.form}*{row.form_version}", sort=("form", "form_version"), spare=True),
            Column("issuer", gettext_lazy("Issued by"), lambda row: row.issuer.name, sort=("issuer__name",), spare=True),
            Column("state", gettext_lazy("State"), lambda row: _("cancelled") if row.is_cancelled else _("live"), sort=("is_cancelled",)),
        ),
        order=("-year", "-number", "-id"),
        filters=(
            Filter("state", gettext_lazy("State"), _of_state, _state_choices),
            Filter(
                "form",
                gettext_lazy("Form"),
                lambda rows, form: rows.filter(form=ReceiptForm(form).value),
                lambda: [("", _("All")), *ReceiptForm.choices],
            ),
            Filter("from", gettext_lazy("From day"), _from("issued_on")),
            Filter("to", gettext_lazy("To day"), _to("issued_on")),
        ),
        search=_receipt_search,
        ready_views=((gettext_lazy("Live"), "state=live"), (gettext_lazy("Cancelled"), "state=cancelled")),
    )
