"""The sentences of `why`, in English and French. The engine has no catalogue of its own: this table is it."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from filon.engines.interviews.why import Code

if TYPE_CHECKING:
    from filon.engines.interviews.model import Instance
    from filon.engines.interviews.why import Reason


class Language(StrEnum):
    """Languages of the sentences."""

    EN = "en"
    FR = "fr"


SENTENCES = {
    Code.SCHEDULED: (
        "{company}: interview on {slot} at {site}.",
        "{company} : entretien {slot}, site {site}.",
    ),
    Code.NOT_ASKED: (
        "{company}: not among the wishes.",
        "{company} : ne figure pas parmi les vœux.",
    ),
    Code.REFUSED: (
        "{company}: the company did not retain this wish (rank {rank}).",
        "{company} : l’entreprise n’a pas retenu ce vœu (rang {rank}).",
    ),
    Code.COMPANY_ABSENT: (
        "{company}: the company holds no interview at this forum.",
        "{company} : l’entreprise ne tient aucun entretien à ce forum.",
    ),
    Code.NO_COMMON_SLOT: (
        "{company}: no common slot, the student is in class or away during all {slots} slots of the company.",
        "{company} : aucun créneau commun, l’étudiant est en cours ou absent pendant les {slots} créneaux de l’entreprise.",
    ),
    Code.CLASS_ELSEWHERE: (
        "{company}: at {site} on {slot}, but the class on {busy} at {home} is too near to change site.",
        "{company} : à {site} {slot}, mais le cours {busy} à {home} est trop proche pour changer de site.",
    ),
    Code.HAS_MAXIMUM: (
        "{company}: the student has the maximum of {most} interviews.",
        "{company} : l’étudiant a déjà le maximum de {most} entretiens.",
    ),
    Code.OTHER_INTERVIEWS: (
        "{company}: the student’s other interviews leave no slot, such as {other} on {slot} at {site}.",
        "{company} : les autres entretiens de l’étudiant ne laissent aucun créneau, par exemple {other} {slot} à {site}.",
    ),
    Code.SEATS_TO_NEEDIER: (
        "{company}: the {seats} seats at a possible hour went to others; {needier} of them would otherwise have no more interviews than "
        "this student, who has {own}.",
        "{company} : les {seats} places aux heures possibles sont allées à d’autres ; {needier} d’entre eux n’auraient sinon pas plus "
        "d’entretiens que cet étudiant, qui en a {own}.",
    ),
    Code.SEATS_TO_HEAVIER: (
        "{company}: the {seats} seats at a possible hour went to wishes that count more together (this one has rank {rank}).",
        "{company} : les {seats} places aux heures possibles sont allées à des vœux qui comptent davantage ensemble "
        "(celui-ci a le rang {rank}).",
    ),
    Code.SEAT_FREE: (
        "{company}: a seat is free on {slot} at {site}; a repair or a new run can give it.",
        "{company} : une place est libre {slot} à {site} ; une réparation ou un nouveau calcul peut l’attribuer.",
    ),
}


def sentence(instance: Instance, reason: Reason, language: Language) -> str:
    """The reason in words; days are numbered from 1."""
    values: dict[str, str | int] = {**reason.values, "company": instance.companies[reason.company].name or f"#{reason.company}"}
    for name in ("slot", "busy"):
        if name in reason.values:
            values[name] = _hour(instance, reason.values[name], language)
    for name in ("site", "home"):
        if name in reason.values:
            values[name] = instance.sites[reason.values[name]]
    if "other" in reason.values:
        values["other"] = instance.companies[reason.values["other"]].name
    english, french = SENTENCES[reason.code]
    return (french if language == Language.FR else english).format(**values)


def _hour(instance: Instance, number: int, language: Language) -> str:
    slot = instance.slots[number]
    day = sorted({each.day for each in instance.slots}).index(slot.day) + 1
    hour, minute = divmod(slot.start, 60)
    return f"le jour {day} à {hour} h {minute:02}" if language == Language.FR else f"day {day} at {hour}:{minute:02}"
