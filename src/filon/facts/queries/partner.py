"""Facts on a partner's page."""

from __future__ import annotations

from typing import Any

from django.db.models import BigIntegerField, Q, QuerySet
from django.utils.translation import gettext as _

from filon.facts import kinds
from filon.facts.models import Fact, FactOrganisation
from filon.facts.queries.listing import amount, facts
from filon.facts.rights import is_outside
from filon.kernel.among import Among
from filon.kernel.prepared import Given, Prepared
from filon.kernel.registry import Section
from filon.partners.models import LegalEntity
from filon.people.models import User

SHOWN = 8


def _latest(reader: Any) -> QuerySet[Fact]:
    """Those of the sheets merged into it too."""
    entity = Given(BigIntegerField(), "entity")
    sheets = LegalEntity.objects.filter(Q(pk=entity) | Q(merged_into=entity)).values("pk")
    return (
        facts(reader)
        .filter(Among(FactOrganisation.objects.filter(entity__in=sheets).values("fact")))
        .order_by("-occurred_on", "-id")[: SHOWN + 1]
    )


_LATEST = Prepared(_latest)


def partner_facts(viewer: User, entity: LegalEntity) -> Section | None:
    """The latest facts that name the organisation, in one query; None when there is none."""
    latest = _LATEST(viewer, entity=entity.pk)
    if not latest:
        return None
    labels = kinds.labels()
    rows = [(fact, labels.get(fact.kind, fact.kind), amount(fact)) for fact in latest[:SHOWN]]
    return Section(
        _("What happened"), {"rows": rows, "entity": entity, "has_more": len(latest) > SHOWN, "shows_persons": not is_outside(viewer)}
    )
