"""The pages of a signatory and of whoever follows the signatures."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from filon.agreements.models import Seat, SigningCode, SigningLink
from filon.agreements.services import sealing
from filon.agreements.states import SeatState
from tests.agreements.pages import ENGLISH, read, send, words
from tests.factories.agreements import PDF, World, signatory
from tests.factories.signing import approved, code, link, seat_of, sent, signs

pytestmark = pytest.mark.django_db


def asked() -> tuple[World, str]:
    """An agreement out to be signed, and the company's key."""
    with override("en"):
        world = approved()
        sent(world, message="Thank you.", language="en")
        return world, link(seat_of(world, world.company))


def post(client: Client, key: str, what: str, **fields: object):
    return client.post(reverse(f"agreements:{what}", args=[key]), fields, headers=ENGLISH)


def test_link_opens_for_nobody_in_particular_and_tells_nothing_elsewhere(client: Client) -> None:
    world, key = asked()

    response = client.get(f"/signer/{key}", headers=ENGLISH)

    shown = words(response, 200)
    assert world.agreement.title in shown
    assert "Thank you." in shown
    assert (response["Referrer-Policy"], response["X-Robots-Tag"]) == ("no-referrer", "noindex")
    assert "no-store" in response["Cache-Control"]
    assert SigningLink.objects.filter(used_at=None).count() == 1


def test_document_is_read_from_the_link(client: Client) -> None:
    _world, key = asked()

    response = client.get(f"/signer/{key}/document")

    assert b"".join(response.streaming_content).startswith(b"%PDF-")


def test_signed_on_the_page(client: Client) -> None:
    world, key = asked()
    with override("en"):
        digits = code(key)

    shown = words(post(client, key, "seat_sign", code=digits, has_read="on"), 200)

    assert "You have signed." in shown
    assert seat_of(world, world.company).state == SeatState.SIGNED


@pytest.mark.parametrize("what", ["seat_code", "seat_sign", "seat_refuse", "seat_delegate", "seat_new_link"])
def test_forms_of_a_page_that_names_no_origin_are_taken(what: str) -> None:
    """As browsers post from a page under `no-referrer`."""
    _world, key = asked()
    browser = Client(enforce_csrf_checks=True, headers={"Origin": "null"})

    response = post(browser, key, what)

    assert response.status_code in {200, 303, 422}


def test_wrong_code_counts_although_the_page_refuses(client: Client) -> None:
    _world, key = asked()
    with override("en"):
        code(key)

    shown = words(post(client, key, "seat_sign", code="000000", has_read="on"), 422)

    assert "This is not the code we sent: 4 tries left." in shown
    assert SigningCode.objects.get().tries == 1


def test_nobody_signs_without_saying_that_she_has_read(client: Client) -> None:
    _world, key = asked()
    with override("en"):
        digits = code(key)

    shown = words(post(client, key, "seat_sign", code=digits), 422)

    assert "Tick that you have read the document and sign it." in shown


def test_code_goes_to_the_mailbox_of_the_link(client: Client) -> None:
    world, key = asked()

    response = post(client, key, "seat_code")

    assert response.status_code == 303
    assert SigningCode.objects.get().seat == seat_of(world, world.company)


def test_refused_and_handed_over_on_the_page(client: Client) -> None:
    world, key = asked()
    other = signatory(world.host, world.company)
    other.contact.email = "other@example.org"
    other.contact.save()

    missing = words(post(client, key, "seat_refuse", reason=" "), 422)
    power = SimpleUploadedFile("power.pdf", PDF, content_type="application/pdf")
    done = words(post(client, key, "seat_delegate", person=str(other.uuid), document=power), 200)

    assert "Say why: the school reads it." in missing
    assert "You have handed over." in done
    assert Seat.objects.get(delegated_from__isnull=False).affiliation == other


def test_link_that_is_none_says_so(client: Client) -> None:
    shown = words(client.get("/signer/nothing", headers=ENGLISH), 410)

    assert "This link opens nothing" in shown


def test_officer_follows_reads_a_code_out_and_withdraws(client: Client) -> None:
    world, _key = asked()
    follow = reverse("agreements:sending", args=[world.agreement.uuid, 1])
    seat = seat_of(world, world.company)

    page = read(client, world.officer, follow)
    dictated = words(send(client, world.officer, reverse("agreements:dictate", args=[world.agreement.uuid, 1, seat.uuid])), 200)
    withdrawn = send(
        client, world.officer, reverse("agreements:sending_withdraw", args=[world.agreement.uuid, 1]), reason="wrong amount", rewrite="on"
    )

    assert seat.affiliation.contact.name in page
    assert re.search(r'class="code">\d{3} \d{3}<', dictated)
    assert withdrawn["Location"] == reverse("agreements:draft_review", args=[world.agreement.uuid, 2])


@pytest.mark.parametrize("name", ["sending", "draft_review"])
def test_pages_of_a_draft_lead_to_the_proof_once_it_is_signed(client: Client, name: str) -> None:
    world = approved()
    out = sent(world)
    for entity in (world.school, world.company, world.umbrella):
        signs(world, entity)
    sealing.signatures_seal(out.pk)
    client.force_login(world.officer)

    response = client.get(reverse(f"agreements:{name}", args=[world.agreement.uuid, 1]))

    assert (response.status_code, response["Location"]) == (303, reverse("agreements:proof", args=[world.agreement.uuid, 1]))


def test_document_of_a_draft_is_marked_as_one(client: Client) -> None:
    world = World()
    client.force_login(world.officer)

    response = client.get(reverse("agreements:document", args=[world.agreement.uuid, 1]), {"langue": "en"})

    assert (response.status_code, response["Content-Type"], response.content[:5]) == (200, "application/pdf", b"%PDF-")
