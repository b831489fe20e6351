"""What is worth telling a school between two answers of the register."""

from dataclasses import dataclass

from filon.engines.company_register.sheet import RegisterSheet, Standing, standing_of

ALIVE = (Standing.ACTIVE, Standing.WITHOUT_ESTABLISHMENT)


@dataclass(frozen=True)
class Change:
    """`kind`: standing, renamed, size_class, legal_form or turnover; `on`: the day it happened, "" when it is not told."""

    kind: str
    before: str
    after: str
    on: str = ""


def changes(before: RegisterSheet | None, after: RegisterSheet) -> list[Change]:
    """At the first look only a company that is not simply alive is told."""
    standing, former = standing_of(after), Standing.ACTIVE if before is None else standing_of(before)
    found = []
    if standing != former:
        found.append(Change("standing", former.value, standing.value, after.succeeded_on or after.closed_on))
    if before is None:
        return found
    for kind, old, new in (
        ("renamed", before.name, after.name),
        ("size_class", before.size_class, after.size_class),
        ("legal_form", before.legal_form, after.legal_form),
    ):
        if old and new and old != new:
            found.append(Change(kind, old, new))
    if after.turnover_eur is not None and after.turnover_year > before.turnover_year:
        found.append(Change("turnover", _amount(before), _amount(after), f"{after.turnover_year}-12-31"))
    return found


def _amount(sheet: RegisterSheet) -> str:
    return "" if sheet.turnover_eur is None else str(sheet.turnover_eur)
