"""Addresses of pages. Django finds a route anew each time one is asked for; a list asks for the same one on every line."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from uuid import UUID

from django.conf import settings
from django.urls import get_script_prefix, get_urlconf, reverse

ROUTES = 1024


def address(name: str, *args: object) -> str:
    """The address of a named page; raises NoReverseMatch for a name nobody routes, and for arguments that no route of it takes."""
    if not all(isinstance(each, UUID) for each in args):
        return reverse(name, args=args)
    texts = _cut(get_urlconf() or settings.ROOT_URLCONF, get_script_prefix(), name, len(args))
    return texts[0] if not args else "".join(part for pair in zip(texts, (*map(str, args), ""), strict=True) for part in pair)


def addresses(name: str, *args: UUID) -> Callable[[UUID], str]:
    """The addresses of pages that differ by their last identifier, for the lines of a list."""
    before, after = address(name, *args, _ANY).split(str(_ANY))
    return lambda last: f"{before}{last}{after}"


_ANY = UUID("ffffffff-ffff-ffff-ffff-ffffffffffff")


@lru_cache(ROUTES)
def _cut(urlconf: str, _script_prefix: str, name: str, count: int) -> tuple[str, ...]:
    """The address of that page cut where its identifiers stand."""
    places = [UUID(int=place) for place in range(count)]
    found = reverse(name, urlconf, args=places)
    for place in places:
        found = found.replace(str(place), "\n")
    return tuple(found.split("\n"))
