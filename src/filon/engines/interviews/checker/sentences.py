"""A conflict in words: who, where, when, and what forbids it. French and English stand side by side."""

from __future__ import annotations

from filon.engines.interviews.checker.conflicts import Conflict, Json, Kind, Row

LANGUAGES = ("en", "fr")

SENTENCES: dict[Kind, dict[str, str]] = {
    Kind.UNKNOWN: {
        "en": "Interview {row} names a student, company, slot or site that the instance does not have.",
        "fr": "L’entretien {row} nomme un étudiant, une entreprise, un créneau ou un site que l’instance n’a pas.",
    },
    Kind.STUDENT_TWICE: {
        "en": "Student {student} has {count} interviews at once, {when}: {rows}.",
        "fr": "L’étudiant {student} a {count} entretiens à la fois, {when} : {rows}.",
    },
    Kind.COMPANY_TWICE: {
        "en": "Student {student} meets {company} {count} times: {rows}.",
        "fr": "L’étudiant {student} rencontre {company} {count} fois : {rows}.",
    },
    Kind.SEAT_TWICE: {
        "en": "Interviewer {interviewer} of {company} sees {count} students at once, {when}, {site}: {rows}.",
        "fr": "Le recruteur {interviewer} de {company} reçoit {count} étudiants à la fois, {when}, {site} : {rows}.",
    },
    Kind.BUSY: {
        "en": "Student {student} is in class at {when} and cannot meet {company}.",
        "fr": "L’étudiant {student} est en cours, {when}, et ne peut rencontrer {company}.",
    },
    Kind.AWAY: {
        "en": "Student {student} is away at {when} and cannot meet {company}.",
        "fr": "L’étudiant {student} est absent, {when}, et ne peut rencontrer {company}.",
    },
    Kind.ABSENT: {
        "en": "{company} is not on site {site} that day: student {student} cannot meet it there at {when}.",
        "fr": "{company} n’est pas sur le site {site} ce jour-là : l’étudiant {student} ne peut l’y rencontrer, {when}.",
    },
    Kind.CLOSED: {
        "en": "{company} interviews nobody on site {site} at {when}: student {student} cannot meet it then.",
        "fr": "{company} ne reçoit personne sur le site {site}, {when} : l’étudiant {student} ne peut alors la rencontrer.",
    },
    Kind.NO_INTERVIEWER: {
        "en": "{company} has {interviewers} interviewers on site {site} at {when}: number {interviewer} of student {student} is none.",
        "fr": "{company} a {interviewers} recruteurs sur le site {site}, {when} : aucun n’est le {interviewer} (étudiant {student}).",
    },
    Kind.NOT_WISHED: {
        "en": "Student {student} did not wish to meet {company}.",
        "fr": "L’étudiant {student} n’a pas souhaité rencontrer {company}.",
    },
    Kind.REFUSED: {
        "en": "{company} refused to meet student {student}.",
        "fr": "{company} a refusé de rencontrer l’étudiant {student}.",
    },
    Kind.SITES_HALF_DAY: {
        "en": "Student {student} is on two sites in one half-day: {rows}.",
        "fr": "L’étudiant {student} est sur deux sites dans la même demi-journée : {rows}.",
    },
    Kind.SITES_GAP: {
        "en": "Student {student} has less than {travel} minutes to change site: {rows}.",
        "fr": "L’étudiant {student} a moins de {travel} minutes pour changer de site : {rows}.",
    },
    Kind.CLASS_HALF_DAY: {
        "en": "Student {student} has a class on site {home} in the same half-day ({class}) and cannot be on site {site} at {when}.",
        "fr": "L’étudiant {student} a cours sur le site {home} la même demi-journée ({class}) et ne peut être sur le site {site}, {when}.",
    },
    Kind.CLASS_GAP: {
        "en": "Student {student} has less than {travel} minutes between a class on site {home} ({class}) and site {site} at {when}.",
        "fr": "L’étudiant {student} a moins de {travel} minutes entre un cours sur le site {home} ({class}) et le site {site}, {when}.",
    },
    Kind.TOO_MANY: {
        "en": "Student {student} has {number} interviews and may have {most}.",
        "fr": "L’étudiant {student} a {number} entretiens et peut en avoir {most}.",
    },
    Kind.LOCK: {
        "en": "The locked interview {row} is not in the schedule.",
        "fr": "L’entretien verrouillé {row} n’est pas dans le planning.",
    },
}


def sentence_of(instance: Json, conflict: Conflict, language: str = "en") -> str:
    """`language` is one of LANGUAGES."""
    row = conflict.rows[0]
    rows = ", ".join(str(list(each)) for each in conflict.rows)
    values: dict[str, object] = {
        "row": list(row),
        "rows": rows,
        "count": len(conflict.rows),
        "travel": instance["rules"].get("travel_minutes"),
    }
    if conflict.kind is not Kind.UNKNOWN:
        values |= _names(instance, row, language)
    if "class_slot" in conflict.also:
        values |= {"class": _when(instance, conflict.also["class_slot"], language), "home": _site(instance, conflict.also["home"])}
    return SENTENCES[conflict.kind][language].format(**{**conflict.also, **values})


def _names(instance: Json, row: Row, language: str) -> dict[str, object]:
    student, company, slot, site, interviewer = row
    return {
        "student": student,
        "company": f"{instance['companies'][company]['name']} ({company})",
        "when": _when(instance, slot, language),
        "site": _site(instance, site),
        "interviewer": interviewer,
    }


def _when(instance: Json, slot: int, language: str) -> str:
    """Like “slot 8 (day 0, 13:30)”."""
    hours, minutes = divmod(instance["slots"][slot]["start"], 60)
    day = instance["slots"][slot]["day"]
    return (
        f"créneau {slot} (jour {day}, {hours} h {minutes:02d})"
        if language == "fr"
        else f"slot {slot} (day {day}, {hours:02d}:{minutes:02d})"
    )


def _site(instance: Json, site: int) -> str:
    return f"{instance['sites'][site]} ({site})"
