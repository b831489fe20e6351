"""Reads reports of non-delivery (RFC 3464) from mails as they came: one mail, an mbox, a Maildir, a folder of mails. No database."""

import mailbox
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message
from pathlib import Path

from django.utils.translation import gettext as _

from filon.kernel.errors import Refused

LARGEST = 1024 * 1024
"""Of each mail so much is read: what a report says stands before the letter that it returns."""
IDENTIFYING = ("message/rfc822", "message/global", "text/rfc822-headers", "message/rfc822-headers", "message/global-headers")


@dataclass(frozen=True)
class Report:
    """The letter `message_id` did not arrive; `why` in the words of the mail server."""

    message_id: str
    why: str


def reports_in(place: Path) -> Iterator[Report | None]:
    """One for each mail, None for a mail that reports no failure. Raises Refused for what holds no mail."""
    if not place.exists():
        raise Refused(_("There is no file or folder “%(place)s”: give the one where the reports are.") % {"place": place})
    for content in _mails(place):
        yield report_of(message_from_bytes(content))


def _mails(place: Path) -> Iterator[bytes]:
    if place.is_dir() and (place / "cur").is_dir():
        return _of_maildir(place)
    if place.is_dir():
        files = sorted(file for file in place.iterdir() if file.suffix == ".eml")
        if not files:
            sentence = _("The folder “%(place)s” is no Maildir and holds no .eml file: give the one where the reports are.")
            raise Refused(sentence % {"place": place})
        return (_checked(file) for file in files)
    with place.open("rb") as file:
        is_mbox = file.read(5) == b"From "
    return _of_mbox(place) if is_mbox else iter([_checked(place)])


def _checked(file: Path) -> bytes:
    with file.open("rb") as opened:
        content = opened.read(LARGEST)
    if not {"from", "subject", "content-type", "received"} & {name.lower() for name in message_from_bytes(content)}:
        raise Refused(_("“%(place)s” is not a mail: give it as it came, with its headers.") % {"place": file.name})
    return content


def _of_mbox(place: Path) -> Iterator[bytes]:
    box = mailbox.mbox(place, create=False)
    for key in box.iterkeys():
        yield box.get_file(key).read(LARGEST)


def _of_maildir(place: Path) -> Iterator[bytes]:
    """What is new; each goes among what was read once it is dealt with, as any reader of mail does."""
    for file in sorted((place / "new").iterdir()):
        with file.open("rb") as opened:
            yield opened.read(LARGEST)
        file.rename(place / "cur" / f"{file.name}:2,S")


def report_of(mail: Message) -> Report | None:
    """What a mail says of a letter that did not arrive; None for any other mail, and for one that is late and still tried."""
    if mail.get_content_type() != "multipart/report" or str(mail.get_param("report-type")).lower() != "delivery-status":
        return None
    failed = next((block for block in _blocks(mail) if _value(block, "Action").lower() == "failed"), None)
    message_id = _original(mail)
    if failed is None or not message_id:
        return None
    diagnostic = _value(failed, "Diagnostic-Code")
    return Report(message_id, diagnostic.partition(";")[2].strip() or diagnostic or _value(failed, "Status"))


def _blocks(mail: Message) -> Iterator[Message]:
    """One for each recipient, as a report lists them; the first of all tells of the mail server itself, and has no Action."""
    for part in mail.walk():
        if part.get_content_type() in ("message/delivery-status", "message/global-delivery-status") and part.is_multipart():
            yield from (block for block in part.get_payload() if isinstance(block, Message))


def _original(mail: Message) -> str:
    """The Message-ID of the letter that comes back; some servers name it in the report only."""
    for part in mail.walk():
        if part.get_content_type() in IDENTIFYING:
            inside = part.get_payload(0) if part.is_multipart() else message_from_bytes(_decoded(part))
            if isinstance(inside, Message) and _value(inside, "Message-ID"):
                return _value(inside, "Message-ID")
    return _value(mail, "In-Reply-To")


def _decoded(part: Message) -> bytes:
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _value(headers: Message, name: str) -> str:
    return " ".join(str(headers.get(name, "")).split())
