"""What changed from one version to another, for whoever may read them."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.http import Http404

from filon.agreements.models import Agreement, AgreementVersion
from filon.agreements.queries.difference import Change, version_difference
from filon.agreements.states import BINDING_STATES
from filon.kernel.rights import get_visible_or_404
from filon.people.models import User


@dataclass(frozen=True)
class Comparison:
    """Two versions of an agreement and what the second changes."""

    agreement: Agreement
    versions: list[AgreementVersion]
    before: AgreementVersion
    after: AgreementVersion
    changes: list[Change]


def comparison_of(viewer: User, agreement_id: UUID, before: str, after: str) -> Comparison:
    """By their numbers; the last two where none is asked. 404 for an unknown number, and with fewer than two versions to read."""
    agreement = get_visible_or_404(Agreement.objects.select_related("kind"), viewer=viewer, id=agreement_id)
    versions = readable_versions(viewer, agreement)
    if len(versions) < 2:
        raise Http404
    by_number = {str(version.number): version for version in versions}
    first, second = by_number.get(before or str(versions[-2].number)), by_number.get(after or str(versions[-1].number))
    if first is None or second is None:
        raise Http404
    return Comparison(agreement, versions, first, second, version_difference(first, second))


def readable_versions(viewer: User, agreement: Agreement) -> list[AgreementVersion]:
    """Signed versions for everybody who sees the agreement; drafts for the members of its schools who read."""
    versions = agreement.versions.order_by("number")
    if not viewer.has_perm("agreements.draft.read", agreement):
        versions = versions.filter(state__in=BINDING_STATES)
    return list(versions)
