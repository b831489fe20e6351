"""Who sees which books: one rule in three shapes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q

from filon.partners.models import Access, EntityKind
from filon.partners.models.access import AccessQuerySet
from filon.people.roles import READING

if TYPE_CHECKING:
    from filon.people.models import User


def officers(viewer: User) -> AccessQuerySet:
    """Accesses by which she keeps books of an umbrella, for the school that let her in."""
    return Access.objects.open_to(viewer).filter(affiliation__entity__kind=EntityKind.UMBRELLA)


def kept(viewer: User, *, entity: str, host: str = "host") -> Q:
    """Rows of books she reads whole: those of her own school, and those of an umbrella she is an officer of, for what one school let her
    see. `entity` and `host` are paths from the row."""
    accesses = officers(viewer).filter(affiliation__entity=OuterRef(entity), affiliation__contact__host=OuterRef(host))
    return Q((f"{entity}__host_id__in", viewer.standing.hosts_where(READING))) | Q(Exists(accesses))


def served(viewer: User, *, host: str = "host_id") -> Q:
    """Rows that concern a school she reads for, in whosever books they stand."""
    return Q((f"{host}__in", viewer.standing.hosts_where(READING)))
