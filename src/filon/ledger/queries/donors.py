"""Who gives, when that is not who owes: chosen by name among the organisations one sees."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from filon.kernel.errors import Refused
from filon.partners.models import LegalEntity
from filon.people.models import User

OFFERED = 500


def donor_names(viewer: User) -> list[str]:
    """Names offered while one types."""
    known = LegalEntity.objects.visible_to(viewer).filter(merged_into=None).order_by("name")
    return list(known.values_list("name", flat=True)[:OFFERED])


def donor_named(viewer: User, name: str) -> UUID | None:
    """The organisation of that name; None when none was typed. Raises Refused when no organisation she sees, or several, bear it."""
    if not name.strip():
        return None
    called = LegalEntity.objects.visible_to(viewer).filter(merged_into=None, name__iexact=name.strip())
    found = list(called.values_list("uuid", flat=True)[:2])
    if len(found) == 1:
        return found[0]
    none = _("No organisation you see is called “%(name)s”: choose one that is offered, or add it to the partners first.")
    several = _("Several organisations are called “%(name)s”: merge them, or give one another name first.")
    raise Refused((several if found else none) % {"name": name.strip()}, field="donor")
