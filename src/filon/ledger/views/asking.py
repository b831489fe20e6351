"""What several pages ask first."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from filon.ledger.queries.books import Books, books_seen
from filon.ledger.rights import is_officer, keeps_books_of
from filon.people.models import User
from filon.people.roles import WORKING
from filon.people.views.request import viewer_of


def reader_of(request: HttpRequest) -> User:
    """Somebody who reads money. Raises PermissionDenied."""
    viewer = viewer_of(request)
    if not viewer.has_perm("ledger.money.read"):
        raise PermissionDenied
    return viewer


def works(viewer: User) -> bool:
    """Does she write in some books, be it for a school or for an umbrella?"""
    return viewer.standing.has(WORKING) or is_officer(viewer)


def worker_of(request: HttpRequest) -> tuple[User, list[Books]]:
    """Somebody who may write in some books, and those books. Raises PermissionDenied."""
    viewer = reader_of(request)
    found = [one for one in books_seen(viewer) if viewer.standing.has(WORKING) or keeps_books_of(viewer, one.entity)]
    if not viewer.standing.has(WORKING) and not found:
        raise PermissionDenied
    return viewer, found


def chosen(found: list[Books], uuid: str) -> Books:
    """Those chosen in a form."""
    return next(one for one in found if str(one.uuid) == uuid)
