"""What leaves to donors: the call for an instalment and its reminder, in the language chosen for it; the same text is the paper letter."""

from __future__ import annotations

from django.core.mail import EmailMessage
from django.utils import translation
from django.utils.translation import gettext as _

from filon.giving.kinds import CallKind, Channel
from filon.giving.models import Call
from filon.kernel import formats
from filon.kernel.tasks import task
from filon.people.mail import About, carrier


@task()
def call_letter_send(call_id: int) -> None:
    """To whoever was chosen at the donor's; nothing for a call that is printed."""
    call = read_call(call_id)
    if call.channel == Channel.EMAIL and call.contact is not None:
        with carrier() as post:
            post.take(call_letter(call), about=About("giving.call", call.uuid, call.instalment.pledge.host_id))


def read_call(call_id: int) -> Call:
    related = ("instalment__pledge__agreement__host", "instalment__pledge__donor__entity", "instalment__pledge__beneficiary")
    return Call.objects.select_related(*related, "instalment__receivable", "instalment__pledge__fund", "contact", "called_by").get(
        pk=call_id
    )


def call_letter(call: Call) -> EmailMessage:
    """Ready to leave; without a person written to, the letter is for the organisation."""
    with translation.override(call.language):
        words = _words(call)
        subject = _("Call for payment: %(title)s") if call.kind == CallKind.CALL else _("Reminder: %(title)s")
        opening = (
            _("Hello %(name)s,\n\nUnder our agreement “%(title)s” (%(reference)s), an instalment of %(amount)s is due on %(day)s.\n\n")
            if call.kind == CallKind.CALL
            else _(
                "Hello %(name)s,\n\nUnder our agreement “%(title)s” (%(reference)s), the instalment due on %(day)s is not settled: "
                "%(amount)s are still open. If your payment is on its way, please take no notice of this letter.\n\n"
            )
        )
        request = _(
            "Please pay %(amount)s to %(payee)s by bank transfer and quote this reference, so that your payment is recognised:\n\n"
            "%(quote)s\n\nA gift is not invoiced: you will receive a tax receipt once the payment has arrived.\n\n%(by)s\n%(host)s\n"
        )
    return EmailMessage(subject % words, (opening + request) % words, to=[call.contact.email] if call.contact else [])


def _words(call: Call) -> dict[str, str]:
    instalment = call.instalment
    pledge = instalment.pledge
    return {
        "name": call.contact.name if call.contact else str(pledge.donor),
        "title": pledge.agreement.title,
        "reference": pledge.agreement.reference,
        "amount": formats.euros(call.asked_cents),
        "day": formats.day(instalment.due_on),
        "payee": f"{pledge.beneficiary.name} ({pledge.fund.name})" if pledge.fund else pledge.beneficiary.name,
        "quote": call.reference,
        "by": call.called_by.name,
        "host": pledge.agreement.host.name,
    }
