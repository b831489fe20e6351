"""A result, line by line: what was counted, how much it gives, by which rule. A page or a paper prints `sentence(line, language)`.

The engine has no catalogue of its own: the table below is it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from filon.engines.tax.language import Language
from filon.engines.tax.money import HARD, english, french
from filon.engines.tax.rules import Mark, Rule


class Code(StrEnum):
    """What a line says."""

    CEILING_FLOOR = "ceiling_floor"
    CEILING_TURNOVER = "ceiling_turnover"
    GIFT = "gift"
    AID_GIFT = "aid_gift"
    CARRY_USED = "carry_used"
    CARRIED = "carried"
    EXPIRED = "expired"
    YEAR_CARRY_USED = "year_carry_used"
    YEAR_CARRIED = "year_carried"
    YEAR_EXPIRED = "year_expired"
    TAX_APPLIED = "tax_applied"
    TAX_LEFT = "tax_left"
    TAX_EXPIRED = "tax_expired"
    INCOME_CEILING = "income_ceiling"
    AID_75 = "aid_75"
    IFI = "ifi"
    IFI_CAPPED = "ifi_capped"
    IFI_TAX = "ifi_tax"
    COST = "cost"
    SKILLS = "skills"
    SKILLS_CAPPED = "skills_capped"
    DECLARED = "declared"


@dataclass(frozen=True, slots=True)
class Line:
    """One step. `cents` is what it gives, `base_cents` what it starts from, `other_cents` a second amount its sentence names."""

    code: Code
    rules: tuple[Rule, ...]
    cents: int
    base_cents: int = 0
    percent: int = 0
    origin: str = ""
    other_cents: int = 0

    @property
    def is_derived(self) -> bool:
        """Whether one of its rules is our own reading, which a tax adviser should confirm."""
        return any(rule.mark == Mark.DERIVED for rule in self.rules)


SENTENCES = {
    Code.CEILING_FLOOR: (
        "Ceiling of the year: {cents}, which is more than 0.5% of a turnover of {base}.",
        "Plafond de l’exercice : {cents}, supérieur à 0,5 % du chiffre d’affaires de {base}.",
    ),
    Code.CEILING_TURNOVER: (
        "Ceiling of the year: 0.5% of a turnover of {base}, that is {cents}.",
        "Plafond de l’exercice : 0,5 % du chiffre d’affaires de {base}, soit {cents}.",
    ),
    Code.GIFT: (
        "Gifts of the year: {base} at {percent}%, that is {cents}.",
        "Dons de l’année : {base} à {percent} %, soit {cents}.",
    ),
    Code.AID_GIFT: (
        "Gifts of the year to bodies that help people in need: {base} at {percent}%, that is {cents}.",
        "Dons de l’année aux organismes d’aide aux personnes en difficulté : {base} à {percent} %, soit {cents}.",
    ),
    Code.CARRY_USED: (
        "Excess carried from exercice {origin}: {base} at {percent}%, that is {cents}.",
        "Excédent reporté de l’exercice {origin} : {base} à {percent} %, soit {cents}.",
    ),
    Code.CARRIED: (
        "Excess of exercice {origin} still to be used, at {percent}%: {cents}.",
        "Excédent de l’exercice {origin} restant à utiliser, à {percent} % : {cents}.",
    ),
    Code.EXPIRED: (
        "Excess of exercice {origin} not used in time: {cents} give no reduction any more.",
        "Excédent de l’exercice {origin} non utilisé à temps : {cents} n’ouvrent plus droit à réduction.",
    ),
    Code.YEAR_CARRY_USED: (
        "Excess carried from {origin}: {base} at {percent}%, that is {cents}.",
        "Excédent reporté de {origin} : {base} à {percent} %, soit {cents}.",
    ),
    Code.YEAR_CARRIED: (
        "Excess of {origin} still to be used: {cents}.",
        "Excédent de {origin} restant à utiliser : {cents}.",
    ),
    Code.YEAR_EXPIRED: (
        "Excess of {origin} not used in time: {cents} give no reduction any more.",
        "Excédent de {origin} non utilisé à temps : {cents} n’ouvrent plus droit à réduction.",
    ),
    Code.TAX_APPLIED: (
        "Of a tax of {base}, {cents} are paid by the reduction.",
        "Sur un impôt de {base}, {cents} sont acquittés par la réduction.",
    ),
    Code.TAX_LEFT: (
        "Reduction of exercice {origin} above the tax, still to be used: {cents}.",
        "Réduction de l’exercice {origin} supérieure à l’impôt, restant à imputer : {cents}.",
    ),
    Code.TAX_EXPIRED: (
        "Reduction of exercice {origin} not used in time: {cents}.",
        "Réduction de l’exercice {origin} non imputée à temps : {cents}.",
    ),
    Code.INCOME_CEILING: (
        "Ceiling of the year: {percent}% of a taxable income of {base}, that is {cents}.",
        "Plafond de l’année : {percent} % du revenu imposable de {base}, soit {cents}.",
    ),
    Code.AID_75: (
        "Gifts to bodies that help people in need, within {other}: {base} at {percent}%, that is {cents}.",
        "Dons aux organismes d’aide aux personnes en difficulté, dans la limite de {other} : {base} à {percent} %, soit {cents}.",
    ),
    Code.IFI: (
        "Gift of {base} at {percent}%, that is {cents}.",
        "Don de {base} à {percent} %, soit {cents}.",
    ),
    Code.IFI_CAPPED: (
        "Gift of {base} at {percent}%, at most {cents}.",
        "Don de {base} à {percent} %, plafonné à {cents}.",
    ),
    Code.IFI_TAX: (
        "Of a tax of {base}, {cents} are paid by the reduction; the rest of it is lost.",
        "Sur un impôt de {base}, {cents} sont acquittés par la réduction ; le reste est perdu.",
    ),
    Code.COST: (
        "Cost to the donor: {cents}.",
        "Coût pour le donateur : {cents}.",
    ),
    Code.SKILLS: (
        "Pay and charges: {cents}, within the cap of {other}.",
        "Rémunération et charges : {cents}, dans la limite de {other}.",
    ),
    Code.SKILLS_CAPPED: (
        "Pay and charges: {base}, retained for the cap of {cents}.",
        "Rémunération et charges : {base}, retenues à hauteur du plafond de {cents}.",
    ),
    Code.DECLARED: (
        "Value declared by the donor: {cents}.",
        "Valeur déclarée par le donateur : {cents}.",
    ),
}


def sentence(line: Line, language: Language) -> str:
    """The line in words, with a full stop."""
    is_french = language == Language.FR
    money = french if is_french else english
    amounts = {"cents": money(line.cents), "base": money(line.base_cents), "other": money(line.other_cents)}
    text = SENTENCES[line.code][is_french].format(percent=line.percent, origin=line.origin, **amounts)
    return _hard_spaces(text) if is_french else text


def sources(line: Line, language: Language) -> str:
    """The rules of the line: what each says, where it stands, and what its mark means."""
    marks = MARKS[language]
    text = " · ".join(f"{rule.title(language)}, {rule.source} ({marks[rule.mark]})" for rule in line.rules)
    return _hard_spaces(text) if language == Language.FR else text


MARKS = {
    Language.EN: {Mark.VERIFIED: "read in the source", Mark.KNOWN: "not re-checked", Mark.DERIVED: "our reading"},
    Language.FR: {Mark.VERIFIED: "lu dans la source", Mark.KNOWN: "non revérifié", Mark.DERIVED: "notre lecture"},
}


def _hard_spaces(text: str) -> str:
    """French spaces before double signs do not break."""
    for sign in ":;%":
        text = text.replace(f" {sign}", f"{HARD}{sign}")
    return text
