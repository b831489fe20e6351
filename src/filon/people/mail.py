"""Where messages go: out, unless this database is a demonstration; then into the mailbox page, and nothing leaves."""

from collections.abc import Sequence

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend

from filon.kernel.demo import is_demo
from filon.people.models import KeptMessage


class Mail(BaseEmailBackend):
    """Django's EMAIL_BACKEND; `settings.OUTGOING_EMAIL_BACKEND` is the one that really sends."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        if not is_demo():
            outgoing = get_connection(settings.OUTGOING_EMAIL_BACKEND, fail_silently=self.fail_silently)
            return int(outgoing.send_messages(email_messages) or 0)
        kept = [
            KeptMessage(to=address, subject=str(message.subject), body=str(message.body))
            for message in email_messages
            for address in message.recipients()
        ]
        KeptMessage.objects.bulk_create(kept)
        return len(email_messages)
