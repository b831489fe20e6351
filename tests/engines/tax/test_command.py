"""`filon tax …`: files in, files out, sentences for what is wrong, and nothing half-written."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from filon.cli import main
from tests.engines.tax.reading import FOLDER, rows

VECTORS = {"company": "company_238bis", "individual": "individual_200", "ifi": "individual_978_ifi", "counterparts": "counterparts_25pct"}


def run(word: str, content: str | bytes, folder: Path, *more: str) -> int:
    raw = content.encode() if isinstance(content, str) else content
    (folder / "in.csv").write_bytes(raw)
    return main(["tax", word, f"{folder}/in.csv", "--out", f"{folder}/out.csv", *more])


def results(folder: Path, delimiter: str = ",") -> list[dict[str, str]]:
    with (folder / "out.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=delimiter))


@pytest.mark.parametrize("word", VECTORS)
def test_command_adds_its_results_to_the_columns_of_the_vectors(word: str, tmp_path: Path):
    given = rows(VECTORS[word])

    code = main(["tax", word, f"{FOLDER}/{VECTORS[word]}.csv", "--out", f"{tmp_path}/out.csv"])

    found = results(tmp_path)
    expected = {
        name: "result" if name == "expected" else name.removeprefix("expected_") for name in given[0] if name.startswith("expected")
    }
    assert code == 0
    assert found == [row | {new: row[name] for name, new in expected.items()} for row in given]


@pytest.mark.parametrize("word", VECTORS)
def test_command_needs_no_expected_column(word: str, tmp_path: Path):
    given = rows(VECTORS[word])
    expected = [name for name in given[0] if name.startswith("expected")]
    with (tmp_path / "bare.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [name for name in given[0] if name not in expected], extrasaction="ignore")
        writer.writeheader()
        writer.writerows(given)

    code = main(["tax", word, f"{tmp_path}/bare.csv", "--out", f"{tmp_path}/out.csv"])

    names = ["result" if name == "expected" else name.removeprefix("expected_") for name in expected]
    assert code == 0
    assert [[row[name] for name in names] for row in results(tmp_path)] == [[row[name] for name in expected] for row in given]


def test_cases_may_be_mixed_and_years_are_those_of_the_law(tmp_path: Path):
    table = "case,year,turnover_excl_tax,gifts_of_year\nA,2018,1000000,8000\nB,2019,1000000,12000\nA,2019,1000000,0\nB,2020,1000000,30000\n"

    code = run("company", table, tmp_path)

    assert code == 0
    assert [(row["ceiling"], row["gift_used"], row["carry_used"], row["carry_left"]) for row in results(tmp_path)] == [
        ("5000.00", "5000.00", "0.00", "3000.00"),
        ("10000.00", "10000.00", "0.00", "2000.00"),
        ("10000.00", "0.00", "3000.00", "0.00"),
        ("20000.00", "20000.00", "0.00", "12000.00"),
    ]


def test_closing_day_and_aid_bodies_have_their_columns(tmp_path: Path):
    table = "turnover_excl_tax,gifts_of_year,closed_on,aid_gifts_of_year\n0,3000,2019-06-30,\n0,3000,2019-12-31,\n1e,,,\n"
    whole = table.replace("1e,,,\n", "1000000000,2500000,,1000000\n")

    code = run("company", whole, tmp_path)

    assert code == 0
    assert [row["reduction"] for row in results(tmp_path)] == ["0.00", "1800.00", "2000000.00"]


def test_table_of_a_french_spreadsheet_is_understood(tmp_path: Path):
    table = "\ufeffturnover_excl_tax;gifts_of_year;libellé\r\n4 000 000,00 €;50 000,50;été\r\n;;\r\n"

    code = run("company", table, tmp_path)

    assert code == 0
    assert results(tmp_path, ";") == [
        {
            "turnover_excl_tax": "4 000 000,00 €",
            "gifts_of_year": "50 000,50",
            "libellé": "été",
            "ceiling": "20000.00",
            "gift_used": "20000.00",
            "carry_used": "0.00",
            "reduction": "12000.00",
            "carry_left": "30000.50",
        }
    ]


def test_results_of_a_former_run_are_replaced(tmp_path: Path):
    run("ifi", "ifi_year,reduction_before_tax_due_cap,gift\n2026,7,1000\n", tmp_path)

    assert (tmp_path / "out.csv").read_text() == "ifi_year,reduction_before_tax_due_cap,gift\n2026,750.0,1000\n"


def test_table_without_a_row_has_its_columns(tmp_path: Path):
    code = run("ifi", "ifi_year,gift\n", tmp_path)

    assert (code, (tmp_path / "out.csv").read_text()) == (0, "ifi_year,gift,reduction_before_tax_due_cap\n")


def test_gift_of_2025_at_the_high_rate_needs_its_day_only_when_it_matters(tmp_path: Path):
    head = "income_year,revenu_net_imposable,gift_66_7UF,gift_75_7UD,carry_or_eu_7XY_7VC,gift_75_on\n"

    code = run("individual", f"{head}2025,40000,0,1000,0,\n2025,40000,0,2000,0,2025-10-13\n2025,40000,0,2000,0,2025-10-14\n", tmp_path)

    assert code == 0
    assert [row["reduction_eur"] for row in results(tmp_path)] == ["750.0", "1410.0", "1500.0"]


def test_results_are_explained_in_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    run("ifi", "ifi_year,gift\n2026,1000\n", tmp_path, "--explain", "en")

    assert capsys.readouterr().out.splitlines() == [
        "line 2",
        "  Gift of €1,000 at 75%, that is €750. "
        "[Rate and ceiling of the reduction, CGI 978; OpenFisca-France 176.1.8 (read in the source)]",
        f"1 row, in {tmp_path}/out.csv; indicative: what the donor’s other gifts change is not known here.",
    ]


COMPANY, PERSON = (
    "case,year,turnover_excl_tax,gifts_of_year\n",
    "income_year,revenu_net_imposable,gift_66_7UF,gift_75_7UD,carry_or_eu_7XY_7VC\n",
)
SIDES = "gift,counterparts_value\n"
WRONG = [
    (
        "company",
        f"{COMPANY}A,1,0,abc\n",
        "in.csv, line 2, column gifts_of_year: “abc” is not an amount in euros: write it like 1234.56 or 1 234,56.",
    ),
    ("company", f"{COMPANY}A,1,0,-5\n", "in.csv, line 2, column gifts_of_year: “-5” is below zero: an amount of zero or more is expected."),
    (
        "company",
        f"{COMPANY}A,1,0,5\nA,3,0,5\n",
        "in.csv, line 3, column year: 2 is expected after 1, found 3: every exercice is needed, one without gift too.",
    ),
    ("company", f"{COMPANY}A,first,0,5\n", "in.csv, line 2, column year: a whole number from 1 to 2100 is expected, found “first”."),
    (
        "company",
        f"{COMPANY}A,1999,0,5\n",
        "in.csv, line 2, column year: a year from 2003 on or the rank of an exercice is expected, found 1999.",
    ),
    ("company", f"{COMPANY},1,0,5\n", "in.csv, line 2, column case: the name of a case is expected, and nothing stands there."),
    (
        "company",
        f"{COMPANY}A,1,0,1 000,50\n",
        "in.csv, line 2: 5 cells, 4 are expected: a figure or a text with the sign between cells stands in quotation marks.",
    ),
    (
        "company",
        "year,gifts\n1,2\n",
        "in.csv, line 1: no column turnover_excl_tax, gifts_of_year: the columns turnover_excl_tax, gifts_of_year are expected.",
    ),
    ("company", "", "in.csv, line 1: the names of the columns are expected: turnover_excl_tax, gifts_of_year."),
    ("company", "gift,gift\n", "in.csv, line 1: the column gift stands there twice."),
    (
        "company",
        "turnover_excl_tax,gifts_of_year,closed_on\n0,5,31/12/2020\n",
        "in.csv, line 2, column closed_on: a day like 2026-12-31 is expected, found “31/12/2020”.",
    ),
    (
        "company",
        "turnover_excl_tax,gifts_of_year,closed_on\n0,5,2001-12-31\n",
        "in.csv, line 2: No rule “company.ceiling” is known on 2001-12-31: the table holds it from 2003-01-01.",
    ),
    ("company", b"gifts_of_year\n\xe9t\xe9\n", "in.csv, line 2: not UTF-8: save the table as “CSV UTF-8”."),
    ("company", b"a\0b\n", "in.csv: not a text: a table in CSV is expected."),
    (
        "company",
        f'{COMPANY}"A,1,0,5\n',
        "in.csv, line 2: not a row of CSV (unexpected end of data): are the quotation marks closed?",
    ),
    (
        "individual",
        f"{PERSON}2025,40000,0,2500,0\n",
        "in.csv, line 2, column gift_75_7UD: the ceiling changed on 2025-10-14: the day of this gift is needed, in a column gift_75_on.",
    ),
    (
        "individual",
        f"{PERSON}2019,40000,0,0,0\n",
        "in.csv, line 2, column income_year: a whole number from 2020 to 2100 is expected, found “2019”.",
    ),
    (
        "individual",
        "income_year,revenu_net_imposable,gift_66_7UF,gift_75_7UD,carry_or_eu_7XY_7VC,gift_75_on\n2025,40000,0,2500,0,2024-12-31\n",
        "in.csv, line 2, column gift_75_on: a day of 2025 is expected, found 2024-12-31.",
    ),
    (
        "counterparts",
        f"{SIDES}100,lots\n",
        "in.csv, line 2, column counterparts_value: “lots” is not an amount in euros: write it like 1234.56 or 1 234,56.",
    ),
    ("ifi", "ifi_year,gift\n2017,5\n", "in.csv, line 2, column ifi_year: a whole number from 2018 to 2100 is expected, found “2017”."),
    (
        "counterparts",
        f"{SIDES}0,5\n",
        "in.csv, line 2, column gift: a gift above zero is expected: there is nothing to compare the counterparts with.",
    ),
    (
        "counterparts",
        f"{SIDES}90000 over 3 years (20000 each),5\n",
        "in.csv, line 2, column gift: the years do not add up to the whole: 3 times 20000 is not 90000.",
    ),
    (
        "counterparts",
        f"{SIDES}90000 over 3 years (30000 each),5 delivered in year 4\n",
        "in.csv, line 2, column counterparts_value: a year from 1 to 3 is expected, found 4.",
    ),
    (
        "counterparts",
        f"{SIDES}90000,5 delivered in year 1\n",
        "in.csv, line 2, column counterparts_value: a year is named, but the gift is not spread over years.",
    ),
]


@pytest.mark.parametrize(("word", "content", "problem"), WRONG)
def test_bad_table_is_refused_with_a_sentence_and_writes_nothing(
    word: str, content: str | bytes, problem: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    (tmp_path / "out.csv").write_text("as it was")

    code = run(word, content, tmp_path)

    assert (code, capsys.readouterr().err) == (1, f"{problem}\n")
    assert (tmp_path / "out.csv").read_text() == "as it was"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.csv", "out.csv"]


@pytest.mark.parametrize(
    ("gift", "value", "result"),
    [
        ("90000 over 3 years (30000 each)", "22500 delivered in year 2", "ok on agreement, alert on year 2"),
        ("90000 over 3 years (30000 each)", "7500 all delivered in year 1", "ok"),
        ("90000 over 3 years (30000 each)", "22500", "ok"),
        ("90000 over 3 years (30000 each)", "30000 all delivered in year 3", "alert on agreement, alert on year 3"),
        ("30000 pledged, 30000 received", "7500", "ok"),
        ("30000 pledged, 0 received", "7500.01 delivered", "alert on pledge and cash basis"),
        ("1 000 (in kind only, 500,50)", "375,12", "ok"),
        ("100", "unvalued", "block receipt for sending the 238 bis 6 statement"),
    ],
)
def test_counterparts_are_judged_on_every_basis(gift: str, value: str, result: str, tmp_path: Path):
    code = run("counterparts", f'gift;counterparts_value\n"{gift}";"{value}"\n', tmp_path)

    assert (code, results(tmp_path, ";")[0]["result"]) == (0, result)


def test_ratio_is_added_where_there_is_none(tmp_path: Path):
    gifts = [
        "100000,25000.01",
        '"30000 pledged, 10000 received",5000',
        "90000 over 3 years (30000 each),22500 all delivered in year 1",
        "1,unvalued",
    ]

    run("counterparts", "gift,counterparts_value\n" + "\n".join(gifts), tmp_path)

    assert [row["ratio"] for row in results(tmp_path)] == [
        "0.2500001",
        "0.1667 of pledge; 0.5 of cash",
        "0.25 on the agreement; 0.75 on year 1",
        "n/a",
    ]


@pytest.mark.parametrize("name", ["nowhere/out.csv", "."])
def test_results_that_cannot_be_written_are_refused(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    (tmp_path / "in.csv").write_text("ifi_year,gift\n2026,5\n")

    code = main(["tax", "ifi", f"{tmp_path}/in.csv", "--out", f"{tmp_path}/{name}"])

    assert code == 1
    assert "cannot be written: " in capsys.readouterr().err


def test_table_that_is_not_there_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    code = main(["tax", "ifi", f"{tmp_path}/none.csv", "--out", f"{tmp_path}/out.csv"])

    assert (code, capsys.readouterr().err) == (1, f"{tmp_path}/none.csv cannot be read: No such file or directory.\n")


@pytest.mark.parametrize("words", [["company"], ["company", "in.csv"], ["nothing"], ["ifi", "in.csv", "--out", "o.csv", "--explain", "de"]])
def test_wrong_usage_has_code_two(words: list[str], capsys: pytest.CaptureFixture[str]):
    with pytest.raises(SystemExit) as ended:
        main(["tax", *words])

    assert ended.value.code == 2
    assert capsys.readouterr().err.startswith("usage: filon tax")


@pytest.mark.parametrize("word", VECTORS)
def test_help_shows_an_example(word: str, capsys: pytest.CaptureFixture[str]):
    with pytest.raises(SystemExit) as ended:
        main(["tax", word, "--help"])

    assert ended.value.code == 0
    assert f"example: filon tax {word} " in capsys.readouterr().out
