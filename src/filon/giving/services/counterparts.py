"""Counterparts: valued by the beneficiary, and justified where they go beyond the usage."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from filon.agreements.models import Agreement, Commitment
from filon.agreements.services.opening import locked_agreement
from filon.giving import rules
from filon.giving.models import CounterpartJustification, CounterpartValue
from filon.giving.queries.counterparts import meter_of
from filon.kernel import audit
from filon.kernel.errors import Refused
from filon.kernel.rights import get_visible_or_404

if TYPE_CHECKING:
    from filon.people.models import User

WRITES = "agreements.agreement.write"


@transaction.atomic
def counterpart_value(*, by: User, commitment_id: UUID, unit_value_cents: int, basis: str) -> CounterpartValue:
    """The beneficiary says what one of a counterpart is worth and how that was worked out; it may be nothing (a name on a wall)."""
    commitment = get_visible_or_404(Commitment, viewer=by, id=commitment_id, may=WRITES)
    if unit_value_cents < 0:
        raise Refused(_("A value is zero or more."), field="value")
    if not basis.strip():
        raise Refused(_("Say how this value was worked out: the donor declares it, and may be asked."), field="basis")
    locked_agreement(commitment.agreement_id)
    valued = CounterpartValue.objects.create(commitment=commitment, unit_value_cents=unit_value_cents, basis=basis.strip(), valued_by=by)
    audit.record(
        by,
        "counterpart.valued",
        valued,
        host_id=commitment.agreement.host_id,
        agreement=str(commitment.agreement.uuid),
        number=commitment.number,
        cents=unit_value_cents,
    )
    return valued


@transaction.atomic
def counterparts_justify(*, by: User, agreement_id: UUID, reason: str) -> CounterpartJustification:
    """Above the usage, somebody says under her name why it is right all the same; with the figures of the day."""
    agreement = get_visible_or_404(Agreement, viewer=by, id=agreement_id, may=WRITES)
    words = rules.check_reason(reason)
    locked_agreement(agreement.pk)
    meter = meter_of(agreement.pk)
    if not meter.pledged.is_above:
        raise Refused(_("The counterparts are within the usage: there is nothing to justify."))
    side = meter.pledged.side
    written = CounterpartJustification.objects.create(
        agreement=agreement, counterparts_cents=side.value_cents or 0, gift_cents=side.gift_cents, reason=words, written_by=by
    )
    audit.record(by, "counterpart.justified", written, host_id=agreement.host_id, agreement=str(agreement.uuid), reason=words)
    return written
