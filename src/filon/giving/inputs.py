"""What people give: typed values that forms, the API and the demo hand to the services. Ids are the public UUIDs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from filon.giving.kinds import GiftForm, InKind, Means, SkillsForm


@dataclass(frozen=True)
class Address:
    street: str
    postal_code: str
    city: str
    country: str = ""


@dataclass(frozen=True)
class IndividualInput:
    first_name: str
    last_name: str
    address: Address
    email: str = ""


@dataclass(frozen=True)
class IssuerInput:
    """``articles``: of the general tax code under which its receipts are given (200, 238 bis, 978)."""

    kind: str
    object_fr: str
    address: Address
    signatory_name: str
    signatory_function: str
    start: dt.date
    end: dt.date | None = None
    rna: str = ""
    articles: Sequence[str] = ("200", "238 bis")


@dataclass(frozen=True)
class DonationInput:
    """A gift of money without an agreement. ``handed_on``: the day a cheque or cash arrived; None for what only the bank sees."""

    donor_id: UUID
    beneficiary_id: UUID
    amount_cents: int
    means: Means
    fund_id: UUID | None = None
    campaign_id: UUID | None = None
    programme_id: UUID | None = None
    expected_on: dt.date | None = None
    handed_on: dt.date | None = None
    form: GiftForm = GiftForm.MANUAL
    may_be_named: bool = False


@dataclass(frozen=True)
class InKindInput:
    """``statement``: what the donor states, by name of the figure, in cents, hours or shares as the rule of its kind asks
    (`rules.STATED`). ``proof``: the donor's signed statement, a file."""

    donor_id: UUID
    beneficiary_id: UUID
    kind: InKind
    description: str
    statement: Mapping[str, int]
    received_on: dt.date
    stated_on: dt.date
    proof: Any
    form: SkillsForm | None = None
    fund_id: UUID | None = None
    pledge_id: UUID | None = None


@dataclass(frozen=True)
class CampaignInput:
    beneficiary_id: UUID
    title_fr: str
    goal_cents: int
    start: dt.date
    end: dt.date | None = None
    title_en: str = ""
    purpose_fr: str = ""
    purpose_en: str = ""
    fund_id: UUID | None = None
    programme_id: UUID | None = None
