"""What is always true of agreements, proved again by `filon verify`. Each violation names the agreement by its reference."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import groupby, pairwise
from typing import NamedTuple, TypeVar

from django.db.models import Exists, F, Model, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.fields.json import KT
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
    DeliveryStep,
    DueItem,
    Evidence,
    MoneyLine,
    PaperReading,
    Seal,
    Seat,
    Sending,
    Signature,
    SigningLink,
    Stewardship,
    VersionStep,
    Waiver,
)
from filon.agreements.models.kind import in_language
from filon.agreements.queries.content import digests_of
from filon.agreements.queries.sums import sums_by_engine, sums_by_side
from filon.agreements.services.seats import hash_of_told
from filon.agreements.services.signing import total_cents
from filon.agreements.states import BINDING_STATES, DeliveryState, SeatState, VersionState
from filon.agreements.units import Capacity
from filon.facts.models import Fact
from filon.kernel.errors import Refused
from filon.kernel.files import sha256_of
from filon.kernel.models import AuditEvent
from filon.kernel.proofs import Keys, narrowed
from filon.kernel.registry import InvariantResult
from filon.partners.rules import signatory_check

M = TypeVar("M", bound=Model)


def of_agreements(rows: QuerySet[M], keys: Keys, path: str = "agreement") -> QuerySet[M]:
    """The rows of these agreements."""
    return narrowed(rows, keys, path)


def binding(keys: Keys) -> QuerySet[AgreementVersion]:
    versions = AgreementVersion.objects.filter(state__in=BINDING_STATES).select_related("agreement").order_by("agreement", "number")
    return of_agreements(versions, keys)


def _named(version: AgreementVersion, words: str) -> str:
    return f"{version.agreement.reference} v{version.number}: {words}"


def version_one_in_force_at_any_date(keys: Keys = None) -> InvariantResult:
    versions = list(binding(keys).exclude(validity__isempty=True))
    violations = [
        _named(second, _("in force together with the version before it"))
        for _key, own in groupby(versions, key=lambda version: version.agreement_id)
        for first, second in pairwise(sorted(own, key=lambda version: version.validity.lower or dt.date.min))
        if first.validity.upper is None or (second.validity.lower or dt.date.min) < first.validity.upper
    ]
    return InvariantResult(len(versions), violations)


def version_numbers_dense(keys: Keys = None) -> InvariantResult:
    rows = of_agreements(AgreementVersion.objects.order_by("agreement", "number"), keys)
    listed = rows.values_list("agreement__reference", "agreement", "number")
    numbers = {key: [row[2] for row in own] for key, own in groupby(listed, key=lambda row: (row[0], row[1]))}
    wrong = [reference for (reference, _key), found in numbers.items() if found != list(range(1, len(found) + 1))]
    return InvariantResult(len(numbers), [_("%(reference)s: a version is missing") % {"reference": one} for one in wrong])


def version_content_intact(keys: Keys = None) -> InvariantResult:
    """The digest is made again from rows read for all these versions at once."""
    versions = list(binding(keys))
    digests = digests_of([version.pk for version in versions], {version.agreement_id for version in versions})
    changed = [version for version in versions if digests.get(version.pk) != version.content_hash]
    return InvariantResult(len(versions), [_named(version, _("the terms are not those that were signed")) for version in changed])


def signed_file_intact(keys: Keys = None) -> InvariantResult:
    versions = [version for version in binding(keys).select_related("signed_file") if not version.is_from_source]
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


def signature_power_held(keys: Keys = None) -> InvariantResult:
    related = ("version__agreement", "party__entity", "affiliation__contact", "affiliation__entity")
    signatures = Signature.objects.select_related(*related).prefetch_related("version__money_lines")
    found = list(of_agreements(signatures, keys, "version__agreement"))
    return InvariantResult(len(found), [*_without_power(found)])


def _without_power(signatures: Iterable[Signature]) -> Iterator[str]:
    for signature in signatures:
        if signature.affiliation is None:
            continue
        try:
            amount = total_cents(signature.version)
            signatory_check(signature.affiliation, entity=signature.party.entity, on=signature.signed_on, amount_cents=amount)
        except Refused as refused:
            yield _named(signature.version, refused.sentence)


def version_signed_by_all(keys: Keys = None) -> InvariantResult:
    versions = [version for version in binding(keys).prefetch_related("party_terms", "signatures") if not version.is_from_source]
    violations = []
    for version in versions:
        parties = {term.party_id for term in version.party_terms.all() if term.capacity != Capacity.OBSERVER}
        if parties - {signature.party_id for signature in version.signatures.all()}:
            violations.append(_named(version, _("a party has not signed")))
    return InvariantResult(len(versions), violations)


def fund_acts_through_umbrella(keys: Keys = None) -> InvariantResult:
    parties = of_agreements(AgreementParty.objects.filter(fund__isnull=False).select_related("agreement", "fund"), keys)
    astray = parties.exclude(entity=F("fund__umbrella"))
    sentence = _("%(reference)s: %(fund)s is not sheltered by the party that acts for it")
    return InvariantResult(parties.count(), [sentence % {"reference": one.agreement.reference, "fund": one.fund} for one in astray])


def money_split_adds_up(keys: Keys = None) -> InvariantResult:
    lines = MoneyLine.objects.filter(version__state__in=BINDING_STATES).select_related("version__agreement").prefetch_related("schedule")
    found = list(of_agreements(lines, keys, "version__agreement"))
    violations = []
    for line in found:
        try:
            rules.check_split(amount_cents=line.amount_cents, parts=[term.quantity for term in line.schedule.all()])
        except Refused as refused:
            violations.append(_named(line.version, refused.sentence))
    return InvariantResult(len(found), violations)


class _Item(NamedTuple):
    """A due item, with the numbers of the version that made it and of the one that replaced it."""

    commitment_id: int
    version: int
    retired_by: int | None
    quantity: Decimal
    kept: Decimal | None


class _Term(NamedTuple):
    """What a version says of a commitment."""

    commitment_id: int
    version: int
    quantity: Decimal
    reference: str
    what_fr: str
    what_en: str


def due_items_make_the_quantity(keys: Keys = None) -> InvariantResult:
    """For each version that made or replaced items of a commitment: what counts under it is max(quantity, what was settled)."""
    made: dict[int, list[_Item]] = defaultdict(list)
    items = of_agreements(DueItem.objects.filter(renewal=None).order_by(), keys, "commitment__agreement")
    for row in items.values_list("commitment_id", "version__number", "retired_by__number", "quantity", "kept").iterator():
        made[row[0]].append(_Item(*row))
    terms = CommitmentTerm.objects.filter(version__state__in=BINDING_STATES, quantity__isnull=False).order_by()
    columns = ("commitment_id", "version__number", "quantity", "version__agreement__reference", "what_fr", "what_en")
    rows = (_Term(*row) for row in of_agreements(terms, keys, "version__agreement").values_list(*columns).iterator())
    touched = [term for term in rows if any(term.version in (item.version, item.retired_by) for item in made[term.commitment_id])]
    wrong = [term for term in touched if not _makes_its_quantity(term, made[term.commitment_id])]
    sentence = _("the due dates of “%(what)s” do not make its quantity")
    words = ((term, sentence % {"what": in_language(term.what_fr, term.what_en)}) for term in wrong)
    return InvariantResult(len(touched), [f"{term.reference} v{term.version}: {told}" for term, told in words])


def _makes_its_quantity(term: _Term, items: Iterable[_Item]) -> bool:
    """Items of this version and of those before; a replaced one counts for what it keeps."""
    is_made, total = False, Decimal(0)
    for item in items:
        if item.version <= term.version:
            is_made = is_made or item.version == term.version
            is_retired = item.retired_by is not None and item.retired_by <= term.version
            total += (item.kept or Decimal(0)) if is_retired else item.quantity
    return total == term.quantity or (total > term.quantity and not is_made)


def retired_items_keep_at_most_all(keys: Keys = None) -> InvariantResult:
    items = DueItem.objects.filter(retired_by__isnull=False).select_related("commitment__agreement")
    retired = of_agreements(items, keys, "commitment__agreement")
    wrong = retired.filter(kept__gt=F("quantity"))
    sentence = _("%(reference)s: a replaced due date keeps more than it was")
    return InvariantResult(retired.count(), [sentence % {"reference": one.commitment.agreement.reference} for one in wrong])


def waived_at_most_the_item(keys: Keys = None) -> InvariantResult:
    waived = of_agreements(Waiver.objects.order_by(), keys, "item__commitment__agreement")
    totals = waived.values("item").annotate(total=Sum("quantity"))
    wrong = totals.filter(total__gt=F("item__quantity")).values_list("item__commitment__agreement__reference", flat=True)
    sentence = _("%(reference)s: more is given up than was due")
    return InvariantResult(totals.count(), [sentence % {"reference": reference} for reference in wrong])


def delivery_fact_matches(keys: Keys = None) -> InvariantResult:
    """Its fact is of the commitment’s unit and school, and reversed exactly when the delivery is withdrawn."""
    kinds: dict[int, set[str]] = defaultdict(set)
    terms = of_agreements(CommitmentTerm.objects.order_by(), keys, "commitment__agreement")
    for commitment, unit in terms.values_list("commitment", "unit").distinct().iterator():
        kinds[commitment].add(KIND_OF_UNIT[unit])
    deliveries = of_agreements(Delivery.objects.order_by(), keys, "commitment__agreement")
    is_withdrawn, is_reversed = Q(state=DeliveryState.WITHDRAWN), Exists(Fact.objects.filter(reverses=OuterRef("fact")))
    rows = deliveries.annotate(
        is_its_own=Coalesce(Q(fact__host=F("commitment__agreement__host"), fact__source_uuid=F("uuid")), False),
        is_reversed_rightly=(is_withdrawn & Q(is_reversed)) | (~is_withdrawn & ~Q(is_reversed)),
    ).values_list("commitment__agreement__reference", "commitment", "fact__kind", "is_its_own", "is_reversed_rightly")
    sentence, count, violations = _("%(reference)s: the fact of a delivery is not the commitment’s"), 0, []
    for reference, commitment, kind, is_its_own, is_reversed_rightly in rows.iterator():
        count += 1
        if not (kind in kinds[commitment] and is_its_own and is_reversed_rightly):
            violations.append(sentence % {"reference": reference})
    return InvariantResult(count, violations)


def delivery_steps_agree(keys: Keys = None) -> InvariantResult:
    """The last step of a delivery that is no answer says its state."""
    last = DeliveryStep.objects.filter(delivery=OuterRef("pk"), is_answer=False).order_by("-id").values("state")[:1]
    deliveries = of_agreements(Delivery.objects.order_by(), keys, "commitment__agreement")
    agreeing = Coalesce(Q(state=Subquery(last)), False)
    wrong = deliveries.filter(~agreeing).values_list("commitment__agreement__reference", flat=True)
    sentence = _("%(reference)s: a delivery is not what its last step says")
    return InvariantResult(deliveries.count(), [sentence % {"reference": reference} for reference in wrong])


def steward_shares_at_most_all(keys: Keys = None) -> InvariantResult:
    """On any date. Shares only grow on a day on which a stewardship starts."""
    rows = list(of_agreements(Stewardship.objects.select_related("agreement").order_by("agreement"), keys))
    violations = []
    for _key, own in groupby(rows, key=lambda row: row.agreement_id):
        shares = list(own)
        if any(sum(each.share for each in shares if _holds(each, one.start)) > 10_000 for one in shares):
            violations.append(_("%(reference)s: the schools’ shares exceed the whole") % {"reference": shares[0].agreement.reference})
    return InvariantResult(len(rows), violations)


def version_steps_agree(keys: Keys = None) -> InvariantResult:
    """The last step of a version says its state."""
    last = VersionStep.objects.filter(version=OuterRef("pk")).order_by("-id").values("state")[:1]
    stepped = of_agreements(AgreementVersion.objects.annotate(last=Subquery(last)).filter(last__isnull=False), keys)
    wrong = stepped.exclude(state=F("last")).select_related("agreement")
    return InvariantResult(stepped.count(), [_named(version, _("its state is not what its last step says")) for version in wrong])


def evidence_intact(keys: Keys = None) -> InvariantResult:
    """What each signature left as evidence has the digest that was noted, and names the document that was sent."""
    related = ("seat__sending__version__agreement", "seat__sending__document")
    evidences = list(of_agreements(Evidence.objects.select_related(*related), keys, "seat__sending__version__agreement"))
    told = (each for each in evidences if each.told)  # erased ten years after the end: the audit tells of it (`kernel.noted`)
    wrong = [each for each in told if hash_of_told(each.told) != each.sha256 or not _names_its_document(each)]
    sentence = _("the evidence of a signature is not what was noted of it")
    return InvariantResult(len(evidences), [_named(each.seat.sending.version, sentence) for each in wrong])


def _names_its_document(evidence: Evidence) -> bool:
    sending = evidence.seat.sending
    return bool(
        evidence.told["document"]["sha256"] == sending.document.sha256 and evidence.told["version"]["sha256"] == sending.content_hash
    )


def sending_signed_by_every_seat(keys: Keys = None) -> InvariantResult:
    """Of a sending that closed as signed, everybody asked has signed; the version binds by the document that came of it."""
    is_asked = ~Q(state__in=(SeatState.DELEGATED, SeatState.VOID))
    unsigned = Seat.objects.filter(is_asked, ~Q(state=SeatState.SIGNED) | Q(evidence=None), sending=OuterRef("pk"))
    sendings = of_agreements(Sending.objects.filter(outcome=Sending.Outcome.SIGNED), keys, "version__agreement")
    is_bound = Q(version__state__in=BINDING_STATES, version__signed_file=F("current"), version__content_hash=F("content_hash"))
    wrong = sendings.filter(Exists(unsigned) | ~is_bound).select_related("version__agreement")
    sentence = _("it counts as signed by all, and is not")
    return InvariantResult(sendings.count(), [_named(sending.version, sentence) for sending in wrong])


def sending_sealed_signature_by_signature(keys: Keys = None) -> InvariantResult:
    """Of a sending signed here that is over, each evidence has its seal, and the last seal is on the document kept."""
    unsealed = Evidence.objects.filter(seat__sending=OuterRef("pk"), seal=None)
    last = Seal.objects.filter(evidence__seat__sending=OuterRef("pk")).order_by("-id").values("document")[:1]
    over = Sending.objects.filter(outcome=Sending.Outcome.SIGNED, outside=None)
    sendings = of_agreements(over, keys, "version__agreement")
    wrong = sendings.filter(Exists(unsealed) | ~Q(current=Subquery(last))).select_related("version__agreement")
    sentence = _("a signature is not sealed in the document kept")
    return InvariantResult(sendings.count(), [_named(sending.version, sentence) for sending in wrong])


def signing_links_open_only_where_asked(keys: Keys = None) -> InvariantResult:
    """A link opens the seat of somebody who is asked, in a sending that is open."""
    links = of_agreements(SigningLink.objects.all(), keys, "seat__sending__version__agreement")
    is_open = Q(used_at=None, void_at=None)
    is_asked = Q(seat__state=SeatState.INVITED, seat__sending__closed_at=None)
    wrong = links.filter(is_open & ~is_asked).select_related("seat__sending__version__agreement")
    sentence = _("a link opens the seat of somebody who is not asked")
    return InvariantResult(links.count(), [_named(link.seat.sending.version, sentence) for link in wrong])


def seats_handed_over_once(keys: Keys = None) -> InvariantResult:
    """A seat handed over has its successor, for the same party of the same sending."""
    seats = of_agreements(Seat.objects.all(), keys, "sending__version__agreement")
    handed_over = Q(state=SeatState.DELEGATED)
    same = Q(delegated_to__sending=F("sending"), delegated_to__party=F("party"))
    wrong = seats.filter((handed_over & ~Coalesce(same, False)) | (~handed_over & Q(delegated_to__isnull=False)))
    sentence = _("a signature handed over is handed to nobody, or for somebody else")
    rows = wrong.select_related("sending__version__agreement")
    return InvariantResult(seats.count(), [_named(seat.sending.version, sentence) for seat in rows])


def readings_of_their_document(keys: Keys = None) -> InvariantResult:
    """A kept reading tells of the very bytes it stands beside."""
    readings = of_agreements(PaperReading.objects.select_related("document"), keys, "version__agreement")
    read = readings.annotate(read_sha256=KT("told__sha256"))
    wrong = read.exclude(read_sha256=F("document__sha256")).select_related("version__agreement")
    sentence = _("what was read of the signed document is of another one")
    return InvariantResult(readings.count(), [_named(reading.version, sentence) for reading in wrong])


def _holds(stewardship: Stewardship, day: dt.date) -> bool:
    return stewardship.start <= day and (stewardship.end is None or day < stewardship.end)


def sums_are_the_balance(keys: Keys = None) -> InvariantResult:
    """The figures of lists are those of the balance, today."""
    today = timezone.localdate()
    references = dict(of_agreements(Agreement.objects.all(), keys, "pk").values_list("pk", "reference"))
    sums, exact = sums_by_side(list(references), today=today), sums_by_engine(list(references), today=today)
    wrong = [key for key in references if sums[key] != exact[key]]
    sentence = _("%(reference)s: the figures of the list are not the balance’s")
    return InvariantResult(len(references), [sentence % {"reference": references[key]} for key in wrong])


TOLD = ("agreement.version_in_force", "agreement.version_from_source")
"""The events that tell which terms were signed, by their digest."""
LATE = dt.timedelta(days=2)
"""The states of versions are moved once a day; after two days nobody did."""


def version_is_what_was_told(keys: Keys = None) -> InvariantResult:
    """The digest of its terms is the one that the audit tells of, and its signed PDF came for it."""
    versions = list(binding(keys).select_related("signed_file"))
    events = AuditEvent.objects.filter(action__in=TOLD, object_uuid__in=[version.uuid for version in versions])
    told = dict(events.values_list("object_uuid", "payload__sha256"))
    others = [version for version in versions if told.get(version.uuid, version.content_hash) != version.content_hash]
    strays = [version for version in versions if version.signed_file is not None and version.signed_file.owner_uuid != version.uuid]
    violations = [_named(version, _("the terms are not those that the audit tells of")) for version in others]
    return InvariantResult(len(versions), violations + [_named(version, _("its signed PDF came for another one")) for version in strays])


def version_holds_its_days(keys: Keys = None) -> InvariantResult:
    """From its first day to the end of its term, of its last renewal, of a notice, or to the next version."""
    versions = list(binding(keys).prefetch_related("renewals", "notices"))
    wrong = []
    for _key, own in groupby(versions, key=lambda version: version.agreement_id):
        each = [*own]
        wrong += [version for version, following in zip(each, [*each[1:], None], strict=True) if not _holds_its_days(version, following)]
    return InvariantResult(
        len(versions), [_named(version, _("it is not in force on the days that follow from its terms")) for version in wrong]
    )


def _holds_its_days(version: AgreementVersion, following: AgreementVersion | None) -> bool:
    ends = [notice.ends_on for notice in version.notices.all()] + ([following.effective_from] if following else [])
    renewals = list(version.renewals.all())
    term_end = renewals[-1].end if renewals else version.term_end
    expected = min((end for end in [term_end, *ends] if end is not None), default=None)
    return (version.validity.lower, version.validity.upper) == (version.effective_from, expected)


def version_state_follows_its_days(keys: Keys = None) -> InvariantResult:
    """Signed before its first day, in force until its last one, then over: at most two days late."""
    versions, today = list(binding(keys)), timezone.localdate()
    wrong = [version for version in versions if not _is_in_its_time(version, today)]
    return InvariantResult(len(versions), [_named(version, _("its state is not that of its days")) for version in wrong])


def _is_in_its_time(version: AgreementVersion, today: dt.date) -> bool:
    first, after = version.validity.lower or dt.date.min, version.validity.upper or dt.date.max
    if version.state == VersionState.SIGNED:
        return first > today - LATE
    if version.state == VersionState.IN_FORCE:
        return first <= today and after > today - LATE
    return after <= today


def agreements_aged(since: dt.date, until: dt.date) -> Iterable[int]:
    """Those of which something falls due, or a version begins or ends, in these days, both included: their figures move by themselves."""
    days = (since, until)
    due = DueItem.objects.filter(due_on__range=days).order_by().values_list("commitment__agreement", flat=True)
    moving = Q(effective_from__range=days) | Q(validity__endswith__range=days)
    return {*due.distinct(), *AgreementVersion.objects.filter(moving).order_by().values_list("agreement", flat=True)}
