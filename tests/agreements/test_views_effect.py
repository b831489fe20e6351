"""Pages that put in force, amend, renew or end an agreement."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from filon.agreements.models import Notice
from filon.agreements.states import VersionState
from tests.agreements.pages import read, refused, send
from tests.factories.agreements import World, in_force, pdf
from tests.kernel import papers

pytestmark = pytest.mark.django_db


def page(world: World, name: str) -> str:
    return reverse(f"agreements:{name}", args=[world.agreement.uuid])


def signing(world: World) -> str:
    return reverse("agreements:put_in_force", args=[world.agreement.uuid, world.draft.number])


def signed(world: World, **changed: object) -> dict[str, object]:
    """The form as everybody signed on the first day."""
    typed: dict[str, object] = {"signed_pdf": pdf(content=papers.paper()), "place": "Hub Créativité"}
    for party in world.agreement.parties.all():
        typed[f"signed_by_{party.uuid.hex}"] = str(world.signatories[party.entity_id].uuid)
        typed[f"signed_on_{party.uuid.hex}"] = "2024-01-01"
    return typed | changed


def written() -> World:
    world = World()
    world.set_term()
    world.pay(100_000)
    return world


def test_put_in_force_keeps_the_signed_pdf_and_who_signed(client: Client) -> None:
    world = written()

    response = send(client, world.officer, signing(world), **signed(world))

    world.draft.refresh_from_db()
    assert response.status_code == 303
    assert (world.draft.state, world.draft.signatures.count()) == (VersionState.IN_FORCE, 3)


def test_put_in_force_with_a_disguised_file_is_sent_back_beside_the_file(client: Client) -> None:
    world = written()
    world.draft.refresh_from_db()

    shown = refused(client, world.officer, signing(world), **signed(world, signed_pdf=pdf("convention.pdf", b"MZ a program")))

    assert 'href="#id_signed_pdf"' in shown
    assert world.agreement.versions.get().state == VersionState.DRAFT


def test_put_in_force_without_file_nor_date_names_both(client: Client) -> None:
    world = written()
    party = world.party(world.company)

    shown = refused(client, world.officer, signing(world), **signed(world, signed_pdf="", **{f"signed_on_{party.uuid.hex}": ""}))

    assert "Add the signed PDF: without it nothing comes into force." in shown
    assert f"Say when {party.name} signed." in shown


def test_put_in_force_by_somebody_without_power_any_more_is_sent_back(client: Client) -> None:
    world = written()
    affiliation = world.signatories[world.company.pk]
    affiliation.end = dt.date(2023, 6, 1)
    affiliation.save()

    shown = refused(client, world.officer, signing(world), **signed(world))

    assert f"{affiliation.contact.name} no longer acts for {world.company.name}" in shown
    assert world.agreement.versions.get().state == VersionState.DRAFT


def test_amend_opens_the_next_draft(client: Client) -> None:
    world, _meetings, _payments = in_force()

    response = send(client, world.officer, page(world, "amend"), effective_from="2025-06-01")

    assert response.headers["Location"] == reverse("agreements:draft_commitments", args=[world.agreement.uuid, 2])


def test_amend_from_before_the_version_in_force_is_sent_back(client: Client) -> None:
    world, _meetings, _payments = in_force()

    shown = refused(client, world.officer, page(world, "amend"), effective_from="2023-06-01")

    assert "not after the version it amends" in shown


def test_notice_is_recorded_for_the_party_that_gives_it(client: Client) -> None:
    world, _meetings, _payments = in_force()
    party = world.party(world.company)
    typed = {"party": party.uuid, "given_on": "2026-06-01", "ends_on": "2027-01-01", "reason": "Another programme."}

    send(client, world.officer, page(world, "notice"), **typed)

    assert Notice.objects.get().party == party


def test_notice_without_a_reason_is_sent_back(client: Client) -> None:
    world, _meetings, _payments = in_force()
    typed = {"party": world.party(world.company).uuid, "given_on": "2026-06-01", "ends_on": "2027-01-01"}

    shown = refused(client, world.officer, page(world, "notice"), **typed, reason="")

    assert "Say why: every party reads it." in shown


def test_renewal_of_an_agreement_without_tacit_renewal_leads_to_an_amendment(client: Client) -> None:
    world, _meetings, _payments = in_force()

    shown = read(client, world.officer, page(world, "renew"))

    assert "It is not renewed tacitly" in shown
    assert page(world, "amend") in shown


def test_renewal_is_recorded_where_the_text_says_so(client: Client) -> None:
    world, _meetings, _payments = in_force(is_tacit=True, renewal_months=12)

    send(client, world.officer, page(world, "renew"))

    assert world.draft.renewals.get().end == dt.date(2028, 1, 1)
