"""Organisations a fact may name."""

from __future__ import annotations

from uuid import UUID

from filon.partners.models import LegalEntity
from filon.people.models import User


def organisation_choices(viewer: User) -> list[tuple[UUID, str]]:
    """UUID and name of the organisations the viewer sees, by name; merged sheets are left out."""
    seen = LegalEntity.objects.visible_to(viewer).filter(merged_into__isnull=True)
    return list(seen.order_by("name").values_list("uuid", "name"))


def organisation_named(viewer: User, text: str) -> LegalEntity | None:
    """The organisation of that UUID, when the viewer sees it; None for anything else."""
    try:
        entity_id = UUID(text)
    except ValueError:
        return None
    return LegalEntity.objects.visible_to(viewer).filter(uuid=entity_id).first()
