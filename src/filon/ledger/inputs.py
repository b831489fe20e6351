"""What is given to the services of the ledger. Ids are the public UUIDs, but in postings, which only services write."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from filon.kernel.models import uuid7
from filon.ledger.kinds import Account


@dataclass(frozen=True, kw_only=True)
class BankAccountInput:
    """``iban`` as typed, spaces allowed."""

    entity_id: UUID
    iban: str
    label: str


@dataclass(frozen=True, kw_only=True)
class ReceivableInput:
    """Money that ``creditor_id`` expects, for the school ``host_id`` (its key). ``debtor_name`` empty: the name of ``debtor_id``.

    ``reference``: what the payer is asked to quote; empty: one is made. ``earmark_id``: the programme it is given for, None: all of them.
    ``source_type`` and ``source_uuid`` name the object of the app above, whose service has checked the right to; without a source it is
    opened by hand. ``id``: UUID of the receivable to come.
    """

    creditor_id: UUID
    host_id: int
    amount_cents: int
    due_on: dt.date
    fund_id: UUID | None = None
    debtor_id: UUID | None = None
    debtor_name: str = ""
    label: str = ""
    reference: str = ""
    earmark_id: UUID | None = None
    source_type: str = ""
    source_uuid: UUID | None = None
    id: UUID = field(default_factory=uuid7)


@dataclass(frozen=True, kw_only=True)
class EntryInput:
    """So many cents more (or fewer, below zero) in an account; the keys are those of the tables."""

    account: Account
    amount_cents: int
    fund_id: int | None = None
    programme_id: int | None = None
    earmark_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class PostingInput:
    """Entries that make zero, in the books of ``entity_id`` and for the school ``host_id`` (keys), and what caused them."""

    entity_id: int
    host_id: int
    on: dt.date
    cause_type: str
    cause_uuid: UUID
    entries: Sequence[EntryInput]


@dataclass(frozen=True, kw_only=True)
class ProgrammeInput:
    """``fund_id`` None: paid from the school's own books. ``parent_id``: the department a project belongs to."""

    host_id: int
    name_fr: str
    name_en: str = ""
    fund_id: UUID | None = None
    parent_id: UUID | None = None
    is_department: bool = False
    purpose_fr: str = ""
    purpose_en: str = ""


@dataclass(frozen=True, kw_only=True)
class FeeRuleInput:
    """``tiers``: pairs (from how many cents received in the year, basis points), rising from 0; empty: ``percent_bp`` throughout."""

    fund_id: UUID
    valid_from: dt.date
    borne_by: str
    source: str
    percent_bp: int = 0
    tiers: Sequence[tuple[int, int]] = ()
    floor_cents: int = 0
    yearly_cents: int = 0


@dataclass(frozen=True, kw_only=True)
class SpendingInput:
    """What was bought for a programme with money of it. ``earmark_id``: which money, None: that given for all programmes.
    ``paid_by_id``: the bank line that paid it; ``fact_id``: what it made possible; ``upload``: the invoice."""

    programme_id: UUID
    amount_cents: int
    on: dt.date
    words: str
    earmark_id: UUID | None = None
    paid_by_id: UUID | None = None
    fact_id: UUID | None = None
    upload: Any = None
