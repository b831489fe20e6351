"""Gifts that no agreement announced, gifts in kind, campaigns, and what a euro made possible."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from filon.facts.models import Fact
from filon.giving import rules
from filon.giving.inputs import CampaignInput, DonationInput, InKindInput
from filon.giving.kinds import HANDED_OVER, MONEY, Means
from filon.giving.models import Attribution, Campaign, Donation, Donor, Gift, GiftWithdrawal, InKindGift, Pledge, TaxReceiptLine
from filon.giving.rights import acts_on_gift
from filon.kernel import audit, clock, events
from filon.kernel.errors import Refused
from filon.kernel.files import file_store
from filon.kernel.models import uuid7
from filon.kernel.rights import get_visible_or_404
from filon.ledger.inputs import ReceivableInput
from filon.ledger.kinds import Account, MovementKind
from filon.ledger.models import Entry, Movement, Programme, Receivable
from filon.ledger.models.movement import MOVEMENT
from filon.ledger.services.opening import locked_books
from filon.ledger.services.receivables import receivable_close, receivable_open
from filon.partners.kinds import EntityKind
from filon.partners.models import Fund, LegalEntity
from filon.people.models import Host

if TYPE_CHECKING:
    from filon.people.models import User

PROOFS = ("pdf", "png", "jpeg")
R = TypeVar("R", Donation, Gift, Campaign)
DONATION, IN_KIND = "giving.donation", "giving.inkindgift"


@transaction.atomic
def donation_expect(*, by: User, host_id: int, donation: DonationInput) -> Donation:
    """A gift of money is announced or handed over; the credit that is matched to it makes the gift."""
    rules.check_amount(donation.amount_cents)
    if donation.means not in MONEY:
        raise Refused(_("This is no means of payment: record a gift in kind instead."), field="means")
    if donation.handed_on is not None or donation.means in HANDED_OVER:
        rules.check_handed(donation.means, donation.handed_on, today=timezone.localdate())
    donor = get_visible_or_404(Donor, viewer=by, id=donation.donor_id)
    row = _placed(by, host_id, Donation(donor=donor, recorded_by=by), donation.beneficiary_id, donation.fund_id)
    row.uuid, row.amount_cents = uuid7(), donation.amount_cents
    row.means, row.form, row.handed_on = donation.means, donation.form, donation.handed_on
    row.may_be_named = donation.may_be_named
    row.campaign = None if donation.campaign_id is None else get_visible_or_404(Campaign, viewer=by, id=donation.campaign_id)
    row.programme = _programme(by, donation)
    row.receivable = _expected(by, row, donation)
    row.save()
    audit.record(by, "donation.expected", row, cents=row.amount_cents)
    return row


def _placed(by: User, host_id: int, row: R, beneficiary_id: UUID, fund_id: UUID | None) -> R:
    """School, beneficiary and fund of a row, and whether she may. Raises PermissionDenied or Http404; Refused for a fund of another."""
    row.host = Host.objects.get(pk=host_id)
    row.beneficiary = get_visible_or_404(LegalEntity, viewer=by, id=beneficiary_id)
    row.fund = None if fund_id is None else get_visible_or_404(Fund, viewer=by, id=fund_id)
    if not acts_on_gift(by, row):
        raise PermissionDenied
    if row.beneficiary.host_id != host_id and row.beneficiary.kind != EntityKind.UMBRELLA:
        raise Refused(_("Gifts are received by the school itself or by a foundation: choose one of them."), field="beneficiary")
    if row.fund is not None and row.fund.umbrella_id != row.beneficiary.pk:
        raise Refused(_("This fund is not sheltered by that foundation: correct one of them."), field="fund")
    if isinstance(row, Donation | Gift) and row.donor.host_id != host_id:
        raise Refused(_("This donor is another school’s: write the donor down here first."), field="donor")
    return row


def _programme(by: User, donation: DonationInput) -> Programme | None:
    if donation.programme_id is None:
        return None
    found: Programme = get_visible_or_404(Programme, viewer=by, id=donation.programme_id)
    return found


def _expected(by: User, row: Donation, given: DonationInput) -> Receivable:
    """What the ledger waits for; an individual is called by her number there, her name stays beside the donor."""
    due = given.expected_on or given.handed_on or timezone.localdate()
    return receivable_open(
        by=by,
        receivable=ReceivableInput(
            creditor_id=row.beneficiary.uuid,
            host_id=row.host_id,
            amount_cents=row.amount_cents,
            due_on=due,
            fund_id=row.fund.uuid if row.fund else None,
            debtor_id=row.donor.entity.uuid if row.donor.entity else None,
            debtor_name=str(row.donor),
            label=row.campaign.title_fr if row.campaign else _("Donation"),
            earmark_id=row.programme.uuid if row.programme else None,
            source_type=DONATION,
            source_uuid=row.uuid,
        ),
    )


@transaction.atomic
def donation_drop(*, by: User, donation_id: UUID, reason: str) -> Donation:
    """A donation that will not come."""
    donation = get_visible_or_404(Donation, viewer=by, id=donation_id, may="giving.gift.write", lock=True)
    words = rules.check_reason(reason)
    receivable_close(by=by, receivable_id=donation.receivable.uuid, reason=words)
    audit.record(by, "donation.dropped", donation, reason=words)
    return donation


@transaction.atomic
def in_kind_record(*, by: User, host_id: int, gift: InKindInput) -> Gift:
    """A gift in kind is received: the donor's own figures make its value, her signed statement proves it."""
    if gift.received_on > timezone.localdate():
        raise Refused(_("This day has not come yet: record what was received."), field="received_on")
    rules.check_form_of_skills(gift.kind, gift.form or "")
    if not gift.description.strip():
        raise Refused(_("Describe all that was given, with quantities: the receipt bears it."), field="description")
    value = rules.value_in_kind(gift.kind, gift.statement, on=gift.received_on)
    donor = get_visible_or_404(Donor, viewer=by, id=gift.donor_id)
    row = _placed(by, host_id, Gift(donor=donor, recorded_by=by), gift.beneficiary_id, gift.fund_id)
    row.pledge = None if gift.pledge_id is None else get_visible_or_404(Pledge, viewer=by, id=gift.pledge_id)
    row.in_kind = _in_kind(by, host_id, gift, value.cents)
    row.amount_cents, row.gift_date, row.means = value.cents, gift.received_on, Means.IN_KIND
    row.save()
    audit.record(by, "gift.received", row, cents=row.amount_cents)
    events.publish("giving.gift_received", row.uuid)
    return row


def _in_kind(by: User, host_id: int, gift: InKindInput, cents: int) -> InKindGift:
    if not gift.proof:
        raise Refused(_("Add the donor’s signed statement: without it the value is not proved."), field="proof")
    identity = uuid7()
    proof = file_store(by=by, upload=gift.proof, purpose="proof", allowed=PROOFS, host_id=host_id, owner_type=IN_KIND, owner_uuid=identity)
    return InKindGift.objects.create(
        uuid=identity,
        kind=gift.kind,
        form=gift.form or "",
        description=gift.description.strip(),
        statement={name: gift.statement[name] for name in rules.STATED[gift.kind]},
        stated_on=gift.stated_on,
        value_cents=cents,
        proof=proof,
    )


@transaction.atomic
def in_kind_withdraw(*, by: User, gift_id: UUID, reason: str) -> GiftWithdrawal:
    """A gift in kind was recorded by mistake or taken back. Money is unmatched or paid back in the ledger instead."""
    gift = get_visible_or_404(Gift, viewer=by, id=gift_id, may="giving.gift.write")
    locked_books(gift.beneficiary_id)
    words = rules.check_reason(reason)
    if gift.in_kind_id is None:
        raise Refused(_("This gift is money: undo its match or pay it back in the ledger."))
    line = TaxReceiptLine.objects.filter(gift=gift, is_live=True).select_related("receipt").first()
    if line is not None:
        raise Refused(_("The tax receipt %(number)s bears this gift: cancel it first.") % {"number": line.receipt.reference})
    if GiftWithdrawal.objects.filter(gift=gift).exists():
        raise Refused(_("This gift is taken back already."))
    withdrawal = GiftWithdrawal.objects.create(gift=gift, reason=words, withdrawn_on=timezone.localdate(), withdrawn_by=by)
    audit.record(by, "gift.withdrawn", gift, cents=gift.amount_cents, reason=words)
    return withdrawal


@transaction.atomic
def campaign_open(*, by: User, host_id: int, campaign: CampaignInput) -> Campaign:
    """A call for gifts with a goal."""
    rules.check_amount(campaign.goal_cents, field="goal")
    if campaign.end is not None and campaign.end <= campaign.start:
        raise Refused(_("The end comes before the start: correct one of the two dates."), field="end")
    if not campaign.title_fr.strip():
        raise Refused(_("Give the campaign a title."), field="title_fr")
    row = _placed(by, host_id, Campaign(created_by=by), campaign.beneficiary_id, campaign.fund_id)
    for name in ("title_fr", "title_en", "purpose_fr", "purpose_en"):
        setattr(row, name, getattr(campaign, name).strip())
    row.goal_cents, row.start, row.end = campaign.goal_cents, campaign.start, campaign.end
    row.programme = None if campaign.programme_id is None else get_visible_or_404(Programme, viewer=by, id=campaign.programme_id)
    row.save()
    audit.record(by, "campaign.opened", row, cents=row.goal_cents)
    return row


@transaction.atomic
def outcome_attribute(*, by: User, fact_id: UUID, share: int, gift_id: UUID | None = None, entry_id: int | None = None) -> Attribution:
    """What a gift, or an entry of the ledger, made possible: a share (basis points) of it went to this fact. The books are held while the
    shares are summed: gifts and entries are never changed, and so cannot be held themselves."""
    fact = get_visible_or_404(Fact, viewer=by, id=fact_id)
    owner: dict[str, Gift | Entry]
    if gift_id is not None:
        gift = _attributed_gift(by, gift_id)
        owner, host_id = {"gift": gift}, gift.host_id
    else:
        entry = _attributed_entry(by, entry_id)
        owner, host_id = {"entry": entry}, entry.posting.host_id
    _check_outcome(fact, host_id)
    live = Attribution.objects.filter(**owner, ended_at=None)
    rules.check_shares(live.values_list("share", flat=True), added=share)
    if live.filter(fact=fact).exists():
        raise Refused(_("This outcome is attributed to this money already: end that first."), field="fact")
    attribution = Attribution.objects.create(**owner, fact=fact, share=share, attributed_by=by)
    audit.record(by, "attribution.made", attribution, host_id=fact.host_id, share=share)
    return attribution


def _check_outcome(fact: Fact, host_id: int) -> None:
    """It holds, and is of the school that the money served."""
    if fact.host_id != host_id:
        raise Refused(_("This outcome is of another school than this money: choose one of its own."), field="fact")
    if not Fact.objects.standing().filter(pk=fact.pk).exists():
        raise Refused(_("This fact was taken back: choose one that holds."), field="fact")


def _attributed_gift(by: User, gift_id: UUID) -> Gift:
    gift = get_visible_or_404(Gift, viewer=by, id=gift_id, may="giving.gift.write")
    locked_books(gift.beneficiary_id)
    return gift


def _attributed_entry(by: User, entry_id: int | None) -> Entry:
    """The side of the programme of a spending that holds: its other side is the same money, and would let it count twice."""
    entry = None if entry_id is None else Entry.objects.visible_to(by).select_related("posting").filter(pk=entry_id).first()
    if entry is None or not by.has_perm("giving.gift.write", entry.posting):
        raise PermissionDenied
    locked_books(entry.entity_id)
    spent = Movement.objects.standing().filter(kind=MovementKind.SPEND, uuid=entry.posting.cause_uuid)
    if entry.account != Account.PROGRAMME or entry.posting.cause_type != MOVEMENT or not spent.exists():
        raise Refused(_("What was made possible is told of a spending that holds, on the side of its programme."))
    return entry


@transaction.atomic
def attribution_end(*, by: User, attribution_id: UUID) -> Attribution:
    """The attribution was wrong: its share is free again."""
    attribution = get_visible_or_404(Attribution, viewer=by, id=attribution_id, lock=True)
    owner = attribution.gift or (attribution.entry.posting if attribution.entry else None)
    if not by.has_perm("giving.gift.write", owner):
        raise PermissionDenied
    attribution.ended_at = clock.now()
    attribution.save(update_fields=["ended_at"])
    audit.record(by, "attribution.ended", attribution, host_id=attribution.fact.host_id)
    return attribution
