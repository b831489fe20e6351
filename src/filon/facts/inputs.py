"""What is given to record a fact."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from uuid import UUID

from filon.kernel.models import StoredFile, uuid7


@dataclass(frozen=True, kw_only=True)
class FactInput:
    """``quantity`` in the unit of the kind; ``value_cents`` and ``persons`` None where they are not known; ``goals`` among 1 to 17.

    ``source_type`` (`app_label.model`) and ``source_uuid`` name the object whose service records the fact, and has checked the right to;
    without a source the fact is recorded by hand. ``personal``: names and words about a person, kept beside the record and erasable.
    ``visibility`` None: the kind's own, private when the kind or the values are personal. ``id``: UUID of the fact to come.
    """

    kind: str
    occurred_on: dt.date
    host_id: int
    entity_ids: list[UUID] = field(default_factory=list)
    quantity: Decimal = Decimal(1)
    value_cents: int | None = None
    persons: int | None = None
    site_id: UUID | None = None
    goals: list[int] = field(default_factory=list)
    source_type: str = ""
    source_uuid: UUID | None = None
    personal: dict[str, Any] | None = None
    documents: list[tuple[StoredFile, str]] = field(default_factory=list)
    visibility: str | None = None
    id: UUID = field(default_factory=uuid7)
