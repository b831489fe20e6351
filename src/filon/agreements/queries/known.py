"""The agreements that a spreadsheet names, as the school has them."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Max, Min, Q
from django.utils.translation import gettext as _

from filon.agreements.models import Agreement, AgreementParty, AgreementVersion, Commitment, CommitmentTerm, Delivery
from filon.agreements.states import BINDING_STATES, VersionState
from filon.engines.sheets import plain
from filon.kernel.models import ImportKey, Outcome

if TYPE_CHECKING:
    from filon.agreements.services.taking_over import Told

KIND = "agreements"
"""Of the school's own references (`kernel.imports.keys`)."""


@dataclass
class KnownAgreement:
    """`is_bound`: some version is signed; `is_draft`: its only version is a draft; `promises`: plain words of its last terms to the
    commitment; `numbers`: the same by number."""

    id: int
    uuid: UUID
    reference: str
    is_bound: bool = False
    is_draft: bool = False
    promises: dict[str, Commitment] = field(default_factory=dict)
    numbers: dict[int, Commitment] = field(default_factory=dict)


@dataclass(frozen=True)
class AgreementAlike:
    """An agreement of the school that may be the one of the file; its days half-open, None where they are not stated."""

    uuid: UUID
    reference: str
    title: str
    start: dt.date | None
    end: dt.date | None


@dataclass
class KnownAgreements:
    """Those of one school, by reference, in five queries; `by_title`: those with a partner, by its key and the plain title."""

    by_reference: dict[str, KnownAgreement] = field(default_factory=dict)
    by_title: dict[tuple[int, str], dict[UUID, AgreementAlike]] = field(default_factory=lambda: defaultdict(dict))

    @classmethod
    def of(cls, host_id: int, references: Sequence[str], *, partners: Sequence[int] = ()) -> KnownAgreements:
        known = cls()
        by_id = {}
        wanted = set(references)
        other = dict(ImportKey.objects.filter(host_id=host_id, kind=KIND, key__in=wanted).values_list("key", "target"))
        for agreement in Agreement.objects.filter(Q(reference__in=wanted) | Q(uuid__in=other.values()), host_id=host_id):
            found = by_id[agreement.pk] = KnownAgreement(agreement.pk, agreement.uuid, agreement.reference)
            known.by_reference |= {key: found for key, target in other.items() if target == agreement.uuid}
            known.by_reference[agreement.reference] = found
        known._read_titles(host_id, partners)
        for key, state, number in AgreementVersion.objects.filter(agreement__in=by_id).values_list("agreement_id", "state", "number"):
            by_id[key].is_bound |= state in BINDING_STATES
            by_id[key].is_draft |= number == 1 and state == VersionState.DRAFT
        terms = CommitmentTerm.objects.filter(version__agreement__in=by_id).select_related("commitment__debtor", "commitment__creditor")
        for term in terms.order_by("version__number"):
            found = by_id[term.commitment.agreement_id]
            found.promises[plain(term.what_fr)] = found.numbers[term.commitment.number] = term.commitment
        return known

    def _read_titles(self, host_id: int, partners: Sequence[int]) -> None:
        theirs = Q(entity__in=partners) | Q(entity__merged_into__in=partners)
        found = AgreementParty.objects.filter(theirs, agreement__host_id=host_id).select_related("agreement", "entity")
        dated = found.annotate(start=Min("agreement__versions__effective_from"), end=Max("agreement__versions__term_end"))
        party: Any
        for party in dated.order_by("agreement_id"):
            agreement = party.agreement
            one = AgreementAlike(agreement.uuid, agreement.reference, agreement.title_fr, party.start, party.end)
            self.by_title[(party.entity.merged_into_id or party.entity_id, plain(agreement.title_fr))][agreement.uuid] = one

    def alike(self, told: Told, partner_id: int) -> list[AgreementAlike]:
        """Under another reference, with the same partner and title, on the same days; none when the reference is known."""
        if told.reference in self.by_reference:
            return []
        titled = self.by_title.get((partner_id, plain(told.title)), {}).values()
        return [one for one in titled if not (_is_over(one.end, told.start) or _is_over(told.end, one.start))]

    def target(self, reference: str) -> UUID | None:
        found = self.by_reference.get(reference)
        return None if found is None else found.uuid

    def outcome(self, told: Told) -> str:
        """A signed agreement stays as it is; a draft is written again."""
        found = self.by_reference.get(told.reference)
        if found is None:
            return Outcome.NEW
        return Outcome.CHANGE if found.is_draft and not found.is_bound else Outcome.SAME

    def refusal(self, told: Told) -> str:
        """Why what is there cannot become what is told; "" when it can."""
        found = self.by_reference.get(told.reference)
        if found is None or (found.is_draft and not found.is_bound):
            return ""
        unknown = next((promise.what for promise in told.promises if plain(promise.what) not in found.promises), None)
        if unknown is None:
            return ""
        sentence = _("This agreement is here and its text no longer changes: open it and amend it to add “%(what)s”.")
        return sentence % {"what": unknown}


def deliveries_there(agreement_ids: Sequence[int]) -> dict[int, Counter[tuple[str, str]]]:
    """Of each commitment, how many deliveries of a day and a quantity stand."""
    found: dict[int, Counter[tuple[str, str]]] = defaultdict(Counter)
    rows = Delivery.objects.filter(commitment__agreement__in=agreement_ids).exclude(state="withdrawn")
    for key, day, quantity in rows.values_list("commitment_id", "fact__occurred_on", "fact__quantity"):
        found[key][(day.isoformat(), f"{quantity:.2f}")] += 1
    return found


def _is_over(end: dt.date | None, start: dt.date | None) -> bool:
    """Before the other begins."""
    return end is not None and start is not None and end <= start
