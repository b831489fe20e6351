"""Anybody learns of a PDF whether it is ours and untouched; nothing of it is kept."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.translation import override

from filon.agreements.services import sealing
from filon.kernel.files import file_open
from filon.kernel.models import StoredFile
from tests.agreements.pages import ENGLISH, words
from tests.factories.signing import approved, sent, signs

pytestmark = pytest.mark.django_db


def check(client: Client, content: bytes, status: int = 200) -> str:
    file = SimpleUploadedFile("a.pdf", content, content_type="application/pdf")
    return words(client.post("/verifier", {"pdf": file}, headers=ENGLISH), status)


@pytest.fixture
def sealed() -> bytes:
    with override("en"):
        world = approved()
        sending = sent(world)
        signs(world, world.company)
        sealing.signatures_seal(sending.pk)
    sending.refresh_from_db()
    with file_open(sending.current) as opened:
        return opened.read()


def test_sealed_pdf_is_ours_and_its_signatory_named(client: Client, sealed: bytes) -> None:
    before = StoredFile.objects.count()

    shown = check(client, sealed)

    assert "It is ours, and untouched." in shown
    assert "The same file, to the byte, is kept in the archive." in shown
    assert StoredFile.objects.count() == before


def test_one_flipped_byte_is_told(client: Client, sealed: bytes) -> None:
    touched = bytearray(sealed)
    touched[len(touched) // 3] ^= 1

    shown = check(client, bytes(touched))

    assert "It is ours, and untouched." not in shown


def test_pdf_without_a_signature_says_so(client: Client) -> None:
    shown = check(client, b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n")

    assert "ours, and untouched" not in shown.split("<main")[1].split("The answer")[1]


def test_other_files_are_answered_with_a_sentence(client: Client) -> None:
    assert "This file is not a PDF" in check(client, b"PK\x03\x04 a disguise")
    assert "This file is empty" in check(client, b"", status=422)
    assert "larger than 20 MB" in check(client, b"%PDF-1.4\n" + b"0" * (20 * 1024 * 1024), status=422)
