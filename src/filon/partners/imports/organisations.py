"""The list of organisations: its columns, and what would become of each line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from filon.engines.sheets import plain
from filon.kernel.imports.cells import Cells
from filon.kernel.imports.kinds import Completion, Examined, GivenRow, ImportField, ImportKind, Written
from filon.kernel.models import Outcome
from filon.partners import register, rules
from filon.partners.kinds import EntityKind
from filon.partners.naming import department_of
from filon.partners.queries.known import KnownOrganisation, KnownOrganisations, colleague_addresses
from filon.partners.services.taking_over import OrganisationLine, organisations_take_over
from filon.people.models import User
from filon.people.roles import WORKING

PATIENCE = 120.0
"""Seconds that the register may ask to wait."""
CODE = "organisations"
FIELDS = (
    ImportField(
        "name",
        gettext_lazy("Name"),
        ("nom", "raison sociale", "dénomination", "denomination sociale", "organisation", "organisme", "entreprise", "société",
         "structure", "partenaire", "établissement", "company", "organisation name", "company name", "partner", "account name"),
        gettext_lazy("Sample Company"),
        is_required=True,
    ),
    ImportField("siren", gettext_lazy("SIREN"), ("siren", "n° siren", "numéro siren", "siren number"), "732829320",
                gettext_lazy("nine digits; the next file finds the organisation by it")),
    ImportField("siret", gettext_lazy("SIRET"), ("siret", "n° siret", "numéro siret", "siret number"), "73282932000074",
                gettext_lazy("fourteen digits; gives the SIREN too")),
    ImportField("kind", gettext_lazy("What it is"), ("nature", "type", "type d’organisme", "type de structure", "catégorie", "kind",
                "category"), EntityKind.COMPANY.label, gettext_lazy("a company when it is empty"), allowed=lambda: EntityKind.choices),
    ImportField("sector", gettext_lazy("Sector"), ("secteur", "secteur d’activité", "activité", "domaine", "industry", "field"),
                gettext_lazy("energy")),
    ImportField("address", gettext_lazy("Address"), ("adresse", "rue", "voie", "adresse 1", "street"), "12 rue de l’Exemple"),
    ImportField("postal_code", gettext_lazy("Postal code"), ("code postal", "cp", "zip", "postcode", "zip code"), "30100",
                gettext_lazy("gives the department")),
    ImportField("city", gettext_lazy("City"), ("ville", "commune", "localité", "town"), "Alès"),
    ImportField("department", gettext_lazy("Department"), ("département", "dept", "dpt", "n° département"), "30",
                gettext_lazy("its number, such as 30")),
    ImportField("tags", gettext_lazy("Tags"), ("étiquettes", "mots clés", "mots-clés", "thèmes", "labels", "keywords"), "forum",
                gettext_lazy("separated by commas")),
    ImportField("notes", gettext_lazy("Notes"), ("remarques", "commentaire", "commentaires", "observations", "note", "comments")),
    ImportField("owner", gettext_lazy("Looked after by"), ("suivi par", "référent", "responsable", "chargé de suivi", "owner",
                "account manager"), "", gettext_lazy("e-mail of a colleague")),
    ImportField("since", gettext_lazy("Since"), ("depuis", "date d’entrée", "partenaire depuis", "première collaboration",
                "partner since"), "01/09/2019"),
    ImportField("reference", gettext_lazy("Your identifier"), ("identifiant", "id", "code", "référence", "n° partenaire", "reference",
                "identifier"), "P-001", gettext_lazy("of your own file; the next one finds the organisation by it")),
)  # fmt: skip


@dataclass(frozen=True)
class _Read:
    """A line as far as it could be read."""

    cells: Cells
    line: OrganisationLine


def hosts(viewer: User) -> Sequence[int]:
    return list(viewer.standing.hosts_where(WORKING))


def examine(_viewer: User, host_id: int, rows: Sequence[GivenRow]) -> list[Examined]:
    """Against what the school follows, what the installation knows by its number, and the lines before."""
    people = colleague_addresses(host_id)
    read = [_read(row, people) for row in rows]
    known = KnownOrganisations.of(host_id, [one.line for one in read])
    seen: dict[str, int] = {}
    return [_examined(one, known, seen) for one in read]


def _read(row: GivenRow, people: dict[str, UUID]) -> _Read:
    cells = Cells(ORGANISATIONS, row)
    return _Read(cells, line_of(cells, people, row.target))


def line_of(cells: Cells, people: dict[str, UUID], target: UUID | None) -> OrganisationLine:
    """What the cells say; what they do not say is empty, and None for the kind."""
    siren = cells.checked("siren", rules.checked_siren)
    siret = cells.checked("siret", lambda text: rules.checked_siret(text, siren=siren))
    return OrganisationLine(
        line=cells.line,
        target=target,
        name=cells.text("name"),
        siren=siren or (siret[:9] if siret else None),
        siret=siret,
        kind=cells.chosen("kind") or None,
        sector=cells.text("sector", most=120),
        address=cells.text("address"),
        city=cells.text("city", most=80),
        department=cells.checked("department", _department) or department_of(cells.text("postal_code", most=12)),
        tags=cells.checked("tags", lambda text: rules.checked_tags(text.replace(";", ","))) or [],
        notes=cells.prose("notes"),
        owner_id=_owner(cells, people),
        since=cells.day("since"),
        reference=cells.text("reference", most=190),
    )


def _department(text: str) -> str:
    code = text.strip()
    return rules.checked_department(f"0{code}" if len(code) == 1 and code.isdecimal() else code)


def _owner(cells: Cells, people: dict[str, UUID]) -> UUID | None:
    told = cells.text("owner").casefold()
    if told and told not in people:
        cells.refuse("owner", _("Nobody who works on partnerships at your school has this address or name: correct it, or leave it empty."))
    return people.get(told)


def _examined(one: _Read, known: KnownOrganisations, seen: dict[str, int]) -> Examined:
    line, cells = one.line, one.cells
    if cells.is_sound:
        _check_own_school(one, known)
    if not cells.is_sound:
        return Examined(line.line, Outcome.REFUSED, line.line, problems=cells.problems)
    key = line.siren or line.reference or f"{plain(line.name)}|{plain(line.city)}"
    former = seen.setdefault(key, line.line)
    if former != line.line:
        sentence = _("Line %(line)d is the same organisation: take one of the two out, or put what they say on one line.")
        return Examined(line.line, Outcome.REFUSED, line.line, problems=[("", sentence % {"line": former})])
    found = known.sure(line)
    if found is not None:
        outcome = Outcome.CHANGE if known.changes(found, line) else Outcome.SAME
        return Examined(line.line, outcome, line.line, key=line.reference, target=found.uuid)
    return _new_or_doubtful(line, known)


def _check_own_school(one: _Read, known: KnownOrganisations) -> None:
    if one.line.siren and one.line.siren in known.school_numbers:
        one.cells.refuse("siren", _("This SIREN is a school’s that runs Filon here: it needs no sheet among the partners."))


def _new_or_doubtful(line: OrganisationLine, known: KnownOrganisations) -> Examined:
    alike = known.alike(line)
    if not alike:
        return Examined(line.line, Outcome.NEW, line.line, key=line.reference)
    candidates = [(found.uuid, found.name, why_another(found)) for found in alike[:5]]
    sentence = _("Your school follows an organisation with a name alike: say whether it is this one.")
    return Examined(line.line, Outcome.DOUBTFUL, line.line, line.reference, None, [("name", sentence)], candidates)


def why_another(found: KnownOrganisation) -> str:
    """What tells it from others."""
    number = rules.in_groups(found.siren) if found.siren else _("without SIREN")
    return ", ".join(part for part in (found.city, number) if part)


def candidates_of(alike: Sequence[KnownOrganisation]) -> list[tuple[UUID, str, str]]:
    """The nearest of those that a line may mean, as a preview offers them."""
    return [(one.uuid, one.name, why_another(one)) for one in alike[:5]]


def write(viewer: User, host_id: int, rows: Sequence[GivenRow], import_id: UUID) -> Written:
    people = colleague_addresses(host_id)
    lines = [line_of(Cells(ORGANISATIONS, row), people, row.target) for row in rows]
    return organisations_take_over(by=viewer, host_id=host_id, lines=lines, import_id=import_id)


def complete(given: Mapping[str, str]) -> Completion | None:
    """What the public register knows of the number of a line. Raises Refused when it does not answer."""
    number = "".join(given.get("siren", given.get("siret", "")).split())[:9]
    sheet = register.ask(number, patience=PATIENCE) if number else None
    if sheet is None:
        return None
    told = {"city": sheet.city, "postal_code": sheet.postal_code, "department": sheet.department}
    doubt = ("siren", _("The public register says that this organisation is closed: take it over or leave it out."))
    return Completion({code: text for code, text in told.items() if text}, doubt if sheet.state == "C" else None)


ORGANISATIONS = ImportKind(
    CODE,
    10,
    gettext_lazy("Organisations"),
    gettext_lazy("Companies, foundations, public bodies, schools: one line each. With a SIREN, what is known here is found again."),
    "partners:list",
    FIELDS,
    hosts,
    examine,
    write,
    complete,
    gettext_lazy("What new lines with a SIREN leave empty can be asked of the public register, five lines a second."),
)
