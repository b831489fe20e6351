"""What is always true of agreements, proved again by `filon verify`. Each violation names the agreement by its reference."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import groupby, islice, pairwise

from django.db.models import F, QuerySet, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from filon.agreements import rules
from filon.agreements.fact_kinds import KIND_OF_UNIT
from filon.agreements.models import (
    Agreement,
    AgreementParty,
    AgreementVersion,
    CommitmentTerm,
    Delivery,
    DueItem,
    MoneyLine,
    Signature,
    Stewardship,
)
from filon.agreements.queries.content import content_hash
from filon.agreements.queries.sums import sums_by_engine, sums_by_side
from filon.agreements.services.signing import total_cents
from filon.agreements.states import BINDING_STATES, DeliveryState
from filon.agreements.units import Capacity
from filon.kernel.errors import Refused
from filon.kernel.files import sha256_of
from filon.kernel.registry import InvariantResult
from filon.partners.rules import signatory_check

BATCH = 200


def binding() -> QuerySet[AgreementVersion]:
    return AgreementVersion.objects.filter(state__in=BINDING_STATES).select_related("agreement").order_by("agreement", "number")


def _named(version: AgreementVersion, words: str) -> str:
    return f"{version.agreement.reference} v{version.number}: {words}"


def version_one_in_force_at_any_date() -> InvariantResult:
    versions = list(binding().exclude(validity__isempty=True))
    violations = [
        _named(second, _("in force together with the version before it"))
        for _key, own in groupby(versions, key=lambda version: version.agreement_id)
        for first, second in pairwise(sorted(own, key=lambda version: version.validity.lower or dt.date.min))
        if first.validity.upper is None or (second.validity.lower or dt.date.min) < first.validity.upper
    ]
    return InvariantResult(len(versions), violations)


def version_numbers_dense() -> InvariantResult:
    rows = AgreementVersion.objects.order_by("agreement", "number").values_list("agreement__reference", "agreement", "number")
    numbers = {key: [row[2] for row in own] for key, own in groupby(rows, key=lambda row: (row[0], row[1]))}
    wrong = [reference for (reference, _key), found in numbers.items() if found != list(range(1, len(found) + 1))]
    return InvariantResult(len(numbers), [_("%(reference)s: a version is missing") % {"reference": one} for one in wrong])


def version_content_intact() -> InvariantResult:
    versions = list(binding())
    changed = [version for version in versions if content_hash(version) != version.content_hash]
    return InvariantResult(len(versions), [_named(version, _("the terms are not those that were signed")) for version in changed])


def signed_file_intact() -> InvariantResult:
    versions = [version for version in binding().select_related("signed_file") if not version.is_from_source]
    return InvariantResult(
        len(versions), [_named(version, _("the signed PDF is gone or changed")) for version in versions if _is_lost(version)]
    )


def _is_lost(version: AgreementVersion) -> bool:
    if version.signed_file is None:
        return True
    try:
        return sha256_of(version.signed_file) != version.signed_file.sha256
    except FileNotFoundError:
        return True


def signature_power_held() -> InvariantResult:
    signatures = Signature.objects.select_related("version__agreement", "party__entity", "affiliation__contact", "affiliation__entity")
    return InvariantResult(signatures.count(), [*_without_power(signatures)])


def _without_power(signatures: Iterable[Signature]) -> Iterator[str]:
    for signature in signatures:
        if signature.affiliation is None:
            continue
        try:
            amount = total_cents(signature.version)
            signatory_check(signature.affiliation, entity=signature.party.entity, on=signature.signed_on, amount_cents=amount)
        except Refused as refused:
            yield _named(signature.version, refused.sentence)


def version_signed_by_all() -> InvariantResult:
    versions = [version for version in binding() if not version.is_from_source]
    violations = []
    for version in versions:
        parties = set(version.party_terms.exclude(capacity=Capacity.OBSERVER).values_list("party", flat=True))
        if parties - set(version.signatures.values_list("party", flat=True)):
            violations.append(_named(version, _("a party has not signed")))
    return InvariantResult(len(versions), violations)


def fund_acts_through_umbrella() -> InvariantResult:
    parties = AgreementParty.objects.filter(fund__isnull=False).select_related("agreement", "fund")
    astray = parties.exclude(entity=F("fund__umbrella"))
    sentence = _("%(reference)s: %(fund)s is not sheltered by the party that acts for it")
    return InvariantResult(parties.count(), [sentence % {"reference": one.agreement.reference, "fund": one.fund} for one in astray])


def money_split_adds_up() -> InvariantResult:
    lines = MoneyLine.objects.filter(version__state__in=BINDING_STATES).select_related("version__agreement").prefetch_related("schedule")
    violations = []
    for line in lines:
        try:
            rules.check_split(amount_cents=line.amount_cents, parts=[term.quantity for term in line.schedule.all()])
        except Refused as refused:
            violations.append(_named(line.version, refused.sentence))
    return InvariantResult(len(lines), violations)


def due_items_make_the_quantity() -> InvariantResult:
    """For each version that made or replaced items of a commitment: what counts under it is max(quantity, what was settled)."""
    terms = CommitmentTerm.objects.filter(version__state__in=BINDING_STATES, quantity__isnull=False)
    count, violations = 0, []
    for term in terms.select_related("version__agreement", "commitment"):
        items = list(DueItem.objects.filter(commitment=term.commitment, version__number__lte=term.version.number, renewal=None))
        if not any(term.version_id in (item.version_id, item.retired_by_id) for item in items):
            continue
        count += 1
        made, total = _made_and_total(items, term)
        if total != term.quantity and (total < (term.quantity or 0) or made):
            violations.append(_named(term.version, _("the due dates of “%(what)s” do not make its quantity") % {"what": term.what}))
    return InvariantResult(count, violations)


def _made_and_total(items: Iterable[DueItem], term: CommitmentTerm) -> tuple[bool, Decimal]:
    """Did this version make items, and what counts under it."""
    made, total = False, Decimal(0)
    retiring = {version.pk: version.number for version in term.version.agreement.versions.all()}
    for item in items:
        made = made or item.version_id == term.version_id
        is_retired = item.retired_by_id is not None and retiring[item.retired_by_id] <= term.version.number
        total += (item.kept or Decimal(0)) if is_retired else item.quantity
    return made, total


def retired_items_keep_at_most_all() -> InvariantResult:
    retired = DueItem.objects.filter(retired_by__isnull=False).select_related("commitment__agreement")
    wrong = retired.filter(kept__gt=F("quantity"))
    sentence = _("%(reference)s: a replaced due date keeps more than it was")
    return InvariantResult(retired.count(), [sentence % {"reference": one.commitment.agreement.reference} for one in wrong])


def waived_at_most_the_item() -> InvariantResult:
    items = DueItem.objects.annotate(waived=Coalesce(Sum("waivers__quantity"), Decimal(0))).filter(waived__gt=0)
    wrong = items.filter(waived__gt=F("quantity")).select_related("commitment__agreement")
    sentence = _("%(reference)s: more is given up than was due")
    return InvariantResult(items.count(), [sentence % {"reference": one.commitment.agreement.reference} for one in wrong])


def delivery_fact_matches() -> InvariantResult:
    """Its fact is of the commitment's unit and school, and reversed exactly when the delivery is withdrawn."""
    rows = Delivery.objects.select_related("commitment__agreement", "fact__reversed_by").prefetch_related("commitment__terms")
    count, violations = 0, []
    for delivery in rows.iterator(chunk_size=BATCH):
        count += 1
        if not _matches(delivery):
            reference = delivery.commitment.agreement.reference
            violations.append(_("%(reference)s: the fact of a delivery is not the commitment’s") % {"reference": reference})
    return InvariantResult(count, violations)


def _matches(delivery: Delivery) -> bool:
    fact, commitment = delivery.fact, delivery.commitment
    kinds = {KIND_OF_UNIT[term.unit] for term in commitment.terms.all()}
    is_reversed = hasattr(fact, "reversed_by")
    return (
        fact.kind in kinds
        and fact.host_id == commitment.agreement.host_id
        and fact.source_uuid == delivery.uuid
        and is_reversed == (delivery.state == DeliveryState.WITHDRAWN)
    )


def delivery_steps_agree() -> InvariantResult:
    """The last step of a delivery that is no answer says its state."""
    rows = Delivery.objects.select_related("commitment__agreement").prefetch_related("steps")
    count, violations = 0, []
    for delivery in rows.iterator(chunk_size=BATCH):
        count += 1
        states = [step.state for step in delivery.steps.all() if not step.is_answer]
        if not states or states[-1] != delivery.state:
            reference = delivery.commitment.agreement.reference
            violations.append(_("%(reference)s: a delivery is not what its last step says") % {"reference": reference})
    return InvariantResult(count, violations)


def steward_shares_at_most_all() -> InvariantResult:
    """On any date. Shares only grow on a day on which a stewardship starts."""
    rows = list(Stewardship.objects.select_related("agreement").order_by("agreement"))
    violations = []
    for _key, own in groupby(rows, key=lambda row: row.agreement_id):
        shares = list(own)
        if any(sum(each.share for each in shares if _holds(each, one.start)) > 10_000 for one in shares):
            violations.append(_("%(reference)s: the schools’ shares exceed the whole") % {"reference": shares[0].agreement.reference})
    return InvariantResult(len(rows), violations)


def _holds(stewardship: Stewardship, day: dt.date) -> bool:
    return stewardship.start <= day and (stewardship.end is None or day < stewardship.end)


def sums_are_the_balance() -> InvariantResult:
    """The figures of lists are those of the balance, for every agreement."""
    today = timezone.localdate()
    references = dict(Agreement.objects.values_list("pk", "reference"))
    wrong: list[int] = []
    waiting = iter(references)
    while keys := list(islice(waiting, BATCH)):
        sums, exact = sums_by_side(keys, today=today), sums_by_engine(keys, today=today)
        wrong += [key for key in keys if sums[key] != exact[key]]
    sentence = _("%(reference)s: the figures of the list are not the balance’s")
    return InvariantResult(len(references), [sentence % {"reference": references[key]} for key in wrong])
