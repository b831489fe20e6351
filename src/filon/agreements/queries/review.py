"""A draft before it is signed: what is missing, and what it changes; and the version that rules today."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import F
from django.http import Http404

from filon.agreements.models import Agreement, AgreementVersion, Clause, CommitmentTerm, MoneyLine, PartyTerm, Theme
from filon.agreements.queries.difference import Change, version_difference
from filon.agreements.queries.readiness import obstacles, obstacles_in, terms_of
from filon.agreements.states import BINDING_STATES
from filon.kernel.errors import Refused
from filon.kernel.rights import get_visible_or_404
from filon.people.models import User

STEP_OF_FIELD = {
    "parties": "parties",
    "fund": "parties",
    "signatory": "parties",
    "money_lines": "money",
    "clauses": "text",
    "due_rule": "commitments",
}


@dataclass(frozen=True)
class Obstacle:
    """What is missing, and the step where it is corrected."""

    sentence: str
    step: str


@dataclass(frozen=True)
class Review:
    """The whole reading of a draft. `changes` are against the last signed version, None for an original."""

    parties: list[PartyTerm]
    commitments: list[CommitmentTerm]
    money: list[MoneyLine]
    themes: list[Theme]
    clauses: list[Clause]
    obstacles: list[Obstacle]
    former: AgreementVersion | None
    changes: list[Change] | None


def review_of(draft: AgreementVersion) -> Review:
    terms = terms_of(draft)
    return Review(
        parties=list(terms.parties),
        commitments=list(terms.commitments),
        money=list(terms.money),
        themes=list(draft.themes.all()),
        clauses=list(draft.clauses.order_by("position")),
        obstacles=_told(obstacles_in(terms)),
        former=terms.former,
        changes=None if terms.former is None else version_difference(terms.former, draft),
    )


def obstacles_of(draft: AgreementVersion) -> list[Obstacle]:
    return _told(obstacles(draft))


def _told(refusals: Iterable[Refused]) -> list[Obstacle]:
    return [Obstacle(refused.sentence, STEP_OF_FIELD.get(refused.field or "", "term")) for refused in refusals]


def signed_version(viewer: User, agreement_id: UUID) -> AgreementVersion:
    """The last signed version of an agreement, for somebody who may write it; 404 while nothing is signed."""
    agreement = get_visible_or_404(Agreement, viewer=viewer, id=agreement_id, may="agreements.agreement.write")
    signed = AgreementVersion.objects.filter(agreement=agreement, state__in=BINDING_STATES).select_related(
        "agreement__kind", "agreement__host"
    )
    version = signed.order_by(F("validity").desc(nulls_last=True)).first()
    if version is None:
        raise Http404
    return version
