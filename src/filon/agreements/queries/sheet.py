"""Everything the page of an agreement shows, in at most ten queries whatever its size."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BigIntegerField, OuterRef, QuerySet, UUIDField
from django.utils import timezone

from filon.agreements.models import Agreement, DeliveryStep, Stewardship
from filon.agreements.models.kind import in_language
from filon.agreements.queries.balance import ratio_of
from filon.agreements.queries.content import content_of
from filon.agreements.queries.difference import Change, difference, names_in
from filon.agreements.queries.ledger import ledger_from
from filon.agreements.queries.record import DeliveryRow, PartyRow, Record, TermRow, VersionRow, records_of
from filon.agreements.queries.sides import entered_parties, receives_for_school
from filon.agreements.states import OPEN_STATES, DeliveryState, VersionState
from filon.agreements.units import Capacity, Nature, Unit
from filon.engines.balance import Balance, CommitmentBalance, ItemState, Ledger, balance, next_due, worst_state
from filon.engines.balance.picture import Picture, TermBar, picture, term_bar
from filon.facts.models import FactDocument
from filon.kernel.periods import add_months
from filon.kernel.prepared import Given, GivenKeys, Prepared
from filon.kernel.rights import get_visible_or_404
from filon.people.roles import READING, WORKING

if TYPE_CHECKING:
    from filon.people.models import User


@dataclass(frozen=True)
class PartySeat:
    """A party in the header: name, the entity that signs for it, capacity, side."""

    uuid: UUID
    name: str
    entity_uuid: UUID
    entity_name: str
    is_fund: bool
    capacity: str
    is_ours: bool


@dataclass(frozen=True)
class Quarrel:
    """A contested delivery and what was said of it, oldest first."""

    delivery: DeliveryRow
    steps: Sequence[DeliveryStep]


@dataclass(frozen=True)
class Line:
    """One line of the register: the promise, its balance, who looks after it, and its quarrels."""

    uuid: UUID
    number: int
    what: str
    detail: str
    unit: str
    unit_label: str
    is_counterpart: bool
    owner: str
    balance: CommitmentBalance
    next_due: dt.date | None
    worst: ItemState | None
    quarrels: Sequence[Quarrel]


@dataclass(frozen=True)
class Group:
    """The lines of one debtor towards one creditor."""

    debtor: PartySeat
    creditor: PartySeat
    lines: Sequence[Line]


@dataclass(frozen=True)
class VersionEntry:
    """A version in the timeline, with what it changes in the one before."""

    row: VersionRow
    state_label: str
    is_current: bool
    is_draft: bool
    changes: Sequence[Change]


@dataclass(frozen=True)
class Document:
    """A file of the agreement: a signed PDF (``version``) or a proof of a delivery."""

    title: str
    file_uuid: UUID
    version: int | None
    on: dt.date | None
    sha256: str
    size: int
    signatures: Sequence[Mapping[str, Any]] = ()


@dataclass(frozen=True)
class AgreementSheet:
    """What was promised, what happened, what comes next. ``version`` rules on ``as_of`` (None before any is in force)."""

    agreement: Agreement
    as_of: dt.date
    known_at: dt.datetime
    version: VersionRow | None
    state: str
    state_label: str
    parties: Sequence[PartySeat]
    ours: frozenset[UUID]
    ledger: Ledger
    balance: Balance
    picture: Picture | None
    term: TermBar | None
    start: dt.date | None
    end: dt.date | None
    decide_by: dt.date | None
    ratio: Decimal | None
    groups: Sequence[Group]
    versions: Sequence[VersionEntry]
    draft: VersionRow | None
    documents: Sequence[Document]
    may_write: bool
    may_take_part: bool

    @property
    def lines(self) -> list[Line]:
        return [line for group in self.groups for line in group.lines]

    @property
    def is_today(self) -> bool:
        return self.as_of == timezone.localdate()


@dataclass(frozen=True)
class _Standing:
    """What the viewer is to this agreement."""

    is_member: bool
    may_write: bool
    ours: frozenset[UUID]


def agreement_sheet(viewer: User, agreement_id: UUID, as_of: dt.date | None = None, known_at: dt.datetime | None = None) -> AgreementSheet:
    """As of a day (None: today), with what was recorded by a moment (None: now). 404 if foreign."""
    day, moment = as_of or timezone.localdate(), known_at or timezone.now()
    agreement = _agreement(viewer, agreement_id)
    record = records_of([agreement.pk])[agreement.pk]
    standing = _standing(viewer, agreement, record)
    if not standing.is_member:
        record = _outside(record)
    ledger = ledger_from(record)
    state = balance(ledger, as_of=day, known_at=moment)
    version = next((row for row in record.versions if row.is_binding and row.number == state.version), None)
    seats = _seats(record, standing.ours, version or (record.versions[-1] if record.versions else None))
    shown = version or (record.versions[-1] if record.versions else None)
    start, end = _bounds(record, shown)
    return AgreementSheet(
        agreement=agreement,
        as_of=day,
        known_at=moment,
        version=version,
        state=shown.state if shown else VersionState.DRAFT,
        state_label=str(VersionState(shown.state).label) if shown else "",
        parties=list(seats.values()),
        ours=standing.ours,
        ledger=ledger,
        balance=state,
        picture=picture(state, ours=standing.ours, start=start, end=end) if start and state.commitments else None,
        term=term_bar(start=start, end=end, today=day, notice=_decide_by(shown, end)) if start and end else None,
        start=start,
        end=end,
        decide_by=_decide_by(shown, end),
        ratio=_ratio(record, shown),
        groups=_groups(record, state, seats, version),
        versions=_entries(record, version),
        draft=next((row for row in record.versions if row.state in OPEN_STATES), None),
        documents=_documents(agreement, record),
        may_write=standing.may_write,
        may_take_part=standing.may_write or (not standing.is_member and bool(standing.ours)),
    )


def _agreement(viewer: User, agreement_id: UUID) -> Agreement:
    found: Agreement = get_visible_or_404(_STEWARDED, viewer=viewer, id=agreement_id)
    return found


def _stewarded(reader: Any) -> QuerySet[Agreement]:
    """With the schools that run it today, in one query."""
    stewards = Stewardship.objects.on(timezone.localdate()).filter(agreement=OuterRef("pk")).values("host_id")
    rows = Agreement.objects.visible_to(reader).filter(uuid=Given(UUIDField(), "id"))
    return rows.select_related("kind", "owner", "host").annotate(steward_ids=ArraySubquery(stewards))


_STEWARDED = Prepared(_stewarded)


def _standing(viewer: User, agreement: Agreement, record: Record) -> _Standing:
    stewards: set[int] = set(vars(agreement)["steward_ids"])
    hosts = stewards & set(viewer.standing.hosts_where(READING))
    if not hosts:
        return _Standing(is_member=False, may_write=False, ours=frozenset(entered_parties(viewer, agreement.pk, record.parties)))
    capacities = {UUID(party["party"]): party["capacity"] for version in record.versions for party in version.parties}
    ours = {row.uuid for row in record.parties if row.host_id in hosts or receives_for_school(row, capacities)}
    return _Standing(is_member=True, may_write=bool(stewards & set(viewer.standing.hosts_where(WORKING))), ours=frozenset(ours))


def _outside(record: Record) -> Record:
    """A partner's person sees what binds her, and no draft."""
    versions = tuple(row for row in record.versions if row.is_binding)
    kept = {row.id for row in versions}
    terms = tuple(term for term in record.terms if term.version_id in kept)
    return Record(record.parties, versions, terms, record.items, record.deliveries)


def _seats(record: Record, ours: frozenset[UUID], version: VersionRow | None) -> dict[UUID, PartySeat]:
    """The parties of a version, in their order; those that an amendment removed are left out of the header but kept by the ledger."""
    capacities = {UUID(party["party"]): party["capacity"] for row in record.versions for party in row.parties}
    capacities |= {UUID(party["party"]): party["capacity"] for party in (version.parties if version else [])}
    return {row.uuid: _seat(row, capacities[row.uuid], ours) for row in record.parties if row.uuid in capacities}


def _seat(row: PartyRow, capacity: str, ours: frozenset[UUID]) -> PartySeat:
    label = str(Capacity(capacity).label)
    return PartySeat(row.uuid, row.name, row.entity_uuid, row.entity_name, row.fund_id is not None, label, row.uuid in ours)


def _bounds(record: Record, shown: VersionRow | None) -> tuple[dt.date | None, dt.date | None]:
    """The first day of the agreement and the end of its term with renewals."""
    binding = [row for row in record.versions if row.is_binding]
    first = binding[0] if binding else shown
    if first is None or shown is None:
        return None, None
    renewed = [dt.date.fromisoformat(renewal["end"]) for renewal in shown.renewals]
    ended = [dt.date.fromisoformat(notice["ends_on"]) for notice in shown.notices]
    return first.effective_from, min(ended, default=max(renewed, default=shown.term_end))


def _decide_by(version: VersionRow | None, end: dt.date | None) -> dt.date | None:
    """The last day to give notice before the term; None without a notice or once it was given."""
    if version is None or end is None or not version.notice_months or version.notices:
        return None
    return add_months(end, -version.notice_months)


def decision_day(version: VersionRow) -> dt.date | None:
    """The last day to give notice of a version, before the end of its term as renewed."""
    renewed = [dt.date.fromisoformat(renewal["end"]) for renewal in version.renewals]
    return _decide_by(version, max(renewed, default=version.term_end))


def _ratio(record: Record, version: VersionRow | None) -> Decimal | None:
    if version is None:
        return None
    given = [line["amount_cents"] for line in version.money_lines if line["nature"] == Nature.GIVING]
    terms = [term for term in record.terms if term.version_id == version.id and term.is_counterpart]
    return ratio_of(given, [_worth(term) for term in terms])


def _worth(term: TermRow) -> Decimal | None:
    return None if term.quantity is None or term.unit_value_cents is None else term.quantity * term.unit_value_cents


def _groups(record: Record, state: Balance, seats: Mapping[UUID, PartySeat], version: VersionRow | None) -> list[Group]:
    """What each party owes each other one: our side first, then in the order of the parties."""
    terms = {term.commitment: term for term in record.terms if version is None or term.version <= version.number}
    quarrels = _quarrels(record.deliveries)
    pairs: dict[tuple[UUID, UUID], list[Line]] = {}
    for line in state.commitments:
        term = terms[UUID(str(line.commitment))]
        pairs.setdefault((term.debtor, term.creditor), []).append(_line(term, line, quarrels, state.as_of))
    order = {uuid: (not seat.is_ours, place) for place, (uuid, seat) in enumerate(seats.items())}
    return [
        Group(seats[debtor], seats[creditor], pairs[debtor, creditor])
        for debtor, creditor in sorted(pairs, key=lambda pair: (order[pair[0]], order[pair[1]]))
    ]


def _line(term: TermRow, line: CommitmentBalance, quarrels: Mapping[UUID, list[Quarrel]], as_of: dt.date) -> Line:
    return Line(
        uuid=term.commitment,
        number=term.number,
        what=line.what,
        detail=in_language(term.detail_fr, term.detail_en),
        unit=line.unit,
        unit_label=str(Unit(line.unit).label),
        is_counterpart=line.is_counterpart,
        owner=term.owner or term.owner_contact or "",
        balance=line,
        next_due=next_due([line], as_of=as_of),
        worst=worst_state([line]),
        quarrels=quarrels.get(term.commitment, []),
    )


def _quarrels(deliveries: Iterable[DeliveryRow]) -> dict[UUID, list[Quarrel]]:
    """Words of the contested deliveries, in one query and only if there is one."""
    contested = {row.id: row for row in deliveries if row.state == DeliveryState.CONTESTED}
    if not contested:
        return {}
    steps: dict[int, list[DeliveryStep]] = {}
    for step in _STEPS(deliveries=list(contested)):
        steps.setdefault(step.delivery_id, []).append(step)
    quarrels: dict[UUID, list[Quarrel]] = {}
    for key, row in contested.items():
        quarrels.setdefault(row.commitment, []).append(Quarrel(row, steps.get(key, [])))
    return quarrels


_STEPS = Prepared(
    lambda _reader: DeliveryStep.objects.filter(delivery__in=GivenKeys("deliveries")).select_related(
        "taken_by", "party__entity", "party__fund"
    )
)


def _entries(record: Record, current: VersionRow | None) -> list[VersionEntry]:
    """The versions, the last one first, each compared with the last binding one before it."""
    names = names_in(record.versions)
    contents = {row.id: content_of(row, [term for term in record.terms if term.version_id == row.id]) for row in record.versions}
    entries: list[VersionEntry] = []
    former: VersionRow | None = None
    for row in record.versions:
        changes = difference(contents[former.id], contents[row.id], names=names) if former else []
        entries.append(_entry(row, current, changes))
        former = row if row.is_binding else former
    return entries[::-1]


def _entry(row: VersionRow, current: VersionRow | None, changes: Sequence[Change]) -> VersionEntry:
    return VersionEntry(
        row=row,
        state_label=str(VersionState(row.state).label),
        is_current=current is not None and row.id == current.id,
        is_draft=row.state in OPEN_STATES,
        changes=changes,
    )


def _documents(agreement: Agreement, record: Record) -> list[Document]:
    """Signed PDFs, then the proofs, the latest first."""
    signed: list[Any] = [row for row in record.versions if row.file_uuid]
    return [
        *(_signed_document(row) for row in signed[::-1]),
        *(Document(title, uuid, None, day, sha256, size) for title, uuid, day, sha256, size in _PROOFS(agreement=agreement.pk)),
    ]


_PROOFS = Prepared(
    lambda _reader: (
        FactDocument.objects.filter(fact__delivery__commitment__agreement=Given(BigIntegerField(), "agreement"))
        .order_by("-fact__occurred_on", "id")
        .values_list("title", "file__uuid", "fact__occurred_on", "file__sha256", "file__size")[:200]
    )
)


def _signed_document(row: VersionRow) -> Document:
    """The signed PDF of a version, with who signed it."""
    if row.file_uuid is None or row.file_sha256 is None or row.file_size is None:
        raise ValueError(f"Version {row.uuid} has no signed PDF")
    return Document(row.file_name or "", row.file_uuid, row.number, row.signed_on, row.file_sha256, row.file_size, row.signatures)
