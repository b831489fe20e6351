"""The seven steps in which a draft is written; each is saved by itself, so that a draft can be left and found again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from filon.agreements.models import AgreementVersion
from filon.agreements.queries.difference import due_in_words
from filon.agreements.queries.proving import proof_of
from filon.kernel.pages import see_other
from filon.people.views.request import viewer_of

STEPS = (
    ("nature", gettext_lazy("Kind")),
    ("parties", gettext_lazy("Parties and signatories")),
    ("commitments", gettext_lazy("Commitments")),
    ("money", gettext_lazy("Money")),
    ("term", gettext_lazy("Term and notice")),
    ("text", gettext_lazy("Text")),
    ("review", gettext_lazy("Review")),
)
CODES = [code for code, _label in STEPS]


@dataclass(frozen=True)
class Step:
    """A step of the list above the form."""

    label: str
    url: str


def step_url(version: AgreementVersion, code: str) -> str:
    return reverse(f"agreements:draft_{code}", args=[version.agreement.uuid, version.number])


def after(version: AgreementVersion, code: str) -> str:
    """Where one goes on from a step."""
    return step_url(version, CODES[CODES.index(code) + 1])


def step_context(version: AgreementVersion, code: str) -> dict[str, Any]:
    """What every step shows: the draft, the list of steps, where one is and where one goes."""
    return {
        "version": version,
        "agreement": version.agreement,
        "may_write": True,
        "steps": [Step(str(label), step_url(version, one)) for one, label in STEPS],
        "current": CODES.index(code),
        "next_url": after(version, code) if code != CODES[-1] else "",
        "subject": draft_subject(version),
        "due_words": due_in_words,
    }


def draft_subject(version: AgreementVersion) -> str:
    if version.number == 1:
        return _("New agreement, %(kind)s") % {"kind": version.agreement.kind.label}
    return _("Amendment no. %(number)s") % {"number": version.number - 1}


def until_signed(view: Callable[[HttpRequest, UUID, int], HttpResponse]) -> Callable[[HttpRequest, UUID, int], HttpResponse]:
    """Letters and open windows still name the page of a draft once it is signed: it leads to the proof then."""

    @wraps(view)
    def opened(request: HttpRequest, agreement_id: UUID, number: int) -> HttpResponse:
        try:
            return view(request, agreement_id, number)
        except Http404:
            proof = proof_of(viewer_of(request), agreement_id, number)
            return see_other(reverse("agreements:proof", args=[agreement_id, proof.version.number]))

    return opened
