"""Where messages go: out, unless this database is a demonstration; then into the mailbox page, and nothing leaves."""

from __future__ import annotations

import smtplib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import cached_property

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend

from filon.kernel import tasks
from filon.kernel.demo import is_demo
from filon.people.models import KeptMessage

REFUSALS = (smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused)
"""The carrier answered no: the letter has not left."""


class Mail(BaseEmailBackend):
    """Django's EMAIL_BACKEND; `settings.OUTGOING_EMAIL_BACKEND` is the one that really sends."""

    @cached_property
    def _outgoing(self) -> BaseEmailBackend:
        outgoing: BaseEmailBackend = get_connection(settings.OUTGOING_EMAIL_BACKEND, fail_silently=self.fail_silently)
        return outgoing

    def open(self) -> bool | None:
        return None if is_demo() else self._outgoing.open()

    def close(self) -> None:
        if not is_demo():
            self._outgoing.close()

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        if not is_demo():
            return int(self._outgoing.send_messages(email_messages) or 0)
        kept = [
            KeptMessage(to=address, subject=str(message.subject), body=str(message.body))
            for message in email_messages
            for address in message.recipients()
        ]
        KeptMessage.objects.bulk_create(kept)
        return len(email_messages)


class Carrier:
    """Takes one letter of a task."""

    def __init__(self, connection: BaseEmailBackend) -> None:
        self._connection = connection

    def take(self, letter: EmailMessage) -> None:
        """At most once, whatever happens to the worker: a letter that was leaving when it died is in doubt, and stays so."""
        tasks.hand_over()
        try:
            self._connection.send_messages([letter])
        except REFUSALS:
            tasks.take_back()
            raise


@contextmanager
def carrier() -> Iterator[Carrier]:
    """For a task that sends one letter: write it inside the block. Raises tasks.InDoubt when a former attempt may have sent it already,
    and what the connection raises when nobody is there, so that it is tried again."""
    tasks.check_not_handed_over()
    connection = get_connection()
    connection.open()
    try:
        yield Carrier(connection)
    finally:
        with suppress(OSError):  # the letter is where it is: a farewell that fails changes nothing
            connection.close()
