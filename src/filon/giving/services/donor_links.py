"""Personal links of individuals to their own receipts: made when a letter leaves, lapsing by themselves, used up by nothing."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from filon.giving.models import Donor, DonorLink, TaxReceipt
from filon.giving.queries.recipients import recipients
from filon.kernel import audit, clock
from filon.kernel.errors import Refused
from filon.kernel.rights import get_visible_or_404
from filon.people.keys import hash_of, new_key
from filon.people.models import User

LIFETIME = dt.timedelta(days=90)


class LinkLapsed(Refused):
    """The link opens nothing: unknown, or lapsed."""


def link_make(donor: Donor) -> str:
    """The key of a new link, which only the letter holds; the former ones hold until their own day."""
    now = clock.now()
    key = new_key()
    DonorLink.objects.create(donor=donor, key_hash=hash_of(key), made_at=now, expires_at=now + LIFETIME)
    return key


def donor_of_link(key: str) -> Donor:
    """Whose link it is. Raises LinkLapsed, with the same sentence whatever the reason."""
    found = DonorLink.objects.select_related("donor__host", "donor__personal").filter(key_hash=hash_of(key), expires_at__gt=clock.now())
    link = found.first()
    if link is None:
        raise LinkLapsed(
            _("This link has lapsed, or is not whole. Ask the school that sent it for a new one: your receipts are kept there.")
        )
    return link.donor


def links_forget() -> int:
    """Links that lapsed a year ago."""
    limit = clock.now() - dt.timedelta(days=365)
    return DonorLink.objects.filter(expires_at__lt=limit).delete()[0]


@transaction.atomic
def receipt_send(*, by: User, receipt_id: UUID) -> int:
    """Writes to the donor again, with a new link for an individual. How many letters."""
    from filon.giving.receipt_letters import letters_queue  # noqa: PLC0415  letters make links with this module

    receipt = get_visible_or_404(TaxReceipt, viewer=by, id=receipt_id, may="giving.receipt.issue")
    if not receipt.renderings.exists():
        raise Refused(_("Its PDF is not made yet: try again in a few minutes."))
    if not recipients(receipt):
        raise Refused(_("Nobody can be written to: the donor has no e-mail address here, and nobody of the organisation has an access."))
    audit.record(by, "receipt.sent", receipt, number=receipt.reference)
    return letters_queue(receipt)
