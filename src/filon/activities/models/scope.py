"""Who sees exchanges: the members of the school, and the people of partners whom it let in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q, QuerySet

from filon.partners.models import Access
from filon.people.roles import Role

if TYPE_CHECKING:
    from filon.people.models import User


MEMBERS = frozenset(Role) - {Role.OBSERVER}
"""Whose exchanges they are. An observer sees what founders agreed to show, and nothing else of the school."""


def members(viewer: User, *, host: str = "host") -> Q:
    """Rows of the schools the viewer is a member of today."""
    return Q(**{f"{host}__in": viewer.standing.hosts_where(MEMBERS)})


def let_in(viewer: User, *, host: str = "host") -> Exists:
    """Rows of the schools that let the viewer in for some organisation."""
    return Exists(Access.objects.open_to(viewer).filter(affiliation__contact__host=OuterRef(host)))


def entered(viewer: User, *, entity: str, host: str) -> QuerySet[Access]:
    """Accesses for the organisation and the school of the outer row."""
    return Access.objects.open_to(viewer).for_row(entity=entity, host=host)
