"""Tables in, tables out: the commands of `filon tax`. Each sheet reads its columns by name and gives its results row by row."""

from filon.engines.tax.sheets import companies, counterparts, persons, wealth
from filon.engines.tax.sheets.sheet import Answer, Sheet

COMPANY, INDIVIDUAL, IFI, COUNTERPARTS = companies.SHEET, persons.SHEET, wealth.SHEET, counterparts.SHEET

__all__ = ["COMPANY", "COUNTERPARTS", "IFI", "INDIVIDUAL", "Answer", "Sheet"]
