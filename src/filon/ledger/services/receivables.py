"""What is expected: opened by the app above or by hand, closed with a reason."""

from __future__ import annotations

import secrets
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from filon.kernel import audit, events
from filon.kernel.errors import Refused
from filon.kernel.rights import get_visible_or_404
from filon.ledger import rules
from filon.ledger.inputs import ReceivableInput
from filon.ledger.models import Programme, Receivable
from filon.ledger.services.opening import today
from filon.partners.models import Fund, LegalEntity
from filon.people.models import User

LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""What nobody takes for another sign."""


@transaction.atomic
def receivable_open(*, by: User | None, receivable: ReceivableInput) -> Receivable:
    """Money is expected. With a source, its service has checked that `by` may (None: the day brought it); by hand, only somebody who works
    for the school or keeps the books. Raises Refused for an amount that is none, or a reference in use."""
    rules.check_amount(receivable.amount_cents)
    opened = _row(by, receivable)
    _check_fits(opened)
    if not receivable.source_type and (by is None or not by.has_perm("ledger.receivable.write", opened)):
        raise PermissionDenied
    try:
        with transaction.atomic():
            opened.save()
    except IntegrityError:
        sentence = _("The reference “%(reference)s” is in use: give another.")
        raise Refused(sentence % {"reference": opened.reference}, field="reference") from None
    audit.record(by, "receivable.opened", opened, amount_cents=opened.amount_cents, reference=opened.reference)
    events.publish("receivable.opened", opened.uuid)
    return opened


def _row(by: User | None, receivable: ReceivableInput) -> Receivable:
    debtor = LegalEntity.objects.get(uuid=receivable.debtor_id) if receivable.debtor_id else None
    return Receivable(
        uuid=receivable.id,
        creditor=LegalEntity.objects.get(uuid=receivable.creditor_id),
        fund=Fund.objects.get(uuid=receivable.fund_id) if receivable.fund_id else None,
        debtor=debtor,
        debtor_name=(receivable.debtor_name.strip() or (debtor.name if debtor else ""))[:200],
        label=receivable.label.strip()[:200],
        amount_cents=receivable.amount_cents,
        due_on=receivable.due_on,
        reference=(receivable.reference.strip() or made_reference(receivable)).upper()[:35],
        earmark=Programme.objects.get(uuid=receivable.earmark_id) if receivable.earmark_id else None,
        source_type=receivable.source_type,
        source_uuid=receivable.source_uuid,
        host_id=receivable.host_id,
        opened_by=by,
    )


def made_reference(receivable: ReceivableInput) -> str:
    """Short, without signs that are taken for one another: people type it into their bank's page."""
    return f"FIL{receivable.due_on:%y}" + "".join(secrets.choice(LETTERS) for _sign in range(7))


def _check_fits(receivable: Receivable) -> None:
    """Its fund is the creditor's, its programme the school's."""
    if not receivable.debtor_name:
        raise Refused(_("Say who is to pay."), field="debtor")
    if receivable.fund is not None and receivable.fund.umbrella_id != receivable.creditor_id:
        raise Refused(_("This fund is not one of the foundation that is to receive."), field="fund")
    earmark = receivable.earmark
    if earmark is not None and (earmark.host_id, earmark.fund_id) != (receivable.host_id, receivable.fund_id):
        raise Refused(_("This programme is paid from elsewhere: choose one of the same fund and school."), field="earmark")


@transaction.atomic
def receivable_close(*, by: User | None, receivable_id: UUID, reason: str) -> Receivable:
    """Nothing more is expected; what was paid stays. `by` None, and whoever may not by hand, only for the service of the source, which has
    checked. Raises Refused the second time."""
    receivable = Receivable.objects.select_for_update(no_key=True, of=("self",)).get(uuid=receivable_id)
    receivable.close_reason = rules.check_reason(reason)
    if receivable.closed_on is not None:
        raise Refused(_("Nothing more is expected of this payment already."))
    receivable.closed_on = today()
    receivable.save(update_fields=["closed_on", "close_reason"])
    audit.record(by, "receivable.closed", receivable, reason=receivable.close_reason)
    events.publish("receivable.closed", receivable.uuid)
    return receivable


def receivable_give_up(*, by: User, receivable_id: UUID, reason: str) -> Receivable:
    """By hand: only what was opened by hand; the rest is closed where it was promised."""
    receivable = get_visible_or_404(Receivable, viewer=by, id=receivable_id, may="ledger.receivable.write")
    if receivable.source_type:
        raise Refused(_("This payment was promised elsewhere in Filon: it is given up there, so that both stay true."))
    return receivable_close(by=by, receivable_id=receivable_id, reason=reason)
