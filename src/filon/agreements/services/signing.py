"""Who signed a version, with which power."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from filon.agreements.inputs import SignatureInput
from filon.agreements.models import AgreementParty, AgreementVersion, Signature
from filon.agreements.units import Capacity
from filon.kernel.errors import Refused, refuse_if_any
from filon.partners.models import Affiliation
from filon.partners.rules import signatory_check

if TYPE_CHECKING:
    from filon.people.models import User


def checked_signatures(by: User, version: AgreementVersion, given: Sequence[SignatureInput]) -> list[Signature]:
    """One signature for each party but the observers, by somebody with power on that day. Raises every refusal at once."""
    parties = {term.party.uuid: term.party for term in version.party_terms.select_related("party__entity", "party__fund")}
    signing = version.party_terms.exclude(capacity=Capacity.OBSERVER).values_list("party__uuid", flat=True)
    refusals, signatures = [], []
    for wanted in signing:
        try:
            signatures.append(_signature(by, version, parties[wanted], [each for each in given if each.party_id == wanted]))
        except Refused as refused:
            refusals.append(refused)
    if any(each.party_id not in parties for each in given):
        refusals.append(Refused(_("Somebody signs for an organisation that is not a party."), field="signatures"))
    refuse_if_any(refusals)
    return signatures


def _signature(by: User, version: AgreementVersion, party: AgreementParty, given: Sequence[SignatureInput]) -> Signature:
    if len(given) != 1:
        raise Refused(_("Say who signed for %(name)s, and when.") % {"name": party.name}, field="signatures")
    affiliation = _affiliation(by, given[0].affiliation_id, party)
    if given[0].signed_on > timezone.localdate():
        raise Refused(_("The date of a signature has come: correct it for %(name)s.") % {"name": party.name}, field="signed_on")
    signatory_check(affiliation, entity=party.entity, on=given[0].signed_on, amount_cents=total_cents(version))
    return Signature(version=version, party=party, affiliation=affiliation, signed_on=given[0].signed_on, recorded_by=by)


def _affiliation(by: User, affiliation_id: UUID, party: AgreementParty) -> Affiliation:
    """Among the people the school knows; one of another school is none."""
    known = Affiliation.objects.visible_to(by).select_related("contact", "entity")
    affiliation = known.filter(uuid=affiliation_id).first()
    if affiliation is None:
        raise Refused(_("Choose who signed for %(name)s among its people.") % {"name": party.name}, field="signatory")
    return affiliation


def total_cents(version: AgreementVersion) -> int | None:
    """What is at stake: the sum of the money lines; None where no amount is stated."""
    amounts = [line.amount_cents for line in version.money_lines.all() if line.amount_cents is not None]
    return sum(amounts) if amounts else None


def last_signed_on(signatures: Sequence[Signature]) -> dt.date:
    return max(signature.signed_on for signature in signatures)
