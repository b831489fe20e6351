"""What is always true of facts, proved again by `filon verify`. That their tables are append-only is proved by the kernel."""

from __future__ import annotations

from django.db.models import F, Q
from django.db.models.functions import Coalesce, TruncDate
from django.utils.translation import gettext as _

from filon.facts.models import Fact, FactPersonal
from filon.facts.rules import personal_digest
from filon.kernel.proofs import Keys, narrowed
from filon.kernel.registry import InvariantResult


def reversed_once(keys: Keys = None) -> InvariantResult:
    """The column is unique; a reversal of a reversal is what SQL cannot refuse."""
    reversals = narrowed(Fact.objects.all(), keys).filter(reverses__isnull=False)
    chained = reversals.filter(reverses__reverses__isnull=False).values_list("uuid", flat=True)
    return InvariantResult(reversals.count(), [_("the fact %(fact)s reverses a reversal") % {"fact": uuid} for uuid in chained])


def reversal_is_opposite(keys: Keys = None) -> InvariantResult:
    reversals = narrowed(Fact.objects.all(), keys).filter(reverses__isnull=False)
    same_day_and_kind = Q(kind=F("reverses__kind"), occurred_on=F("reverses__occurred_on"), host=F("reverses__host"))
    opposite = Q(quantity=-F("reverses__quantity"))
    for name in ("value_cents", "persons"):
        opposite &= Q(**{name: -F(f"reverses__{name}")}) | Q(**{f"{name}__isnull": True, f"reverses__{name}__isnull": True})
    wrong = reversals.filter(~Coalesce(same_day_and_kind & opposite, False)).values_list("uuid", flat=True)
    return InvariantResult(
        reversals.count(), [_("the fact %(fact)s is not the opposite of what it reverses") % {"fact": uuid} for uuid in wrong]
    )


def personal_digest_matches(keys: Keys = None) -> InvariantResult:
    """Where values were erased, the digest stays and there is nothing to compare. `keys`: of the values."""
    kept = narrowed(FactPersonal.objects.order_by(), keys)
    sentence, count, violations = _("the values kept beside the fact %(fact)s are not those that were recorded"), 0, []
    for salt, values, digest, uuid in kept.values_list("salt", "values", "fact__personal_digest", "fact__uuid").iterator():
        count += 1
        if personal_digest(salt, values) != digest:
            violations.append(sentence % {"fact": uuid})
    return InvariantResult(count, violations)


def not_in_the_future(keys: Keys = None) -> InvariantResult:
    facts = narrowed(Fact.objects.all(), keys)
    early = facts.filter(occurred_on__gt=TruncDate("recorded_at")).values_list("uuid", flat=True)
    return InvariantResult(facts.count(), [_("the fact %(fact)s was recorded before it happened") % {"fact": uuid} for uuid in early])
