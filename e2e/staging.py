"""Schools that the demo does not have: one without anything, one with a thousand agreements. Django must be loaded."""

# ruff: noqa: PLC0415  the apps are imported once Django is loaded

EMPTY_SCHOOL_DIRECTOR = "Directrice d’une école vide"
FULL_SCHOOL_DIRECTOR = "Directeur d’une école pleine"
MANY = 1_000


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
