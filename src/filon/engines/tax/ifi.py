"""Reduction of the tax on real-estate wealth for gifts: CGI 978."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from filon.engines.tax import rules
from filon.engines.tax.explanation import Code, Line
from filon.engines.tax.money import check_amounts, percent


@dataclass(frozen=True, slots=True)
class Reduction:
    """`applied_cents` is None when the tax due is not known."""

    reduction_cents: int
    applied_cents: int | None
    lines: tuple[Line, ...]


def reduction(gift_cents: int, *, on: date, tax_due_cents: int | None = None) -> Reduction:
    """For all gifts that count for one tax; there is no carry-forward. A gift that gets this one does not get that of CGI 200."""
    check_amounts(gift=gift_cents, tax_due=tax_due_cents or 0)
    rule = rules.on("ifi.rate", on)
    plain, most = percent(gift_cents, rule["percent"]), rule["reduction_cents"]
    found = min(plain, most)
    code = Code.IFI_CAPPED if plain > most else Code.IFI
    lines = [Line(code, (rule,), found, base_cents=gift_cents, percent=rule["percent"])]
    if tax_due_cents is None:
        return Reduction(found, None, tuple(lines))
    applied = min(found, tax_due_cents)
    if applied < found:
        lines.append(Line(Code.IFI_TAX, (rule,), applied, base_cents=tax_due_cents))
    return Reduction(found, applied, tuple(lines))
