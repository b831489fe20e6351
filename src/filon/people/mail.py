"""Where messages go: out, unless this database is a demonstration; then into the mailbox page, and nothing leaves."""

from __future__ import annotations

import smtplib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from email.utils import make_msgid
from functools import cached_property
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

from filon.kernel import tasks
from filon.kernel.demo import is_demo
from filon.people.models import KeptMessage, SentLetter
from filon.people.services.returning import letter_returned

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


@dataclass(frozen=True)
class About:
    """What a letter is about: whoever reads of that object learns whether its letter arrived."""

    type: str
    uuid: UUID
    host_id: int | None


class Carrier:
    """Takes one letter of a task."""

    def __init__(self, connection: BaseEmailBackend) -> None:
        self._connection = connection

    def take(self, letter: EmailMessage, *, about: About | None = None) -> None:
        """At most once, whatever happens to the worker: a letter that was leaving when it died is in doubt, and stays so."""
        letter.extra_headers |= {"Message-ID": make_msgid(domain=urlsplit(settings.BASE_URL).hostname), "Auto-Submitted": "auto-generated"}
        sent = _noted(letter, about) if about else None
        tasks.hand_over()
        try:
            self._connection.send_messages([letter])
        except REFUSALS as refusal:
            tasks.take_back()
            if sent is not None:
                letter_returned(sent, _words_of(refusal))
            raise
        if sent is not None:
            SentLetter.objects.filter(pk=sent.pk).update(left_at=timezone.now())


def _noted(letter: EmailMessage, about: About) -> SentLetter:
    return SentLetter.objects.create(
        host_id=about.host_id,
        about_type=about.type,
        about_uuid=about.uuid,
        message_id=letter.extra_headers["Message-ID"],
        to=letter.to[0],
    )


def _words_of(refusal: Exception) -> str:
    """What the mail server answered."""
    answers = refusal.recipients.values() if isinstance(refusal, smtplib.SMTPRecipientsRefused) else [refusal.args]
    return "; ".join(f"{code} {text.decode(errors='replace') if isinstance(text, bytes) else text}" for code, text, *_rest in answers)


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
