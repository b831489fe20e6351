"""The agreements that a spreadsheet names, as the school has them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext as _

from filon.agreements.models import Agreement, AgreementVersion, Commitment, CommitmentTerm, Delivery
from filon.agreements.states import BINDING_STATES, VersionState
from filon.engines.sheets import plain
from filon.kernel.models import Outcome

if TYPE_CHECKING:
    from filon.agreements.services.taking_over import Told


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


@dataclass
class KnownAgreements:
    """Those of one school, by reference, in three queries."""

    by_reference: dict[str, KnownAgreement] = field(default_factory=dict)

    @classmethod
    def of(cls, host_id: int, references: Sequence[str]) -> KnownAgreements:
        known = cls()
        by_id = {}
        for agreement in Agreement.objects.filter(host_id=host_id, reference__in=set(references)):
            found = by_id[agreement.pk] = KnownAgreement(agreement.pk, agreement.uuid, agreement.reference)
            known.by_reference[agreement.reference] = found
        for key, state, number in AgreementVersion.objects.filter(agreement__in=by_id).values_list("agreement_id", "state", "number"):
            by_id[key].is_bound |= state in BINDING_STATES
            by_id[key].is_draft |= number == 1 and state == VersionState.DRAFT
        terms = CommitmentTerm.objects.filter(version__agreement__in=by_id).select_related("commitment__debtor", "commitment__creditor")
        for term in terms.order_by("version__number"):
            found = by_id[term.commitment.agreement_id]
            found.promises[plain(term.what_fr)] = found.numbers[term.commitment.number] = term.commitment
        return known

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
