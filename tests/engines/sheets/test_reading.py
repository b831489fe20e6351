"""Bytes of every sort become lines of text, or a refusal."""

import datetime as dt
import io
import zipfile

import pytest

from filon.engines.sheets import Line, SheetsRefused, read
from filon.engines.sheets.model import FORMULA, MOST_HEADINGS, MOST_ROWS
from tests.engines.sheets.books import workbook

HEAD = ("Nom", "Ville")


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Nom;Ville\nÉnergies;Alès\n", "utf-8"),
        ("Nom;Ville\nÉnergies;Alès\n", "utf-8-sig"),
        ("Nom;Ville\r\nÉnergies;Alès\r\n", "cp1252"),
        ("Nom,Ville\nÉnergies,Alès\n", "utf-8"),
        ("Nom\tVille\nÉnergies\tAlès\n", "utf-16"),
        ("Nom|Ville\nÉnergies|Alès\n", "utf-8"),
    ],
)
def test_csv_of_each_sort_gives_the_same_lines(text: str, encoding: str) -> None:
    (sheet,) = read(text.encode(encoding))

    assert sheet.lines == (Line(1, HEAD), Line(2, ("Énergies", "Alès")))


def test_commas_inside_amounts_do_not_hide_the_semicolons() -> None:
    (sheet,) = read(b"Nom;Montant\nA;1,5\nB;2,5\nC;3,5\n")

    assert sheet.lines[1].cells == ("A", "1,5")


def test_workbook_gives_text_as_people_would_type_it() -> None:
    rows = [["Nom", "SIREN", "Depuis", "Taux", "Oui"], ["A", 732829320, dt.datetime(2022, 3, 1), 1234.5, True]]

    (sheet,) = read(workbook(rows))

    assert sheet.lines[1].cells == ("A", "732829320", "2022-03-01", "1234.5", "1")


def test_merged_cell_holds_for_each_line_it_covers() -> None:
    (sheet,) = read(workbook([HEAD, ["A", "Alès"], [None, "Nîmes"], ["B", "Uzès"]], merged=["A2:A3"]))

    assert [line.cells for line in sheet.lines[1:]] == [("A", "Alès"), ("A", "Nîmes"), ("B", "Uzès")]
    assert sheet.merged == ("A2:A3",)


def test_formula_never_computed_is_marked() -> None:
    (sheet,) = read(workbook([HEAD, ["A", "=B1&B1"]]))

    assert sheet.lines[1].cells == ("A", FORMULA)


def test_hidden_sheet_says_so() -> None:
    found = read(workbook([HEAD, ["A", "Alès"]], hidden=[HEAD]))

    assert [(sheet.name, sheet.is_hidden) for sheet in found] == [("Vieux", True), ("Liste", False)]


def archive_without_a_workbook() -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("a.txt", "a")
    return content.getvalue()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf\r\n", "empty"),
        (b"%PDF-1.7 not a sheet", "not_a_sheet"),
        (b"<html><table></table></html>", "not_a_sheet"),
        (b"\x00\x01\x02\x03abc", "not_a_sheet"),
        (b"PK\x03\x04broken", "damaged"),
        (archive_without_a_workbook(), "not_a_sheet"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1old", "locked"),
    ],
)
def test_what_is_no_sheet_is_refused(content: bytes, code: str) -> None:
    with pytest.raises(SheetsRefused) as refused:
        read(content)

    assert refused.value.code == code


def test_more_lines_than_taken_are_refused_or_cut_for_a_look() -> None:
    content = b"Nom;Ville\n" + b"A;B\n" * 10

    with pytest.raises(SheetsRefused, match="too_many_rows"):
        read(content, most=5)

    assert len(read(content, most=5, refuse_more=False)[0].lines) == 5


def test_names_of_columns_take_no_line_of_the_data_away() -> None:
    line = b"A;B\n"

    assert len(read(b"Nom;Ville\n" + line * MOST_ROWS)[0].lines) == MOST_ROWS + 1
    with pytest.raises(SheetsRefused, match="too_many_rows"):
        read(b"Nom;Ville\n" + line * (MOST_ROWS + MOST_HEADINGS))
