"""Money that was matched becomes a gift, and delivers the euros that the agreement promised; a match undone takes both back."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db.models import Max
from django.utils.translation import gettext as _

from filon.agreements.inputs import DeliveryInput
from filon.agreements.models import Delivery
from filon.agreements.queries.terms import covered, last_binding
from filon.agreements.services.received import delivery_receive, delivery_unreceive
from filon.giving import rules
from filon.giving.kinds import Means
from filon.giving.models import Donation, Donor, Gift, Instalment, TaxReceiptLine
from filon.giving.rules import Due
from filon.giving.services.donors import entity_donor
from filon.giving.services.plan import instalment_make
from filon.kernel import audit, events
from filon.kernel.errors import Refused

if TYPE_CHECKING:
    from filon.ledger.models import Match, Movement

GIFT = "giving.gift"


def match_becomes_gift(match: Match) -> None:
    """What was expected of a pledge or of a donation has come. Other money is no gift, and is left alone."""
    source = Instalment.objects.select_related("pledge__agreement", "commitment", "due_item").filter(receivable=match.receivable_id).first()
    if source is not None:
        gift = _instalment_paid(match, source)
    else:
        donation = Donation.objects.select_related("donor").filter(receivable=match.receivable_id).first()
        if donation is None:
            return
        gift = _donation_paid(match, donation)
    audit.record(match.matched_by, "gift.received", gift, cents=gift.amount_cents)
    events.publish("giving.gift_received", gift.uuid)


def _instalment_paid(match: Match, instalment: Instalment) -> Gift:
    pledge, day = instalment.pledge, match.line.credited_on
    bounds = covered(pledge.agreement)
    rules.check_not_before(day, first=bounds[0] if bounds else None)
    return Gift.objects.create(
        host_id=pledge.host_id,
        donor=_donor(match, pledge.donor),
        beneficiary_id=pledge.beneficiary_id,
        fund_id=pledge.fund_id,
        pledge=pledge,
        instalment=instalment,
        match=match,
        delivery=_delivered(match, instalment, day),
        amount_cents=match.amount_cents,
        gift_date=rules.date_of_gift(Means.TRANSFER, credited_on=day, handed_on=None),
        means=Means.TRANSFER,
        earmark=getattr(pledge.terms.last(), "earmark_fr", ""),
        recorded_by=match.matched_by,
    )


def _donor(match: Match, usual: Donor) -> Donor:
    """Whoever the match says gives; else who promised."""
    if match.donor is None or match.donor_id == usual.entity_id:
        return usual
    return entity_donor(match.matched_by, usual.host_id, match.donor)


def _delivered(match: Match, instalment: Instalment, day: dt.date) -> Delivery | None:
    """The euros count in the balance of the agreement without being typed again."""
    if instalment.commitment is None:
        return None
    named = instalment.due_item
    received = DeliveryInput(
        occurred_on=day, quantity=Decimal(match.amount_cents) / 100, item_id=named.uuid if named and named.retired_by_id is None else None
    )
    return delivery_receive(by=match.matched_by, commitment=instalment.commitment, delivery=received)


def _donation_paid(match: Match, donation: Donation) -> Gift:
    means = Means(donation.means)
    return Gift.objects.create(
        host_id=donation.host_id,
        donor=_donor(match, donation.donor),
        beneficiary_id=donation.beneficiary_id,
        fund_id=donation.fund_id,
        donation=donation,
        campaign_id=donation.campaign_id,
        match=match,
        amount_cents=match.amount_cents,
        gift_date=rules.date_of_gift(means, credited_on=match.line.credited_on, handed_on=donation.handed_on),
        means=means,
        form=donation.form,
        earmark=donation.programme.name_fr if donation.programme else "",
        recorded_by=match.matched_by,
    )


def match_may_be_undone(match: Match) -> None:
    """Money under a live receipt is neither unmatched nor paid back: the donor holds a paper that says it was given."""
    line = TaxReceiptLine.objects.filter(gift__match=match, is_live=True).select_related("receipt").first()
    if line is not None:
        sentence = _("The tax receipt %(number)s bears this money: cancel it first, then undo.")
        raise Refused(sentence % {"number": line.receipt.reference})


def match_is_undone(match: Match) -> None:
    """The gift no longer holds; what it delivered is withdrawn; a due date that an amendment had kept for it is expected again."""
    gift = Gift.objects.select_related("delivery__commitment", "instalment__pledge__agreement").filter(match=match).first()
    if gift is None:
        return
    by, reason = match.undone.undone_by, match.undone.reason
    if gift.delivery is not None:
        delivery_unreceive(by=by, delivery=gift.delivery, reason=reason)
    if gift.instalment is not None:
        _expected_again(match, gift.instalment)
    audit.record(by, "gift.undone", gift, cents=gift.amount_cents, reason=reason)
    events.publish("giving.gift_undone", gift.uuid)


def money_goes_back(movement: Movement) -> None:
    """Once all of a gift's money was given back, what it delivered is withdrawn; while some of it stays, the delivery does."""
    gift = Gift.objects.with_refunds().select_related("delivery__commitment").filter(match=movement.match_id).first()
    if gift is None:
        return
    if gift.net_cents <= 0 and gift.delivery is not None:
        delivery_unreceive(by=movement.made_by, delivery=gift.delivery, reason=movement.words)
    audit.record(movement.made_by, "gift.refunded", gift, cents=movement.amount_cents)


def _expected_again(match: Match, instalment: Instalment) -> None:
    """Of a replaced instalment, what it kept for this money is due again; one that stands is simply open again."""
    if instalment.retired_by_id is None:
        return
    held = Instalment.objects.select_for_update(of=("self",)).get(pk=instalment.pk)
    cents = min(match.amount_cents, held.kept_cents or 0)
    version = last_binding(instalment.pledge.agreement)
    if not cents or version is None:
        return
    held.kept_cents = (held.kept_cents or 0) - cents
    held.save(update_fields=["kept_cents"])
    number = (instalment.pledge.instalments.aggregate(last=Max("number"))["last"] or 0) + 1
    due = Due(instalment.due_on, cents, instalment.commitment_id)
    instalment_make(match.undone.undone_by, instalment.pledge, version, due, number)
