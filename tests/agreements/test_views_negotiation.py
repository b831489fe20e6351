"""Pages of a negotiation: the DOCX goes out, comes back, and each change is taken or left."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from filon.agreements.models import ReturnedText, SentText
from tests.agreements.pages import read, refused, send
from tests.agreements.test_services_negotiation import document, ordinary, rewritten, sent_by, text_of, written
from tests.factories.agreements import World

pytestmark = pytest.mark.django_db


def at(world: World, name: str, *more: object) -> str:
    return reverse(f"agreements:{name}", args=[world.agreement.uuid, 1, *more])


def docx(content: BytesIO, name: str = "retour.docx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content.getvalue())


def test_document_is_made_downloaded_and_brought_back(client: Client) -> None:
    world = ordinary()

    send(client, world.officer, at(world, "negotiation"), language="fr")
    sent = SentText.objects.get()
    shown = read(client, world.officer, at(world, "negotiation"))
    downloaded = client.get(reverse("files:download", args=[sent.file.uuid]))
    opened = document(sent)
    rewritten(opened, "français", "belge")
    answer = send(client, world.officer, at(world, "negotiation_return", sent.uuid), file=docx(written(opened)))

    assert reverse("files:download", args=[sent.file.uuid]) in shown
    assert downloaded.headers["Content-Type"].endswith("wordprocessingml.document")
    assert "attachment" in downloaded.headers["Content-Disposition"]
    assert answer.headers["Location"] == at(world, "negotiation_compare", ReturnedText.objects.get().uuid)


def test_change_is_read_then_taken(client: Client) -> None:
    world = ordinary()
    sent = sent_by(world)
    opened = document(sent)
    rewritten(opened, "français", "belge")
    send(client, world.officer, at(world, "negotiation_return", sent.uuid), file=docx(written(opened)))
    row = ReturnedText.objects.get()
    address = at(world, "negotiation_compare", row.uuid)

    shown = read(client, world.officer, address)
    place = shown.split('id="change-')[1].split('"')[0]
    seen = shown.split('name="seen" value="')[1].split('"')[0]
    answer = send(client, world.officer, at(world, "negotiation_take", row.uuid, place), seen=seen, decided="1")
    after = read(client, world.officer, address)

    assert "<strong>1 change</strong> waits for your decision." in shown
    assert "<del>français</del><ins>belge</ins>" in shown
    assert answer.headers["Location"] == f"{address}#change-{place}"
    assert text_of(world, "Droit") == "Le droit belge s’applique."
    assert "The draft says so." in after


def test_auditor_reads_and_decides_nothing(client: Client) -> None:
    world = ordinary()
    sent = sent_by(world)
    opened = document(sent)
    rewritten(opened, "français", "belge")
    send(client, world.officer, at(world, "negotiation_return", sent.uuid), file=docx(written(opened)))

    shown = read(client, world.auditor, at(world, "negotiation_compare", ReturnedText.objects.get().uuid))

    assert "<ins>belge</ins>" in shown
    assert "Take this change" not in shown


@pytest.mark.parametrize(
    ("content", "sentence"),
    [(b"", "This file is empty: choose the Word document that came back."), (b"%PDF-1.7", "This file is not a Word document (.docx)")],
)
def test_wrong_file_comes_back_beside_its_field(client: Client, content: bytes, sentence: str) -> None:
    world = ordinary()
    sent = sent_by(world)

    shown = refused(client, world.officer, at(world, "negotiation_return", sent.uuid), file=docx(BytesIO(content)))

    assert f'<a href="#{sent.uuid}-file">{sentence}' in shown


def test_word_document_under_another_name_is_refused(client: Client) -> None:
    world = ordinary()
    sent = sent_by(world)

    shown = refused(
        client, world.officer, at(world, "negotiation_return", sent.uuid), file=docx(written(document(sent)), name="retour.pdf")
    )

    assert "its name says something else" in shown
    assert ReturnedText.objects.count() == 0
