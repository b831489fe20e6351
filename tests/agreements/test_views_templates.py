"""Pages of the templates: from the rules of the house to a text read on a draft."""

import pytest
from django.test import Client
from django.urls import reverse

from filon.agreements.models import TextTemplate
from tests.agreements.pages import read, refused, send
from tests.agreements.test_services_templates import add, begin
from tests.factories.agreements import World

pytestmark = pytest.mark.django_db


def at(name: str, *arguments: object) -> str:
    return reverse(f"agreements:{name}", args=arguments)


def test_rules_of_the_house_lead_to_the_templates(client: Client) -> None:
    world = World()

    assert f'href="{at("templates")}"' in read(client, world.officer, at("rules"))


def test_shelf_says_whose_each_template_is(client: Client) -> None:
    world = World()
    own = begin(world)

    shown = read(client, world.officer, at("templates"))

    assert at("template", own.uuid) in shown
    assert shown.count(">Filon</td>") == TextTemplate.objects.filter(host=None).count() - 1
    assert shown.count("Write our own</button>") == TextTemplate.objects.filter(host=None).count() - 1


def test_template_of_the_house_is_read_and_made_our_own(client: Client) -> None:
    world = World()
    house = TextTemplate.objects.get(kind__code="forum", host=None)

    shown = read(client, world.officer, at("template", house.uuid))
    answer = send(client, world.officer, at("templates"), kind=house.kind.uuid)

    own = TextTemplate.objects.get(host=world.host)
    assert "Make it our own" in shown
    assert "Add this clause" not in shown
    assert answer.headers["Location"] == at("template", own.uuid)
    assert own.clauses.count() == house.clauses.count()


def test_second_template_of_a_kind_is_sent_back(client: Client) -> None:
    world = World()

    shown = refused(client, world.officer, at("templates"), kind=begin(world).kind.uuid)

    assert "has its own template for this kind already" in shown


def test_template_of_the_house_is_not_written(client: Client) -> None:
    world = World()
    house = TextTemplate.objects.get(kind__code="forum", host=None)

    answer = send(client, world.officer, at("template", house.uuid), part="article", heading_fr="A", text_fr="B")

    assert answer.status_code == 403


def test_clause_is_added_changed_moved_and_removed(client: Client) -> None:
    world = World()
    template = begin(world)
    typed = {"part": "article", "heading_fr": "Éthique", "text_fr": "Chacun agit loyalement."}

    send(client, world.officer, at("template", template.uuid), **typed)
    added = template.clauses.get(heading_fr="Éthique")
    send(client, world.officer, at("template_clause", template.uuid, added.uuid), **{**typed, "text_fr": "Avec loyauté."})
    send(client, world.officer, at("template_clause_up", template.uuid, added.uuid))
    shown = read(client, world.officer, at("template", template.uuid))
    send(client, world.officer, at("template_clause_remove", template.uuid, added.uuid))

    assert "Avec loyauté." in shown
    assert shown.index("Éthique") < shown.index("Law and disputes")
    assert not template.clauses.filter(heading_fr="Éthique").exists()


def test_unknown_variable_comes_back_beside_its_field(client: Client) -> None:
    world = World()
    template = begin(world)

    shown = refused(
        client, world.officer, at("template", template.uuid), part="article", heading_fr="Objet", text_fr="Pour {somme}.", text_en=""
    )

    assert '<a href="#id_text_fr">Line 1: {somme} names no value of the terms. These do: {titre},' in shown
    assert "Pour {somme}." in shown


def test_preview_reads_on_invented_values_and_on_a_draft(client: Client) -> None:
    world = World()
    world.set_term()
    template = begin(world)
    add(world, template, "Dates", "Du {debut} au {fin}.", text_en="From {debut} to {fin}.")

    invented = read(client, world.officer, at("template_preview", template.uuid))
    real = read(client, world.officer, at("template_preview", template.uuid), sur=str(world.draft.uuid), langue="fr")

    assert "From 1 January 2026 to 1 January 2029." in invented
    assert "Du 1ᵉʳ\u00a0janvier 2024 au 1ᵉʳ\u00a0janvier 2027." in real
    assert world.draft.clauses.count() == 0


def test_preview_on_a_draft_of_others_shows_invented_values(client: Client) -> None:
    world, other = World(), World()
    template = begin(world)

    shown = read(client, world.officer, at("template_preview", template.uuid), sur=str(other.draft.uuid))

    assert "On invented values" in shown
    assert other.host.name not in shown


def test_paper_of_a_template_is_a_pdf(client: Client) -> None:
    world = World()
    client.force_login(world.officer)

    answer = client.get(at("template_paper", begin(world).uuid), {"sur": str(world.draft.uuid), "langue": "en"})

    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/pdf")
    assert answer.content.startswith(b"%PDF-")


def test_draft_starts_with_the_template_then_completes_it(client: Client) -> None:
    world = World()
    text, apply = at("draft_text", world.agreement.uuid, 1), at("draft_template", world.agreement.uuid, 1)

    before = read(client, world.officer, text)
    send(client, world.officer, apply)
    after = read(client, world.officer, text)

    assert "Start with the template" in before
    assert "Add what is missing from the template" in after
    assert "12 clauses are added from the template." in after


def test_clause_of_a_draft_goes_up(client: Client) -> None:
    world = World()
    for heading in ("Alpha", "Beta"):
        send(client, world.officer, at("draft_text", world.agreement.uuid, 1), part="article", heading_fr=heading, text_fr="Texte.")

    send(client, world.officer, at("draft_clause_up", world.agreement.uuid, 1, 2))

    shown = read(client, world.officer, at("draft_text", world.agreement.uuid, 1))
    assert shown.index("Beta") < shown.index("Alpha")
