"""What people give: typed values that forms and the demo hand to the services. Ids are the public UUIDs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from filon.activities.kinds import Audience, OutcomeKind


@dataclass(frozen=True, kw_only=True)
class ThemeInput:
    """``theme_id``: a theme of agreements."""

    theme_id: UUID
    about_fr: str = ""
    about_en: str = ""
    audience: str = Audience.MEMBERS


@dataclass(frozen=True, kw_only=True)
class SessionInput:
    """``theme_id``: a theme of exchanges of the school; ``entity_ids``: organisations that take part; moments are aware."""

    theme_id: UUID
    title_fr: str
    starts_at: dt.datetime
    ends_at: dt.datetime
    capacity: int
    title_en: str = ""
    about_fr: str = ""
    about_en: str = ""
    site_id: UUID | None = None
    room: str = ""
    audience: str = Audience.MEMBERS
    entity_ids: Sequence[UUID] = ()


@dataclass(frozen=True, kw_only=True)
class ClosingInput:
    """``others``: persons who came without a registration; ``commitment_ids``: what the session fulfils of agreements."""

    others: int = 0
    commitment_ids: Sequence[UUID] = ()
    goals: Sequence[int] = ()


@dataclass(frozen=True, kw_only=True)
class IdeaInput:
    """``theme_id``: a theme of exchanges; ``session_id``: where the idea came up."""

    theme_id: UUID
    title: str
    words: str
    session_id: UUID | None = None
    audience: str = Audience.MEMBERS


@dataclass(frozen=True, kw_only=True)
class OutcomeInput:
    """``agreement_id`` for an agreement alone; ``commitment_ids``: what the outcome fulfils of agreements."""

    kind: OutcomeKind
    title: str
    occurred_on: dt.date
    agreement_id: UUID | None = None
    commitment_ids: Sequence[UUID] = ()
