"""What the register says, and what is worth telling of it."""

import pytest

from filon.engines.company_register import Change, Unreadable, changes, from_json, sheet_in, standing_of, to_json
from tests.engines.company_register_shapes import CLOSED, NOTHING, SIREN, answer, succession


def sheet(**told: object):
    found = sheet_in(answer(**told), SIREN)
    assert found is not None
    return found


def test_company_is_read_without_anything_on_its_people() -> None:
    found = sheet()

    assert (found.name, found.city, found.department, found.size_class) == ("EXEMPLE PROCEDES", "Ales", "30", "PME")
    assert (found.turnover_year, found.turnover_eur) == ("2023", 410_000)
    assert "ALIX" not in repr(found)
    assert from_json(to_json(found)) == found


@pytest.mark.parametrize(
    ("told", "standing"),
    [
        ({}, "active"),
        ({"nombre_etablissements_ouverts": 0}, "without_establishment"),
        (CLOSED, "closed"),
        (CLOSED | {"date_fermeture": None}, "closed_undated"),
        (CLOSED | {"siege": succession("552100554", "1999-01-01")}, "absorbed"),
        (CLOSED | {"siege": succession("552100554", "2025-06-30")}, "continued"),
        (CLOSED | {"siege": succession(SIREN, "2019-05-02")}, "closed"),
        (CLOSED | {"date_fermeture": "2001-01-01"}, "incoherent"),
    ],
)
def test_standing_is_the_first_that_matches(told: dict[str, object], standing: str) -> None:
    assert standing_of(sheet(**told)).value == standing


def test_company_that_is_not_shown_is_none() -> None:
    assert sheet_in(NOTHING, SIREN) is None


@pytest.mark.parametrize("content", [b"", b"<html>", b"[]", b'{"results": [{}]}', b'{"results": [1]}'])
def test_other_shape_is_unreadable(content: bytes) -> None:
    with pytest.raises(Unreadable):
        sheet_in(content, SIREN)


def test_company_that_asked_not_to_be_shown_gives_no_name_and_no_place() -> None:
    found = sheet(statut_diffusion="P")

    assert (found.name, found.city, found.postal_code, found.is_public) == ("", "", "", False)


def test_first_look_tells_only_what_is_not_simply_alive() -> None:
    assert (changes(None, sheet()), changes(None, sheet(**CLOSED))) == ([], [Change("standing", "active", "closed", "2025-06-30")])


def test_each_change_is_told_once() -> None:
    after = sheet(nom_raison_sociale="AUTRE NOM", categorie_entreprise="ETI", finances={"2024": {"ca": 500_000}})

    found = changes(sheet(), after)

    assert found == [
        Change("renamed", "EXEMPLE PROCEDES", "AUTRE NOM"),
        Change("size_class", "PME", "ETI"),
        Change("turnover", "410000", "500000", "2024-12-31"),
    ]
    assert changes(after, after) == []
