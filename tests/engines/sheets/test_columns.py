"""Columns are known by their names, wherever these stand."""

from filon.engines.sheets import ColumnName, Line, guess, head_of, plain

WANTED = [ColumnName("name", ("Nom", "Raison sociale")), ColumnName("siren", ("SIREN",)), ColumnName("city", ("Ville",))]


def test_accents_case_and_punctuation_do_not_count() -> None:
    assert plain("N° SIRÉT :") == "n siret"


def test_exact_name_comes_before_one_that_holds_it() -> None:
    assert guess(["Raison sociale du siège", "NOM", "Numéro SIREN"], WANTED) == {"name": 1, "siren": 2}


def test_lower_of_two_lines_of_names_is_found_when_it_tells_more() -> None:
    lines = [Line(1, ("Partenaires 2025", "", "")), Line(2, ("Identité", "", "Lieu")), Line(4, ("Raison sociale", "SIREN", "Ville"))]

    assert head_of(lines, WANTED) == 4


def test_without_a_known_name_the_first_line_with_two_texts_is_the_head() -> None:
    assert head_of([Line(1, ("Titre",)), Line(3, ("a", "b"))], WANTED) == 3
