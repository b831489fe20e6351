"""Letters that did not arrive: what the mail servers report is found, whatever it is kept in, and marks the letter once."""

from __future__ import annotations

import io
from contextlib import redirect_stdout
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.mail import EmailMessage
from django.utils import timezone
from pytest_django import Settings

from filon.cli import main
from filon.kernel.errors import Refused
from filon.kernel.models import AuditEvent
from filon.people.mail import About, carrier
from filon.people.models import Host, SentLetter
from filon.people.returned import reports_in
from filon.people.services.returning import letters_forget
from filon.people.tasks import returned_letters_take
from tests.people import carriers

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]

POSTFIX = """\
Return-Path: <>
From: MAILER-DAEMON@mail.example.org (Mail Delivery System)
Subject: Undelivered Mail Returned to Sender
To: filon@example.org
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b0"
Message-Id: <20261101.1@mail.example.org>

--b0
Content-Type: text/plain; charset=us-ascii

I'm sorry to have to inform you that your message could not be delivered.

--b0
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example.org
Arrival-Date: Sun,  1 Nov 2026 10:00:00 +0100 (CET)

Final-Recipient: rfc822; gone@example.org
Original-Recipient: rfc822;gone@example.org
Action: {action}
Status: {status}
Remote-MTA: dns; mx.example.org
Diagnostic-Code: smtp; 550 5.1.1 <gone@example.org>: Recipient address
    rejected: User unknown

--b0
Content-Type: {returned}

Message-ID: {message_id}
Subject: Please sign
From: filon@example.org
To: gone@example.org

Hello
--b0--
"""
WHY = "550 5.1.1 <gone@example.org>: Recipient address rejected: User unknown"


def report(letter: SentLetter | None = None, *, action: str = "failed", status: str = "5.1.1", returned: str = "message/rfc822") -> bytes:
    message_id = letter.message_id if letter else "<of-somebody@else>"
    return POSTFIX.format(action=action, status=status, returned=returned, message_id=message_id).encode()


@pytest.fixture
def letter(host: Host) -> SentLetter:
    """One that left."""
    about = {"about_type": "agreements.seat", "about_uuid": uuid4(), "left_at": timezone.now()}
    return SentLetter.objects.create(host=host, to="gone@example.org", message_id=f"<{uuid4()}@filon.example>", **about)


def told(*words: str) -> tuple[int, str]:
    output = io.StringIO()
    with redirect_stdout(output):
        code = main(["mail", "bounces", *words])
    return code, output.getvalue().strip()


@pytest.mark.parametrize("returned", ["message/rfc822", "text/rfc822-headers", "message/rfc822-headers"])
def test_report_marks_its_letter_once_in_the_words_of_the_mail_server(letter: SentLetter, tmp_path: Path, returned: str) -> None:
    file = tmp_path / "report.eml"
    file.write_bytes(report(letter, returned=returned))

    first, again = told(str(file)), told(str(file))

    letter.refresh_from_db()
    assert first == (0, "1 mail read, 1 letter marked as not delivered.")
    assert again == (0, "1 mail read, 0 letters marked as not delivered.")
    assert (letter.why, letter.returned_at is None) == (WHY, False)
    assert AuditEvent.objects.filter(action="sent_letter.returned", host_id=letter.host_id).count() == 1


def test_report_without_words_gives_the_status(letter: SentLetter, tmp_path: Path) -> None:
    lines = report(letter).decode().splitlines()
    kept = [line for line in lines if not line.startswith(("Diagnostic-Code", "    rejected"))]
    (tmp_path / "report.eml").write_text("\n".join(kept))

    told(str(tmp_path / "report.eml"))

    letter.refresh_from_db()
    assert letter.why == "5.1.1"


def test_mbox_is_read_and_left_as_it_is(letter: SentLetter, tmp_path: Path) -> None:
    file = tmp_path / "mbox"
    file.write_bytes(b"".join(b"From MAILER-DAEMON Sun Nov  1 10:00:00 2026\n" + each + b"\n" for each in (report(), report(letter))))
    before = file.read_bytes()

    answer = told(str(file))

    assert answer == (0, "2 mails read, 1 letter marked as not delivered.")
    assert file.read_bytes() == before


def test_maildir_is_read_as_a_reader_of_mail_does(letter: SentLetter, tmp_path: Path, settings: Settings) -> None:
    for name in ("new", "cur", "tmp"):
        (tmp_path / name).mkdir()
    (tmp_path / "new" / "1.host").write_bytes(report(letter))
    (tmp_path / "new" / "2.host").write_bytes(b"From: a@example.org\nSubject: I am on holiday\n\nBack on Monday.\n")
    settings.BOUNCES = tmp_path

    first, again = returned_letters_take.call(), returned_letters_take.call()

    assert (first, again) == (1, 0)
    assert sorted(file.name for file in (tmp_path / "cur").iterdir()) == ["1.host:2,S", "2.host:2,S"]
    assert list((tmp_path / "new").iterdir()) == []


def test_without_a_place_nothing_is_read(settings: Settings) -> None:
    settings.BOUNCES = None

    assert returned_letters_take.call() == 0


def test_folder_of_mails_is_read(letter: SentLetter, tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_bytes(report(letter))

    assert told(str(tmp_path)) == (0, "1 mail read, 1 letter marked as not delivered.")


@pytest.mark.parametrize("action", ["delayed", "delivered", "relayed"])
def test_letter_that_is_late_or_arrived_is_not_marked(letter: SentLetter, tmp_path: Path, action: str) -> None:
    (tmp_path / "a.eml").write_bytes(report(letter, action=action, status="4.4.1"))

    assert told(str(tmp_path))[1] == "1 mail read, 0 letters marked as not delivered."


def test_what_is_no_mail_is_refused_with_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "photo.eml").write_bytes(b"\xff\xd8\xff\xe0 a picture")
    (tmp_path / "empty").mkdir()

    for place, sentence in (("photo.eml", "is not a mail"), ("empty", "is no Maildir and holds no .eml"), ("nowhere", "There is no file")):
        with pytest.raises(Refused, match=sentence):
            list(reports_in(tmp_path / place))


@pytest.mark.parametrize("cut", [10, 300, 700, 900])
def test_report_that_was_cut_breaks_nothing(letter: SentLetter, tmp_path: Path, cut: int) -> None:
    (tmp_path / "a.eml").write_bytes(report(letter)[:-cut])

    assert told(str(tmp_path))[0] == 0


def post(about: About) -> None:
    with carrier() as taken:
        taken.take(EmailMessage("Please sign", "Hello", to=["gone@example.org"]), about=about)


def test_letter_is_noted_under_the_name_it_bears(host: Host, settings: Settings) -> None:
    settings.EMAIL_BACKEND, settings.OUTGOING_EMAIL_BACKEND = "filon.people.mail.Mail", "tests.people.carriers.Willing"
    carriers.TAKEN.clear()

    post(About("agreements.seat", uuid4(), host.pk))

    noted = SentLetter.objects.get()
    assert carriers.TAKEN[0].message()["Message-ID"] == noted.message_id
    assert (noted.to, noted.is_in_doubt, noted.why) == ("gone@example.org", False, "")
    carriers.TAKEN.clear()


def test_refusal_of_the_mail_server_is_kept_in_its_words(host: Host, settings: Settings) -> None:
    settings.EMAIL_BACKEND, settings.OUTGOING_EMAIL_BACKEND = "filon.people.mail.Mail", "tests.people.carriers.Refusing"

    with pytest.raises(Exception, match="try again later"):
        post(About("agreements.seat", uuid4(), host.pk))

    noted = SentLetter.objects.get()
    assert (noted.why, noted.left_at, noted.is_in_doubt) == ("451 try again later", None, False)


def test_letters_of_long_ago_are_forgotten(letter: SentLetter) -> None:
    SentLetter.objects.update(handed_at=timezone.now() - timezone.timedelta(days=91))

    assert (letters_forget(), SentLetter.objects.count()) == (1, 0)
