"""What the record of an agreement says to one side on one day, in the reader's language: all of its page but rights and what was said."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from heapq import nsmallest
from operator import itemgetter
from typing import Any
from uuid import UUID

from django.utils import timezone

from filon.agreements import rules
from filon.agreements.models.kind import in_language
from filon.agreements.queries.balance import ratio_of
from filon.agreements.queries.content import content_of
from filon.agreements.queries.difference import Change, difference, names_in
from filon.agreements.queries.ledger import ledger_from
from filon.agreements.queries.line_words import LineWords, line_words
from filon.agreements.queries.record import DeliveryRow, PartyRow, Record, TermRow, VersionRow
from filon.agreements.queries.sides import Side
from filon.agreements.states import OPEN_STATES, DeliveryState, VersionState
from filon.agreements.units import Capacity, Nature, Unit
from filon.engines.balance import Balance, CommitmentBalance, ItemBalance, ItemState, balance, next_due, next_moment
from filon.engines.balance.picture import Picture, TermBar, picture, term_bar

NEXT = 6
"""Due dates ahead that are told."""


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
class Line:
    """One line of the register: the promise, its balance, who looks after it."""

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
    shown: LineWords


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
class Ahead:
    """A due date to come with something still to deliver, and who owes it."""

    on: dt.date
    debtor: str
    line: Line
    item: ItemBalance


@dataclass(frozen=True, kw_only=True)
class Statement:
    """What was promised, what happened, what comes next. ``version`` rules on ``as_of`` (None before any is in force)."""

    as_of: dt.date
    known_at: dt.datetime
    version: VersionRow | None
    state: str
    state_label: str
    parties: Sequence[PartySeat]
    ours: frozenset[UUID]
    balance: Balance
    picture: Picture | None
    term: TermBar | None
    start: dt.date | None
    end: dt.date | None
    decide_by: dt.date | None
    ratio: Decimal | None
    groups: Sequence[Group]
    ahead: Sequence[Ahead]
    versions: Sequence[VersionEntry]
    draft: VersionRow | None
    signed: Sequence[Document]
    contested: Sequence[DeliveryRow]
    holds_until: dt.datetime | None
    """The moment when the same record tells something else on the same day; None: it does not."""

    @property
    def lines(self) -> list[Line]:
        return [line for group in self.groups for line in group.lines]

    @property
    def is_today(self) -> bool:
        return self.as_of == timezone.localdate()


def statement_of(record: Record, side: Side, *, as_of: dt.date, known_at: dt.datetime) -> Statement:
    """A partner's person sees what binds her, and no draft."""
    held = record if side.is_member else _outside(record)
    ledger = ledger_from(held)
    state = balance(ledger, as_of=as_of, known_at=known_at)
    version = next((row for row in held.versions if row.is_binding and row.number == state.version), None)
    shown = version or (held.versions[-1] if held.versions else None)
    ours = side.parties_of(held)
    seats = _seats(held, ours, shown)
    groups = _groups(held, state, seats, version)
    start, end = _bounds(held, shown)
    return Statement(
        as_of=as_of,
        known_at=known_at,
        version=version,
        state=shown.state if shown else VersionState.DRAFT,
        state_label=str(VersionState(shown.state).label) if shown else "",
        parties=list(seats.values()),
        ours=ours,
        balance=state,
        picture=picture(state, ours=ours, start=start, end=end) if start and state.commitments else None,
        term=term_bar(start=start, end=end, today=as_of, notice=_decide_by(shown, end)) if start and end else None,
        start=start,
        end=end,
        decide_by=_decide_by(shown, end),
        ratio=_ratio(held, shown),
        groups=groups,
        ahead=_ahead(groups, as_of),
        versions=_entries(held, version),
        draft=next((row for row in held.versions if row.state in OPEN_STATES), None),
        signed=[_signed_document(row) for row in reversed(held.versions) if row.file_uuid],
        contested=[row for row in held.deliveries if row.state == DeliveryState.CONTESTED],
        holds_until=next_moment(ledger, known_at=known_at),
    )


def _outside(record: Record) -> Record:
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
    return None if version is None else rules.decision_day(end, notice_months=version.notice_months, is_noticed=bool(version.notices))


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
    pairs: dict[tuple[UUID, UUID], list[Line]] = {}
    for line in state.commitments:
        term = terms[UUID(str(line.commitment))]
        pairs.setdefault((term.debtor, term.creditor), []).append(_line(term, line, state.as_of))
    order = {uuid: (not seat.is_ours, place) for place, (uuid, seat) in enumerate(seats.items())}
    return [
        Group(seats[debtor], seats[creditor], pairs[debtor, creditor])
        for debtor, creditor in sorted(pairs, key=lambda pair: (order[pair[0]], order[pair[1]]))
    ]


def _line(term: TermRow, line: CommitmentBalance, as_of: dt.date) -> Line:
    detail, coming = in_language(term.detail_fr, term.detail_en), next_due([line], as_of=as_of)
    return Line(
        uuid=term.commitment,
        number=term.number,
        what=line.what,
        detail=detail,
        unit=line.unit,
        unit_label=str(Unit(line.unit).label),
        is_counterpart=line.is_counterpart,
        owner=term.owner or term.owner_contact or "",
        balance=line,
        next_due=coming,
        shown=line_words(line, detail=detail, next_due=coming),
    )


def _ahead(groups: Sequence[Group], as_of: dt.date) -> list[Ahead]:
    """The nearest ones first."""
    coming = [
        (item.due, Ahead(item.due, group.debtor.name, line, item))
        for group in groups
        for line in group.lines
        for item in line.balance.items
        if item.due is not None and item.due >= as_of and item.missing > 0 and item.state is not ItemState.WAIVED
    ]
    return [ahead for _day, ahead in nsmallest(NEXT, coming, key=itemgetter(0))]


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


def _signed_document(row: VersionRow) -> Document:
    """The signed PDF of a version, with who signed it."""
    if row.file_uuid is None or row.file_sha256 is None or row.file_size is None:
        raise ValueError(f"Version {row.uuid} has no signed PDF")
    return Document(row.file_name or "", row.file_uuid, row.number, row.signed_on, row.file_sha256, row.file_size, row.signatures)
