"""Who sees the rows of giving: the school they serve, whoever keeps the books of the entity that receives, the donor's own people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, Q

from filon.ledger.models.scope import officers
from filon.partners.models import Access
from filon.people.roles import READING

if TYPE_CHECKING:
    from filon.people.models import User


def kept_for(viewer: User, *, host: str = "host", entity: str = "beneficiary") -> Q:
    """Rows of the schools the viewer reads for; and, for a foundation's officer, rows of her foundation that serve the school that let
    her in: of the other schools under the same umbrella she sees nothing by that access."""
    opened = officers(viewer).for_row(entity=entity, host=host)
    return Q(**{f"{host}__in": viewer.standing.hosts_where(READING)}) | Q(Exists(opened))


def given_by(viewer: User, *, host: str = "host", donor: str = "donor__entity") -> Q:
    """Rows of what the viewer's own organisation gave to the school that let her in."""
    opened = Access.objects.open_to(viewer).for_row(entity=donor, host=host)
    return Q(Exists(opened))
