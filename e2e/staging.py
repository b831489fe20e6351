"""What the demo does not have: a school without anything, one with a thousand agreements, a draft with every kind of line.

Django must be loaded.
"""

# ruff: noqa: PLC0415  the apps are imported once Django is loaded

from e2e import writing
from e2e.browser import Visitor

EMPTY_SCHOOL_DIRECTOR = "Directrice d’une école vide"
FULL_SCHOOL_DIRECTOR = "Directeur d’une école pleine"
MANY = 1_000
GIVING = "Mécénat Gardon Énergies"


def open_empty_school() -> None:
    from filon.people.services import host_create

    host_create(
        name="École toute neuve",
        short_name="École neuve",
        city="Alès",
        director_email="vide@demo.example",
        director_name=EMPTY_SCHOOL_DIRECTOR,
        is_invented=True,
    )


def open_full_school() -> None:
    """A thousand drafts, written by its director through the service."""
    from django.db import transaction

    from filon.agreements.models import AgreementKind
    from filon.agreements.services import drafting
    from filon.people.models import User
    from filon.people.services import host_create

    host = host_create(
        name="École aux mille conventions",
        short_name="École pleine",
        city="Alès",
        director_email="plein@demo.example",
        director_name=FULL_SCHOOL_DIRECTOR,
        is_invented=True,
    )
    director = User.objects.get(name=FULL_SCHOOL_DIRECTOR)
    director.act_for(host.pk)
    kinds = list(AgreementKind.objects.all())
    with transaction.atomic():
        for number in range(1, MANY + 1):
            kind = kinds[number % len(kinds)]
            drafting.agreement_create(by=director, kind_id=kind.uuid, title_fr=f"Convention no {number}, {kind.label_fr}")


def seldom_linked() -> list[str]:
    """Pages whose links lead where few others do: an umbrella, a school with sites, each commitment of the living agreement."""
    from filon.agreements.models import Commitment
    from filon.partners.models import EntityKind, LegalEntity

    entities = [LegalEntity.objects.filter(kind=EntityKind.UMBRELLA, is_invented=True), LegalEntity.objects.filter(sites__isnull=False)]
    commitments = Commitment.objects.filter(agreement__title_fr=GIVING).select_related("agreement")
    return [
        *(f"/partenaires/{entity.uuid}" for found in entities for entity in found.distinct()),
        *(f"/conventions/{one.agreement.uuid}/engagements/{one.uuid}" for one in commitments),
    ]


def write_a_bit_of_all(officer: Visitor) -> list[str]:
    """A draft with money, clauses and commitments, ready to be signed, and a fact recorded by hand; returns where to find them."""
    written = writing.begin(officer, "Brouillon complet")
    writing.name_the_parties(officer, written)
    writing.promise(officer, written)
    writing.state_money_and_term(officer, written)
    officer.goes("/faits/nouveau")
    officer.page.locator("select[name=kind]").select_option("facts.visit")
    officer.sends_nothing()
    return [officer.path, *(written.step(name) for name in ("argent", "texte", "relecture", "vigueur"))]
