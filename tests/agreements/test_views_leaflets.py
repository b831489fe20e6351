"""Sheets to hand out: the press text says nothing confidential, the summary stays on one page; the document's errors are sentences."""

import datetime as dt
import io
import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from pyhanko.pdf_utils.reader import PdfFileReader

from filon.agreements.inputs import ClauseInput
from filon.agreements.queries import leaflets
from filon.agreements.services import drafting
from filon.kernel.pdf.sources import sources
from tests.agreements.pages import read
from tests.factories.agreements import ONCE, World, in_force

pytestmark = pytest.mark.django_db


def sheet(client: Client, world: World, name: str, viewer: Any = None, **query: str) -> bytes:
    client.force_login(viewer or world.officer)
    answer = client.get(reverse(f"agreements:{name}", args=[world.agreement.uuid]), query)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/pdf")
    content: bytes = answer.content
    return content


def printed(values: Any) -> str:
    """Every word of what is set, with ordinary spaces."""
    return " ".join(json.dumps(values, ensure_ascii=False).split())


def test_press_text_says_who_and_what_and_nothing_confidential() -> None:
    world, _meetings, _payments = in_force()

    with override("fr"):
        words = printed(leaflets.press_values(leaflets.told_of(world.officer, world.agreement.uuid)))

    assert all(name in words for name in (world.host.name, world.company.name, world.fund.name, "Rencontres avec les élèves"))
    people = [affiliation.contact.name for affiliation in world.signatories.values()]
    assert [said for said in ("€", "240 000", "4 événements", "30 juin", *people) if said in words] == []


def test_amounts_of_a_version_known_from_a_published_source_are_public() -> None:
    world, _meetings, _payments = in_force()
    told = leaflets.told_of(world.officer, world.agreement.uuid)
    told.version.is_from_source = True

    with override("fr"):
        words = printed(leaflets.press_values(told))

    assert "240 000 €" in words


def test_summary_says_the_terms_to_those_who_read_the_agreement() -> None:
    world, _meetings, _payments = in_force()

    with override("fr"):
        words = printed(leaflets.summary_values(world.contact, leaflets.told_of(world.contact, world.agreement.uuid)))

    assert "240 000 €" in words
    assert "4 événements" in words


@pytest.mark.parametrize("name", ["press", "summary"])
def test_same_content_gives_the_same_bytes_and_each_language_its_own(client: Client, name: str) -> None:
    world, _meetings, _payments = in_force()

    first, again, english = (sheet(client, world, name, langue=code) for code in ("fr", "fr", "en"))

    assert first == again != english


def test_summary_of_a_large_agreement_stays_on_one_page(client: Client) -> None:
    world = World()
    world.draft = world.set_term()
    for number in range(12):
        world.pay(1_000_000 + number, earmark_fr="Une affectation")
        world.promise(ONCE, number + 1)
    drafting.agreement_change(
        by=world.officer, agreement_id=world.agreement.uuid, title_fr="Convention de partenariat " * 7, title_en="", owner_id=None
    )

    content = sheet(client, world, "summary", langue="fr")

    assert PdfFileReader(io.BytesIO(content)).root["/Pages"]["/Count"] == 1


def test_sheet_of_a_draft_is_marked_as_one_and_is_not_the_partner_s(client: Client) -> None:
    world = World()
    world.draft = world.set_term()

    drafted = sheet(client, world, "press", langue="fr")
    client.force_login(world.contact)
    answer = client.get(reverse("agreements:press", args=[world.agreement.uuid]))

    assert drafted.startswith(b"%PDF-")
    assert answer.status_code == 404


def test_page_of_the_agreement_leads_to_both_in_both_languages(client: Client) -> None:
    world, _meetings, _payments = in_force()

    shown = read(client, world.officer, reverse("agreements:detail", args=[world.agreement.uuid]))

    for name in ("press", "summary"):
        for language in ("fr", "en"):
            assert f"{reverse(f'agreements:{name}', args=[world.agreement.uuid])}?langue={language}" in shown


@pytest.mark.parametrize("sign", ["\U0001f600", "\ue000", "\u202e"])
def test_document_with_a_sign_that_cannot_be_printed_says_so_in_a_sentence(client: Client, sign: str) -> None:
    world = World()
    drafting.clause_add(by=world.officer, version_id=world.draft.uuid, clause=ClauseInput("Objet", f"Le texte {sign} ici."))

    shown = read(client, world.officer, reverse("agreements:document", args=[world.agreement.uuid, 1]), 422)

    assert "cannot be printed: take it out of the text or write it otherwise." in shown
    assert "Traceback" not in shown


def test_layout_that_typst_refuses_is_told_in_a_sentence(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """A defect of ours: a paper whose source is broken."""
    world, _meetings, _payments = in_force()
    monkeypatch.setitem(sources(), "agreements/leaflet.typ", "#let broken = (")

    shown = read(client, world.officer, reverse("agreements:press", args=[world.agreement.uuid]), 422)

    assert "The layout “agreements/leaflet” cannot be set (line 1)" in shown
    assert "your text is not to blame" in shown
    assert "Traceback" not in shown


def test_press_text_carries_the_day_of_the_version() -> None:
    world, _meetings, _payments = in_force()

    first = leaflets.press_pdf(world.officer, world.agreement.uuid, "fr")

    assert b"D:20240101" in first
    assert dt.date(2024, 1, 1) == world.draft.effective_from
