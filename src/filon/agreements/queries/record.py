"""The record of agreements as flat rows: five queries whatever the number of commitments, items and deliveries.

The ledger, the sheet, the content and the difference of versions are all made from these rows.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BigIntegerField, F, Model, OuterRef, QuerySet
from django.db.models.functions import Coalesce, JSONObject

from filon.agreements.models import (
    AgreementParty,
    AgreementVersion,
    Clause,
    CommitmentTerm,
    Delivery,
    DeliveryStep,
    DueItem,
    MoneyLine,
    Notice,
    PartyTerm,
    Renewal,
    Signature,
    Theme,
    Waiver,
)
from filon.agreements.states import BINDING_STATES
from filon.kernel.prepared import Given, GivenKeys, Prepared
from filon.kernel.remembered import Digest


class PartyRow(NamedTuple):
    """A party; ``name`` is the fund's where there is one."""

    agreement_id: int
    id: int
    uuid: UUID
    name: str
    entity_id: int
    entity_uuid: UUID
    entity_name: str
    host_id: int | None
    fund_id: int | None
    position: int


class VersionRow(NamedTuple):
    """A version with its small lists, each a list of plain dicts (ids and dates as text)."""

    agreement_id: int
    id: int
    uuid: UUID
    number: int
    state: str
    effective_from: dt.date | None
    term_end: dt.date | None
    notice_months: int | None
    is_tacit: bool
    renewal_months: int | None
    silence_days: int | None
    validity: Any
    content_hash: str
    signed_on: dt.date | None
    place: str
    took_effect_at: dt.datetime | None
    created_at: dt.datetime
    file_uuid: UUID | None
    file_name: str | None
    file_sha256: str | None
    file_size: int | None
    parties: list[dict[str, Any]]
    money_lines: list[dict[str, Any]]
    clauses: list[dict[str, Any]]
    themes: list[dict[str, Any]]
    signatures: list[dict[str, Any]]
    renewals: list[dict[str, Any]]
    notices: list[dict[str, Any]]

    @property
    def is_binding(self) -> bool:
        return self.state in BINDING_STATES and self.took_effect_at is not None


class TermRow(NamedTuple):
    """What one version says of a commitment."""

    agreement_id: int
    version_id: int
    version: int
    commitment_id: int
    commitment: UUID
    number: int
    debtor: UUID
    creditor: UUID
    owner: str | None
    owner_contact: str | None
    what_fr: str
    what_en: str
    detail_fr: str
    detail_en: str
    unit: str
    quantity: Decimal | None
    unit_value_cents: int | None
    is_counterpart: bool
    due_rule: dict[str, Any]
    money_line: UUID | None


class ItemRow(NamedTuple):
    """A due item with its waivers."""

    agreement_id: int
    id: int
    uuid: UUID
    commitment: UUID
    due_on: dt.date | None
    quantity: Decimal
    unit_value_cents: int | None
    version: int
    renewal_id: int | None
    retired_by: int | None
    kept: Decimal | None
    waivers: list[dict[str, Any]]


class DeliveryRow(NamedTuple):
    """A delivery with the states it went through (answers left out) and the time of each."""

    agreement_id: int
    id: int
    uuid: UUID
    commitment: UUID
    item_id: int | None
    state: str
    occurred_on: dt.date
    quantity: Decimal
    fact: UUID
    fact_id: int
    states: list[str]
    times: list[dt.datetime]


@dataclass(frozen=True)
class Record:
    """Everything recorded of one agreement."""

    parties: tuple[PartyRow, ...]
    versions: tuple[VersionRow, ...]
    terms: tuple[TermRow, ...]
    items: tuple[ItemRow, ...]
    deliveries: tuple[DeliveryRow, ...]

    @property
    def size(self) -> int:
        """How many rows it holds."""
        return sum(map(len, (self.parties, self.versions, self.terms, self.items, self.deliveries)))


def _listed(model: type[Model], order: str, /, outer: str = "version", **fields: Any) -> ArraySubquery:
    """The rows of a small table that belong to the outer row, as plain dicts."""
    rows: QuerySet[Any] = model._default_manager.filter(**{outer: OuterRef("pk")}).order_by(order)
    return ArraySubquery(rows.values(json=JSONObject(**fields)))


def _of_agreements(build: Callable[[], QuerySet[Any]], path: str) -> Callable[..., list[Any]]:
    """Rows of some agreements, narrowed by keys given by name (`version`, `pk__in`); one prepared query for each set of names."""

    @cache
    def narrowed(names: tuple[str, ...]) -> Prepared:
        places = {name: GivenKeys(name) if name.endswith("__in") else Given(BigIntegerField(), name) for name in names}
        return Prepared(lambda _reader: build().filter(**{f"{path}__in": GivenKeys("agreements")}, **places))

    return lambda agreement_ids, **which: narrowed(tuple(sorted(which)))(agreements=list(agreement_ids), **which)


def _parties() -> QuerySet[Any]:
    name = Coalesce("fund__name", "entity__name")
    columns = ("agreement_id", "id", "uuid", name, "entity_id", "entity__uuid", "entity__name", "entity__host_id", "fund_id", "position")
    return AgreementParty.objects.order_by("position").values_list(*columns)


def _versions() -> QuerySet[Any]:
    rows = AgreementVersion.objects.order_by("number").annotate(**{f"all_{name}": listed() for name, listed in _LISTS.items()})
    columns = {"place": "signed_at_place", "file_uuid": "signed_file__uuid", "file_name": "signed_file__name"}
    columns |= {"file_sha256": "signed_file__sha256", "file_size": "signed_file__size"}
    columns |= {name: f"all_{name}" for name in _LISTS}
    return rows.values_list(*(columns.get(name, name) for name in VersionRow._fields))


def _terms() -> QuerySet[Any]:
    return CommitmentTerm.objects.order_by("commitment__number", "version__number").values_list(
        "commitment__agreement_id",
        "version_id",
        "version__number",
        "commitment_id",
        "commitment__uuid",
        "commitment__number",
        "commitment__debtor__uuid",
        "commitment__creditor__uuid",
        "commitment__owner__name",
        "commitment__owner_contact__name",
        "what_fr",
        "what_en",
        "detail_fr",
        "detail_en",
        "unit",
        "quantity",
        "unit_value_cents",
        "is_counterpart",
        "due_rule",
        "money_line__uuid",
    )


def _items() -> QuerySet[Any]:
    waivers = _listed(Waiver, "id", outer="item", quantity="quantity", on="waived_on", at="recorded_at", reason="reason")
    rows = DueItem.objects.order_by(F("due_on").asc(nulls_last=True), "id").annotate(all_waivers=waivers)
    return rows.values_list(
        "commitment__agreement_id",
        "id",
        "uuid",
        "commitment__uuid",
        "due_on",
        "quantity",
        "unit_value_cents",
        "version__number",
        "renewal_id",
        "retired_by__number",
        "kept",
        "all_waivers",
    )


def _deliveries() -> QuerySet[Any]:
    steps = DeliveryStep.objects.filter(delivery=OuterRef("pk"), is_answer=False).order_by("id")
    stepped = Delivery.objects.annotate(states=ArraySubquery(steps.values("state")), times=ArraySubquery(steps.values("taken_at")))
    return stepped.order_by("fact__occurred_on", "id").values_list(
        "commitment__agreement_id",
        "id",
        "uuid",
        "commitment__uuid",
        "item_id",
        "state",
        "fact__occurred_on",
        "fact__quantity",
        "fact__uuid",
        "fact_id",
        "states",
        "times",
    )


TABLES: dict[str, tuple[Callable[[], QuerySet[Any]], str]] = {
    "parties": (_parties, "agreement"),
    "versions": (_versions, "agreement"),
    "terms": (_terms, "commitment__agreement"),
    "items": (_items, "commitment__agreement"),
    "deliveries": (_deliveries, "commitment__agreement"),
}
"""What a record is read from, and how each row names its agreement."""
_READ = {name: _of_agreements(build, path) for name, (build, path) in TABLES.items()}


def digests_of(agreement: OuterRef) -> dict[str, Digest]:
    """`digest_of_…` of each table, to annotate an agreement with: together they are another value when anything of its record changes."""
    return {f"digest_of_{name}": Digest(build().filter(**{path: agreement})) for name, (build, path) in TABLES.items()}


def party_rows(agreement_ids: Collection[int]) -> list[PartyRow]:
    return [PartyRow(*row) for row in _READ["parties"](agreement_ids)]


def version_rows(agreement_ids: Collection[int], **which: Any) -> list[VersionRow]:
    """`which`: keys that narrow the rows, by field (`pk`, `pk__in`); so below."""
    return [VersionRow(*row) for row in _READ["versions"](agreement_ids, **which)]


def term_rows(agreement_ids: Collection[int], **which: Any) -> list[TermRow]:
    return [TermRow(*row) for row in _READ["terms"](agreement_ids, **which)]


def item_rows(agreement_ids: Collection[int], **which: Any) -> list[ItemRow]:
    return [ItemRow(*row) for row in _READ["items"](agreement_ids, **which)]


def delivery_rows(agreement_ids: Collection[int], **which: Any) -> list[DeliveryRow]:
    return [DeliveryRow(*row) for row in _READ["deliveries"](agreement_ids, **which)]


def records_of(agreement_ids: Collection[int], *, parties: Iterable[PartyRow] | None = None) -> dict[int, Record]:
    """The records of several agreements, in five queries; in four when their parties have been read."""
    tables: tuple[Iterable[Any], ...] = (
        party_rows(agreement_ids) if parties is None else parties,
        version_rows(agreement_ids),
        term_rows(agreement_ids),
        item_rows(agreement_ids),
        delivery_rows(agreement_ids),
    )
    by_agreement: dict[int, list[list[Any]]] = {agreement_id: [[] for _ in tables] for agreement_id in agreement_ids}
    for place, rows in enumerate(tables):
        for row in rows:
            by_agreement[row.agreement_id][place].append(row)
    return {agreement_id: Record(*map(tuple, lists)) for agreement_id, lists in by_agreement.items()}


_LISTS: dict[str, Callable[[], ArraySubquery]] = {
    "parties": lambda: _listed(
        PartyTerm,
        "party__position",
        party="party__uuid",
        party_id="party_id",
        name=Coalesce("party__fund__name", "party__entity__name"),
        entity="party__entity__uuid",
        siren="party__entity__siren",
        fund="party__fund__uuid",
        capacity="capacity",
        signatory="signatory__uuid",
        signatory_name="signatory__contact__name",
        group="signing_group",
    ),
    "money_lines": lambda: _listed(
        MoneyLine,
        "id",
        uuid="uuid",
        nature="nature",
        payer="payer__uuid",
        payee="payee__uuid",
        amount_cents="amount_cents",
        earmark_fr="earmark_fr",
        earmark_en="earmark_en",
    ),
    "clauses": lambda: _listed(
        Clause,
        "position",
        position="position",
        part="part",
        heading_fr="heading_fr",
        heading_en="heading_en",
        text_fr="text_fr",
        text_en="text_en",
    ),
    "themes": lambda: _listed(Theme, "label_fr", outer="versions", uuid="uuid", label_fr="label_fr", label_en="label_en"),
    "signatures": lambda: _listed(
        Signature, "signed_on", party="party__uuid", name="affiliation__contact__name", function="affiliation__function", on="signed_on"
    ),
    "renewals": lambda: _listed(Renewal, "start", id="id", start="start", end="end", at="recorded_at"),
    "notices": lambda: _listed(Notice, "id", party="party__uuid", given_on="given_on", ends_on="ends_on", reason="reason"),
}
