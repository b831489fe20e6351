import pytest

from filon.kernel.models import OutboxEvent, uuid7
from filon.kernel.search import matching

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _things() -> None:
    for name, text in [
        ("École des Mines d’Alès", "Les conventions signées par l’école"),
        ("HeidelbergCement France", "Journées d’essais sur les matériaux écologiques"),
        ("Cœur de Garrigue", "Prêt d’un véhicule"),
    ]:
        OutboxEvent.objects.create(name=name, error=text, object_uuid=uuid7())


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("ecole", ["École des Mines d’Alès"]),
        ("ALES", ["École des Mines d’Alès"]),
        ("convention", ["École des Mines d’Alès"]),
        ("signé", ["École des Mines d’Alès"]),
        ("materiaux ecologique", ["HeidelbergCement France"]),
        ("heidelb", ["HeidelbergCement France"]),
        ("heidelbergcemant", ["HeidelbergCement France"]),
        ("coeur", ["Cœur de Garrigue"]),
        ("vehicules", ["Cœur de Garrigue"]),
        ("100%", []),
        ("zzz", []),
        ("\x00", ["École des Mines d’Alès", "HeidelbergCement France", "Cœur de Garrigue"]),
    ],
)
def test_matching_finds_words_without_accents_and_names_misspelt(typed: str, found: list[str]) -> None:
    hits = matching(OutboxEvent.objects.order_by("id"), typed, text=["error"], names=["name"])

    assert [hit.name for hit in hits] == found


def test_matching_puts_the_best_first() -> None:
    OutboxEvent.objects.create(name="Mines", error="", object_uuid=uuid7())

    hits = matching(OutboxEvent.objects.all(), "mines", names=["name"])

    assert [hit.rank for hit in hits] == sorted((hit.rank for hit in hits), reverse=True)
    assert len(hits) == 2


def test_matching_survives_what_people_type() -> None:
    for typed in ("'", "\\", "a & | !", "((", '"', "-", "%", "_"):
        assert len(matching(OutboxEvent.objects.all(), typed, text=["error"], names=["name"])) <= 3
