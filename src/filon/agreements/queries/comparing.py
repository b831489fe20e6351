"""What changed from one version to another, for whoever may read them: figure by figure, and the clauses in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from uuid import UUID

from django.http import Http404
from django.utils.translation import override

from filon.agreements.models import Agreement, AgreementVersion, Clause
from filon.agreements.models.kind import in_language
from filon.agreements.queries.difference import Change, difference_of_rows, rows_of
from filon.agreements.queries.document import Language
from filon.agreements.queries.printed import in_order, printed_terms
from filon.agreements.queries.record import VersionRow
from filon.agreements.queries.variables import Values, filled
from filon.agreements.states import BINDING_STATES
from filon.kernel.manuscript import Fate, Part, PartDifference, compare
from filon.kernel.manuscript.comparison import plain
from filon.kernel.rights import get_visible_or_404
from filon.people.models import User

LIKE = 0.5
"""Share of its words that a clause keeps to be taken for the same one under another heading."""


@dataclass(frozen=True)
class Comparison:
    """Two versions of an agreement and what the second changes. ``clauses``: those that are not the same, in words."""

    agreement: Agreement
    versions: list[AgreementVersion]
    before: AgreementVersion
    after: AgreementVersion
    changes: list[Change]
    clauses: Sequence[PartDifference]
    same: int

    @property
    def count(self) -> int:
        return len(self.changes) + len(self.clauses)


def comparison_of(viewer: User, agreement_id: UUID, before: str, after: str, language: Language) -> Comparison:
    """By their numbers; the last two where none is asked. 404 for an unknown number, and with fewer than two versions to read."""
    agreement = get_visible_or_404(Agreement.objects.select_related("kind", "host"), viewer=viewer, id=agreement_id)
    versions = readable_versions(viewer, agreement)
    if len(versions) < 2:
        raise Http404
    by_number = {str(version.number): version for version in versions}
    first, second = by_number.get(before or str(versions[-2].number)), by_number.get(after or str(versions[-1].number))
    if first is None or second is None:
        raise Http404
    rows = rows_of(first, second)
    changes = [change for change in difference_of_rows(first, second, rows) if change.subject != "clause"]
    compared = clause_differences(first, second, rows, language)
    clauses = [one for one in compared if one.fate is not Fate.SAME or one.moved]
    return Comparison(agreement, versions, first, second, changes, clauses, len(compared) - len(clauses))


def readable_versions(viewer: User, agreement: Agreement) -> list[AgreementVersion]:
    """Signed versions for everybody who sees the agreement; drafts for the members of its schools who read."""
    versions = agreement.versions.order_by("number")
    if not viewer.has_perm("agreements.draft.read", agreement):
        versions = versions.filter(state__in=BINDING_STATES)
    found = list(versions)
    for version in found:
        version.agreement = agreement
    return found


def clause_differences(
    before: AgreementVersion, after: AgreementVersion, rows: Mapping[int, VersionRow], language: Language
) -> Sequence[PartDifference]:
    """Clause by clause as they are printed, their values filled in."""
    terms = printed_terms([before, after])
    old, new = (in_order(Clause(**each) for each in rows[version.pk].clauses) for version in (before, after))
    known = {mine.position: f"old-{theirs.position}" for theirs, mine in _pairs(old, new)}
    with override(language):
        for version in (before, after):
            terms[version.pk].themes = [in_language(theme["label_fr"], theme["label_en"]) for theme in rows[version.pk].themes]
        first, second = Values(before, terms[before.pk]), Values(after, terms[after.pk])
        return compare(
            [_part(f"old-{clause.position}", clause, first) for clause in old],
            [_part(known.get(clause.position, f"new-{clause.position}"), clause, second) for clause in new],
        )


def _part(key: str, clause: Clause, values: Values) -> Part:
    return Part(key, clause.heading, plain(filled(clause.text, values)))


def _pairs(old: Sequence[Clause], new: Sequence[Clause]) -> Iterator[tuple[Clause, Clause]]:
    """Clauses have no identity from one version to the next: first their heading makes them the same, then most of their words."""
    left, unpaired = list(old), list(new)
    for is_same in (_is_same_heading, _is_like):
        for mine in list(unpaired):
            theirs = next((one for one in left if is_same(one, mine)), None)
            if theirs is not None:
                left.remove(theirs)
                unpaired.remove(mine)
                yield theirs, mine


def _is_same_heading(one: Clause, other: Clause) -> bool:
    return (one.part, one.heading_fr) == (other.part, other.heading_fr)


def _is_like(one: Clause, other: Clause) -> bool:
    matcher = SequenceMatcher(None, one.text_fr.split(), other.text_fr.split(), autojunk=False)
    return one.part == other.part and matcher.quick_ratio() >= LIKE and matcher.ratio() >= LIKE
