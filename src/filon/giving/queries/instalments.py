"""The list of instalments: what is promised, what came, what is open; "pledged, not paid" is its first view."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.db.models import BigIntegerField, Case, CharField, Exists, F, OuterRef, Q, QuerySet, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from filon.agreements.models import Agreement
from filon.giving.kinds import InstalmentState
from filon.giving.models import Call, Instalment, Waive
from filon.kernel.lists import Column, Definition, Filter, Rows
from filon.kernel.search import matching
from filon.ledger.kinds import MovementKind
from filon.ledger.models import Match, Movement
from filon.partners.models import LegalEntity

if TYPE_CHECKING:
    from filon.people.models import User

OPEN = "open"
"""Everything that is neither paid nor given up, late or not."""


def instalments(viewer: User) -> QuerySet[Instalment]:
    """Those in force that the viewer sees, each with `paid_cents`, `waived_cents`, `open_cents` and `state_now`."""
    seen = Instalment.objects.visible_to(viewer).filter(retired_by=None)
    return with_state(seen, timezone.localdate()).select_related(
        "pledge__agreement", "pledge__donor__entity", "pledge__fund", "pledge__beneficiary"
    )


def with_state(rows: QuerySet[Instalment], today: dt.date) -> QuerySet[Instalment]:
    """Where each stands, as `rules.state_of` says."""
    matched = (
        Match.objects.live().filter(receivable=OuterRef("receivable")).order_by().values("receivable").annotate(sum=Sum("amount_cents"))
    )
    back = Movement.objects.standing().filter(kind=MovementKind.REFUND, match__receivable=OuterRef("receivable")).order_by()
    refunded = back.values("match__receivable").annotate(sum=Sum("amount_cents"))
    waived = Waive.objects.filter(instalment=OuterRef("pk")).order_by().values("instalment").annotate(sum=Sum("amount_cents"))
    summed = rows.annotate(**{"paid_cents": _sum(matched) - _sum(refunded), "waived_cents": _sum(waived)})
    opened = summed.annotate(**{"open_cents": F("amount_cents") - F("paid_cents") - F("waived_cents")})
    return opened.annotate(**{"state_now": _state(today)})


def _state(today: dt.date) -> Case:
    called = Exists(Call.objects.filter(instalment=OuterRef("pk")))
    return Case(
        When(paid_cents__gte=F("amount_cents"), then=Value(InstalmentState.PAID.value)),
        When(open_cents__lte=0, then=Value(InstalmentState.WAIVED.value)),
        When(due_on__lt=today, then=Value(InstalmentState.LATE.value)),
        When(paid_cents__gt=0, then=Value(InstalmentState.PART_PAID.value)),
        When(called, then=Value(InstalmentState.CALLED.value)),
        default=Value(InstalmentState.PLANNED.value),
        output_field=CharField(),
    )


def _sum(grouped: QuerySet[Any, Any]) -> Coalesce:
    return Coalesce(Subquery(grouped.values("sum")), 0, output_field=BigIntegerField())


INSTALMENTS = Rows(instalments)


def instalment_search(rows: QuerySet[Instalment], words: str) -> QuerySet[Instalment]:
    """By the donor, or by the agreement's title or reference."""
    entities = matching(LegalEntity.objects.all(), words, names=["name"]).order_by().values("pk")
    agreements = (
        matching(Agreement.objects.all(), words, text=["title_fr", "title_en"], names=["reference", "title_fr"]).order_by().values("pk")
    )
    return rows.filter(Q(pledge__donor__entity__in=entities) | Q(pledge__agreement__in=agreements))


def _of_state(rows: QuerySet[Instalment], state: str) -> QuerySet[Instalment]:
    if state == OPEN:
        return rows.filter(Q(("open_cents__gt", 0)))
    return rows.filter(Q(("state_now", InstalmentState(state).value)))


def _states() -> Sequence[tuple[str, Any]]:
    shown = [state for state in InstalmentState if state is not InstalmentState.REPLACED]
    return [("", _("All")), (OPEN, _("pledged, not paid")), *((state.value, state.label) for state in shown)]


def _due_from(rows: QuerySet[Instalment], text: str) -> QuerySet[Instalment]:
    return rows.filter(due_on__gte=dt.date.fromisoformat(text))


def _due_to(rows: QuerySet[Instalment], text: str) -> QuerySet[Instalment]:
    return rows.filter(due_on__lte=dt.date.fromisoformat(text))


def _euros(name: str) -> Any:
    return lambda row: getattr(row, name) / 100


LIST: Definition[Instalment] = Definition(
    page="giving:list",
    columns=(
        Column("donor", gettext_lazy("Donor"), lambda row: str(row.pledge.donor), sort=("pledge__donor__entity__name", "due_on")),
        Column(
            "agreement", gettext_lazy("Agreement"), lambda row: row.pledge.agreement.title, sort=("pledge__agreement__title_fr", "due_on")
        ),
        Column("due", gettext_lazy("Due on"), lambda row: row.due_on, sort=("due_on",)),
        Column("amount", gettext_lazy("Promised"), _euros("amount_cents"), sort=("amount_cents",), number=True),
        Column("paid", gettext_lazy("Paid"), _euros("paid_cents"), sort=("paid_cents",), number=True),
        Column("open", gettext_lazy("Open"), _euros("open_cents"), sort=("open_cents",), number=True),
        Column("state", gettext_lazy("State"), lambda row: InstalmentState(row.state_now).label, sort=("state_now", "due_on")),
        Column(
            "beneficiary",
            gettext_lazy("Received by"),
            lambda row: row.pledge.fund.name if row.pledge.fund else row.pledge.beneficiary.name,
            spare=True,
        ),
    ),
    order=("due_on", "id"),
    filters=(
        Filter("state", gettext_lazy("State"), _of_state, _states),
        Filter("from", gettext_lazy("From day"), _due_from),
        Filter("to", gettext_lazy("To day"), _due_to),
    ),
    search=instalment_search,
    ready_views=(
        (gettext_lazy("Pledged, not paid"), f"state={OPEN}"),
        (gettext_lazy("Late"), "state=late"),
        (gettext_lazy("Paid"), "state=paid"),
    ),
)

MARKS = {
    InstalmentState.PLANNED: "next",
    InstalmentState.CALLED: "due",
    InstalmentState.PART_PAID: "due",
    InstalmentState.PAID: "kept",
    InstalmentState.LATE: "late",
    InstalmentState.WAIVED: "waived",
    InstalmentState.REPLACED: "withdrawn",
}
"""The mark of each state on the pages."""
