"""Mail servers as they behave: one that takes letters, one that says no, one that falls silent half-way."""

import smtplib

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

TAKEN: list[EmailMessage] = []


class Willing(BaseEmailBackend):
    def send_messages(self, email_messages: list[EmailMessage]) -> int:
        TAKEN.extend(email_messages)
        return len(email_messages)


class Refusing(BaseEmailBackend):
    def send_messages(self, email_messages: list[EmailMessage]) -> int:
        raise smtplib.SMTPDataError(451, b"try again later")


class Silent(Willing):
    """It has taken the letter, and goes away before it says so."""

    def send_messages(self, email_messages: list[EmailMessage]) -> int:
        super().send_messages(email_messages)
        raise smtplib.SMTPServerDisconnected("Connection unexpectedly closed")


class Absent(Willing):
    def open(self) -> bool:
        raise ConnectionRefusedError("nobody there")


class Unmannerly(Willing):
    """It takes the letter and leaves without a farewell."""

    def close(self) -> None:
        raise smtplib.SMTPServerDisconnected("please run connect() first")
