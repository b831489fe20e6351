"""Somebody who acts, without any upper floor: the kernel knows no more of a user."""

from dataclasses import dataclass, field
from uuid import UUID, uuid4

import pytest


@dataclass(frozen=True)
class EverythingAllowed:
    """What a clerk may do never changes."""

    def digest(self) -> str:
        return "all"


@dataclass
class Clerk:
    """An actor of the kernel's own tests."""

    id: int = 7
    uuid: UUID = field(default_factory=uuid4)
    acting_host_id: int | None = 3
    standing: EverythingAllowed = field(default_factory=EverythingAllowed)
    forbidden: frozenset[str] = frozenset()

    def has_perm(self, perm: str, obj: object = None) -> bool:
        return perm not in self.forbidden


@pytest.fixture
def clerk() -> Clerk:
    return Clerk()
