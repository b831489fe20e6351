"""Who acts, as the kernel sees them: the people app brings the real user."""

from collections.abc import Mapping
from typing import Any, Protocol, cast
from uuid import UUID

from django.http import HttpRequest


class Standing(Protocol):
    """What an actor may do today; the roles held in each host; whether anything else may let her read (`registry.WayIn`); its digest
    changes with any right gained or lost."""

    @property
    def roles(self) -> Mapping[int, frozenset[Any]]: ...

    @property
    def acts(self) -> bool: ...

    def digest(self) -> str: ...


class Actor(Protocol):
    """Somebody who is signed in. `acting_host_id` is the host she works for now, if she chose one."""

    @property
    def id(self) -> int: ...

    @property
    def uuid(self) -> UUID: ...

    @property
    def acting_host_id(self) -> int | None: ...

    @property
    def standing(self) -> Standing: ...

    def has_perm(self, perm: str, obj: Any = None) -> bool: ...


def viewer_of(request: HttpRequest) -> Actor:
    """Who asks; only in a view that lets nobody in without signing in."""
    return cast(Actor, request.user)
