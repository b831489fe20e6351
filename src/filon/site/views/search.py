"""Search everywhere: every app answers for what the viewer may see."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from filon.kernel.pages import page
from filon.kernel.registry import Hit, SearchSource, all_of
from filon.people.models import User
from filon.people.views.request import viewer_of

#: Hits shown for each kind of thing.
SHOWN = 10
#: Longest query that is looked up; the rest is cut.
LONGEST = 200


@dataclass(frozen=True)
class Found:
    """The hits of one source, best first."""

    label: str
    hits: list[Hit]


@login_required
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """The page /recherche?q=…"""
    words = request.GET.get("q", "").replace("\x00", "").strip()[:LONGEST]
    return page(request, "search.html", {"words": words, "found": found_for(viewer_of(request), words)})


def found_for(viewer: User, words: str) -> list[Found]:
    """What each source finds; sources that find nothing are left out."""
    if not words:
        return []
    answers = (Found(str(source.label), source.search(viewer, words, SHOWN)) for source in all_of(SearchSource))
    return [found for found in answers if found.hits]
