"""Facts on a partner's page."""

from __future__ import annotations

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from filon.facts import kinds
from filon.facts.models import FactOrganisation
from filon.facts.queries.listing import amount, facts
from filon.facts.rights import is_outside
from filon.kernel.registry import Section
from filon.partners.models import LegalEntity
from filon.partners.queries.sheet import with_absorbed
from filon.people.models import User

SHOWN = 8


def partner_facts(viewer: User, entity: LegalEntity) -> Section | None:
    """The latest facts that name the organisation, in one query; None when there is none."""
    named = FactOrganisation.objects.filter(fact=OuterRef("pk"), entity__in=with_absorbed(entity))
    latest = list(facts(viewer).filter(Exists(named)).order_by("-occurred_on", "-id")[: SHOWN + 1])
    if not latest:
        return None
    labels = kinds.labels()
    rows = [(fact, labels.get(fact.kind, fact.kind), amount(fact)) for fact in latest[:SHOWN]]
    return Section(
        _("What happened"), {"rows": rows, "entity": entity, "has_more": len(latest) > SHOWN, "shows_persons": not is_outside(viewer)}
    )
