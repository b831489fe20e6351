"""Two versions side by side: the figures in a table, the clauses in words."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from filon.agreements.inputs import ClauseInput
from filon.agreements.models import AgreementVersion
from filon.agreements.services import drafting
from tests.agreements.pages import read
from tests.factories.agreements import ONCE, World

pytestmark = pytest.mark.django_db


def amended(*clauses: ClauseInput) -> tuple[World, AgreementVersion]:
    """In force with these clauses, and an amendment that is a draft."""
    world = World()
    world.set_term()
    world.pay(10_000)
    world.promise(ONCE, 1)
    for clause in clauses:
        drafting.clause_add(by=world.officer, version_id=world.draft.uuid, clause=clause)
    world.draft = world.sign()
    return world, world.amend(dt.date(2025, 6, 1))


def change(world: World, version: AgreementVersion, position: int, clause: ClauseInput) -> None:
    drafting.clause_change(by=world.officer, version_id=version.uuid, position=position, clause=clause)


def compare(client: Client, world: World, **query: str) -> str:
    return read(client, world.officer, reverse("agreements:compare", args=[world.agreement.uuid]), **query)


def test_changed_words_of_a_clause_are_shown_and_the_same_clauses_counted(client: Client) -> None:
    world, draft = amended(ClauseInput("Droit", "Le droit français s’applique."), ClauseInput("Suivi", "Une réunion par an."))
    change(world, draft, 2, ClauseInput("Suivi", "Deux réunions par an."))

    shown = compare(client, world)

    assert "<del>Une réunion</del><ins>Deux réunions</ins> par an." in shown
    assert "1 clause is the same and is not shown." in shown
    assert "Le droit français" not in shown


def test_clause_under_another_heading_is_the_same_when_most_words_stay(client: Client) -> None:
    world, draft = amended(ClauseInput("Suivi", "Les parties se réunissent une fois par an à Alès."))
    change(world, draft, 1, ClauseInput("Réunions", "Les parties se réunissent deux fois par an à Alès."))

    shown = compare(client, world)

    assert "<del>Suivi</del><ins>Réunions</ins>" in shown
    assert "se réunissent <del>une</del><ins>deux</ins> fois" in shown


def test_added_removed_and_moved_clauses_are_said_so(client: Client) -> None:
    world, draft = amended(ClauseInput("A", "Premier texte."), ClauseInput("B", "Second objet tout autre."), ClauseInput("C", "Et la fin."))
    drafting.clause_remove(by=world.officer, version_id=draft.uuid, position=1)
    drafting.clause_add(by=world.officer, version_id=draft.uuid, clause=ClauseInput("D", "Nouveau sujet encore."))
    drafting.clause_move(by=world.officer, version_id=draft.uuid, position=1, places=1)

    shown = compare(client, world)

    assert "<del>A</del> <small>removed</small>" in shown
    assert "<ins>D</ins> <small>added</small>" in shown
    assert "the same, moved</small>" in shown


def test_values_of_the_terms_are_compared_as_they_are_printed(client: Client) -> None:
    world, draft = amended(ClauseInput("Durée", "Jusqu’au {fin}."))
    world.set_term(draft, effective_from=dt.date(2025, 6, 1), term_end=dt.date(2030, 1, 1))

    shown = compare(client, world, langue="fr")

    assert "<del>2027</del><ins>2030</ins>" in shown


def test_english_text_is_compared_when_asked(client: Client) -> None:
    world, draft = amended(ClauseInput("Suivi", "Une réunion.", "Follow-up", "One meeting."))
    change(world, draft, 1, ClauseInput("Suivi", "Une réunion.", "Follow-up", "Two meetings."))

    english, french = compare(client, world, langue="en"), compare(client, world, langue="fr")

    assert "<ins>Two meetings</ins>" in english
    assert "The clauses say the same." in french


def test_clause_that_holds_markup_is_shown_as_it_was_typed(client: Client) -> None:
    world, draft = amended(ClauseInput("Suivi", "Rien."))
    change(world, draft, 1, ClauseInput("Suivi", "<script>alert(1)</script>"))

    assert "&lt;script&gt;" in compare(client, world)
