"""What people give: typed values that forms, the API and the demo hand to the services. Ids are the public UUIDs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from filon.engines.balance.due_rule import DueRule


@dataclass(frozen=True)
class PartyInput:
    """A legal entity, the fund it acts for if any, its capacity, and the affiliation that is to sign."""

    entity_id: UUID
    capacity: str
    fund_id: UUID | None = None
    signatory_id: UUID | None = None
    signing_group: int = 1


@dataclass(frozen=True)
class TermInput:
    """The term is half-open: ``term_end`` is the first day without it; None = not stated. ``silence_days`` None = never by silence."""

    effective_from: dt.date | None
    term_end: dt.date | None
    notice_months: int | None = None
    is_tacit: bool = False
    renewal_months: int | None = None
    silence_days: int | None = 30
    theme_ids: Sequence[UUID] = ()


@dataclass(frozen=True)
class CommitmentInput:
    """``debtor_id`` and ``creditor_id`` are parties; ``quantity`` in ``unit`` (euros for ``eur``), None = not stated.

    ``unit_value_cents`` None = unknown; an amount of euros is always worth 100 cents each. ``owner_id`` is a user of the school.
    """

    debtor_id: UUID
    creditor_id: UUID
    what_fr: str
    unit: str
    due_rule: DueRule
    what_en: str = ""
    detail_fr: str = ""
    detail_en: str = ""
    quantity: Decimal | None = None
    unit_value_cents: int | None = None
    is_counterpart: bool = False
    money_line_id: UUID | None = None
    owner_id: UUID | None = None
    owner_contact_id: UUID | None = None


@dataclass(frozen=True)
class MoneyLineInput:
    """``payer_id`` and ``payee_id`` are parties; ``amount_cents`` None = not stated."""

    nature: str
    payer_id: UUID
    payee_id: UUID
    amount_cents: int | None = None
    earmark_fr: str = ""
    earmark_en: str = ""


@dataclass(frozen=True)
class ClauseInput:
    """A recital, an article or an annex; the English text is optional. The text may name values of the terms, like `{parties}`."""

    heading_fr: str
    text_fr: str
    heading_en: str = ""
    text_en: str = ""
    part: str = "article"


@dataclass(frozen=True)
class SignatureInput:
    """Who signed for a party, and when, as the signed PDF shows it."""

    party_id: UUID
    affiliation_id: UUID
    signed_on: dt.date


@dataclass(frozen=True)
class DeliveryInput:
    """What happened. ``quantity`` in the unit of the commitment; ``item_id`` None: the oldest open due item first.

    ``documents`` are uploads (files with a name); ``words`` goes to the first step of the delivery; ``persons`` counts people.
    """

    occurred_on: dt.date
    quantity: Decimal
    item_id: UUID | None = None
    documents: Sequence[Any] = ()
    words: str = ""
    persons: int | None = None
    goals: Sequence[int] = ()
