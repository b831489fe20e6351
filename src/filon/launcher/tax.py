"""`filon tax …`: the tax engine from the command line, without Django or a database."""

# ruff: noqa: PLC0415  the engine is imported by the command that needs it: `filon run` does without

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from filon.launcher.command import HouseCommand, never

if TYPE_CHECKING:
    from filon.engines.tax.sheets import Answer

DONE, REFUSED = 0, 1


def _run(sheet_name: str, arguments: Namespace) -> int:
    """A refusal of the engine is a sentence on stderr and exit code 1; the file of results is whole or as it was."""
    from filon.engines.tax import TaxRefused, sheets
    from filon.engines.tax.tables import read_table, write_table

    sheet: sheets.Sheet = getattr(sheets, sheet_name)
    try:
        table = read_table(arguments.table, sheet.required)
        answers = sheet.compute(table)
        write_table(arguments.out, table, [answer.cells for answer in answers], sheet.results)
    except TaxRefused as refusal:
        print(refusal, file=sys.stderr)
        return REFUSED
    except MemoryError:
        print("The table does not fit in this machine's memory.", file=sys.stderr)
        return REFUSED
    if getattr(arguments, "explain", None):
        _explain(answers, arguments.explain)
    rows = "1 row" if len(answers) == 1 else f"{len(answers)} rows"
    print(f"{rows}, in {arguments.out}; indicative: what the donor’s other gifts change is not known here.")
    return DONE


def _explain(answers: "list[Answer]", language: str) -> None:
    from filon.engines.tax import Language, sentence, sources

    spoken = Language(language)
    for answer in answers:
        print({Language.EN: "line", Language.FR: "ligne"}[spoken], answer.row.line)
        for line in answer.lines:
            print(f"  {sentence(line, spoken)} [{sources(line, spoken)}]")


def _arguments(columns: str, parser: ArgumentParser) -> None:
    parser.add_argument("table", type=Path, metavar="IN.csv", help=f"table with the columns {columns}; any other is carried through")
    parser.add_argument("--out", type=Path, required=True, metavar="OUT.csv", help="where the table with its results goes")


def _explaining(columns: str, parser: ArgumentParser) -> None:
    _arguments(columns, parser)
    parser.add_argument("--explain", choices=("en", "fr"), help="say on the screen how each result comes about, and by which rule")


def _command(word: str, about: str, example: str, columns: str, add: Callable[[str, ArgumentParser], None] = _explaining) -> HouseCommand:
    line = f"filon tax {word} {example}"
    run, arguments = partial(_run, word.upper()), partial(add, columns)
    return HouseCommand(("tax", word), about, line, run, arguments, needs_database=False, needs_django=never)


COMMANDS = (
    _command(
        "company",
        "the reduction of a company's tax for its gifts, year after year (CGI 238 bis)",
        "gifts.csv --out reductions.csv --explain en",
        "turnover_excl_tax, gifts_of_year and, where there are several years or cases, case, year, closed_on, aid_gifts_of_year",
    ),
    _command(
        "individual",
        "the reduction of a household's income tax for its gifts (CGI 200)",
        "households.csv --out reductions.csv",
        "income_year, revenu_net_imposable, gift_66_7UF, gift_75_7UD, carry_or_eu_7XY_7VC and, when it is needed, gift_75_on",
    ),
    _command(
        "ifi",
        "the reduction of the tax on real-estate wealth for gifts (CGI 978)",
        "gifts.csv --out reductions.csv",
        "ifi_year, gift",
    ),
    _command(
        "counterparts",
        "what the donor gets back against what is given: within a quarter, or not",
        "agreements.csv --out verdicts.csv",
        "gift, counterparts_value",
        _arguments,
    ),
)
