"""What agreements ask somebody to answer: open disputes and proposals, and deliveries that wait to be accepted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import CharField, DateField, DecimalField, Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, JSONObject
from django.utils import timezone

from filon.agreements.models import Agreement, AgreementVersion, CommitmentTerm, Delivery, DeliveryStep, Dispute, Proposal, Stewardship
from filon.agreements.models.kind import in_language
from filon.agreements.rules import silence_ended
from filon.agreements.states import BINDING_STATES, DeliveryState, ProposalState
from filon.facts.models import FactDocument
from filon.kernel.formats import amount
from filon.kernel.prepared import GivenKeys, Prepared
from filon.partners.models import Access

if TYPE_CHECKING:
    from filon.people.models import User


class Asked(NamedTuple):
    """An open dispute (`party` contests `what`), or a proposal (`party` would change `what`); `owner` looks after it at the school."""

    is_dispute: bool
    agreement_id: int
    uuid: UUID
    since: dt.datetime
    party: str
    what_fr: str | None
    what_en: str | None
    owner: str | None
    occurred_on: dt.date | None
    quantity: Decimal | None
    unit: str | None

    @property
    def what(self) -> str:
        return in_language(self.what_fr or "", self.what_en or "")

    @property
    def measure(self) -> str:
        return "" if self.quantity is None else amount(self.quantity, self.unit or "")


def asked_in(agreement_ids: Iterable[int]) -> list[Asked]:
    """What is open in these agreements, the oldest first: one query."""
    keys = list(agreement_ids)
    return sorted((Asked(*row) for row in _ASKED(agreements=keys)), key=lambda one: one.since) if keys else []


def _last_words(path: str) -> dict[str, Subquery]:
    """What the last signed version calls the promise."""
    terms = CommitmentTerm.objects.filter(commitment=OuterRef(path), version__state__in=BINDING_STATES).order_by("-version__number")
    return {name: Subquery(terms.values(name)[:1]) for name in ("what_fr", "what_en")}


def _asked(_reader: Any) -> QuerySet[Any, Any]:
    rows = Dispute.objects.open().filter(delivery__commitment__agreement__in=GivenKeys("agreements"))
    commitment = "delivery__commitment"
    disputes = (
        rows.annotate(**_last_words(commitment))
        .order_by()
        .values_list(
            Value(True),
            f"{commitment}__agreement_id",
            "uuid",
            "opened_at",
            Coalesce("opened_for__fund__name", "opened_for__entity__name"),
            "what_fr",
            "what_en",
            Coalesce(f"{commitment}__owner__name", f"{commitment}__owner_contact__name"),
            "delivery__fact__occurred_on",
            "delivery__fact__quantity",
            "delivery__fact__unit",
        )
    )
    return disputes.union(_proposals(), all=True)


def _proposals() -> QuerySet[Any, Any]:
    waiting = Proposal.objects.filter(state=ProposalState.OPEN, agreement__in=GivenKeys("agreements")).order_by()
    party = Coalesce("party__fund__name", "party__entity__name")
    nothing = (
        Value(None, output_field=DateField()),
        Value(None, output_field=DecimalField(max_digits=14, decimal_places=2)),
        Value(None, output_field=CharField()),
    )
    return waiting.values_list(
        Value(False), "agreement_id", "uuid", "proposed_at", party, "what", "what", "agreement__owner__name", *nothing
    )


_ASKED = Prepared(_asked)


@dataclass(frozen=True)
class ToConfirm:
    """A delivery declared to the reader's organisation; `silence_on`: the day on which silence accepts it."""

    delivery: Delivery
    what: str
    words: str
    documents: Sequence[Mapping[str, str]]
    silence_on: dt.date | None

    @property
    def agreement(self) -> Agreement:
        return self.delivery.commitment.agreement

    @property
    def declared_at(self) -> dt.datetime:
        return self.delivery.declared_at

    @property
    def measure(self) -> str:
        return amount(self.delivery.fact.quantity, self.delivery.fact.unit)


def to_confirm(viewer: User) -> list[ToConfirm]:
    """What waits for the answer of a partner's person who speaks for her organisation, the oldest first: one query."""
    rows: list[Any] = list(_TO_CONFIRM(viewer))
    now = timezone.now()
    waiting = (row for row in rows if not silence_ended(row.declared_at, silence_days=row.silence_days, now=now))
    return [ToConfirm(row, in_language(row.what_fr, row.what_en), row.words, row.documents, _silence_on(row)) for row in waiting]


def _silence_on(row: Any) -> dt.date | None:
    return None if row.silence_days is None else timezone.localdate(row.declared_at) + dt.timedelta(days=row.silence_days)


def _to_confirm(reader: Any) -> QuerySet[Delivery]:
    agreement, host = OuterRef(OuterRef("commitment__agreement")), OuterRef("affiliation__contact__host")
    stewards = Stewardship.objects.filter(agreement=agreement, host=host)
    own = Access.objects.open_to(reader).acting().filter(Exists(stewards))
    speaks = own.filter(affiliation__entity=OuterRef("commitment__creditor__entity"))
    versions = AgreementVersion.objects.filter(agreement=OuterRef("commitment__agreement"), state__in=BINDING_STATES)
    ruling = versions.filter(Q(effective_from__lte=timezone.localdate()) | Q(effective_from=None)).order_by("-number")
    rows = Delivery.objects.filter(Exists(speaks), state=DeliveryState.DECLARED)
    documents = FactDocument.objects.filter(fact=OuterRef("fact")).order_by("id").values(json=JSONObject(uuid="file__uuid", title="title"))
    words = DeliveryStep.objects.filter(delivery=OuterRef("pk")).order_by("id").values("words")[:1]
    asked = {"silence_days": Subquery(ruling.values("silence_days")[:1]), "documents": ArraySubquery(documents), "words": Subquery(words)}
    return (
        rows.annotate(**_last_words("commitment"), **asked)
        .select_related("fact", "declared_by", "commitment__agreement__host", "commitment__debtor__entity", "commitment__debtor__fund")
        .order_by("declared_at", "id")
    )


_TO_CONFIRM = Prepared(_to_confirm)
