"""One fact with everything that proves it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import BigIntegerField, Exists, OuterRef, QuerySet, UUIDField

from filon.facts import kinds
from filon.facts.goals import Goal, goals_named
from filon.facts.models import Fact, FactDocument
from filon.facts.queries.listing import amount
from filon.facts.rights import is_outside
from filon.kernel import audit
from filon.kernel.prepared import Given, Prepared
from filon.kernel.registry import SourceAddress, all_of
from filon.kernel.rights import get_visible_or_404
from filon.partners.models import LegalEntity
from filon.people.models import User


@dataclass(frozen=True)
class FactSheet:
    """``personal`` None: none is kept, it is erased, or the viewer may not read it (``is_withheld`` tells which).
    ``shows_persons`` is false outside the schools, where a single count could tell who stands behind it."""

    fact: Fact
    kind: str
    amount: str
    organisations: Sequence[LegalEntity]
    linked: frozenset[UUID]
    """Organisations whose page opens for the viewer."""
    documents: Sequence[FactDocument]
    goals: Sequence[Goal]
    source_url: str
    reversal: Fact | None
    personal: Mapping[str, Any] | None
    is_withheld: bool
    shows_persons: bool
    may_reverse: bool
    may_erase: bool

    @property
    def is_erased(self) -> bool:
        return bool(self.fact.personal_digest) and not hasattr(self.fact, "personal")


def fact_sheet(viewer: User, fact_id: UUID) -> FactSheet:
    """Raises Http404 for a fact the viewer does not see. Reading values about a person is written in the audit."""
    fact: Fact = get_visible_or_404(_FACT, viewer=viewer, id=fact_id)
    organisations = _ORGANISATIONS(viewer, fact=fact.pk)
    kept = getattr(fact, "personal", None)
    may_read = viewer.has_perm("facts.personal.read", fact)
    reversal = getattr(fact, "reversed_by", None)
    if kept is not None and may_read:
        audit.record(viewer, "fact.personal_read", fact)
    return FactSheet(
        fact=fact,
        kind=kinds.labels().get(fact.kind, fact.kind),
        amount=amount(fact),
        organisations=organisations,
        linked=frozenset(entity.uuid for entity in organisations if entity.is_linked),
        documents=_DOCUMENTS(fact=fact.pk),
        goals=goals_named(fact.goals),
        source_url=source_url(fact),
        reversal=reversal,
        personal=kept.values if kept is not None and may_read else None,
        is_withheld=kept is not None and not may_read,
        shows_persons=not is_outside(viewer),
        may_reverse=_may_reverse(viewer, fact, reversal),
        may_erase=kept is not None and viewer.has_perm("facts.personal.erase", fact),
    )


_FACT = Prepared(
    lambda reader: (
        Fact.objects.visible_to(reader)
        .filter(uuid=Given(UUIDField(), "id"))
        .select_related("host", "site", "recorded_by", "reverses", "reversed_by", "personal")
    )
)


def _organisations(reader: Any) -> QuerySet[LegalEntity]:
    """Each with `is_linked`: its page opens for the viewer."""
    seen = LegalEntity.objects.visible_to(reader).filter(pk=OuterRef("pk"))
    named = LegalEntity.objects.filter(facts__fact=Given(BigIntegerField(), "fact"))
    return named.annotate(is_linked=Exists(seen)).order_by("name")


_ORGANISATIONS = Prepared(_organisations)
_DOCUMENTS = Prepared(
    lambda _reader: FactDocument.objects.filter(fact=Given(BigIntegerField(), "fact")).select_related("file").order_by("id")
)


def _may_reverse(viewer: User, fact: Fact, reversal: Fact | None) -> bool:
    """Recorded by hand, not reversed, not a reversal."""
    is_open = not fact.source_type and fact.reverses_id is None and reversal is None
    return is_open and viewer.has_perm("facts.fact.reverse", fact)


def source_url(fact: Fact) -> str:
    """Where the object that recorded it can be read; empty when it was recorded by hand."""
    if fact.source_uuid is None:
        return ""
    address = next((one for one in all_of(SourceAddress) if one.source_type == fact.source_type), None)
    return address.url(fact.source_uuid) if address is not None else ""
