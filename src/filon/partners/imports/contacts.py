"""The list of contacts: its columns, and what would become of each line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from filon.engines.sheets import plain
from filon.kernel.errors import Refused
from filon.kernel.imports.cells import Cells
from filon.kernel.imports.kinds import Examined, GivenRow, ImportField, ImportKind, Written
from filon.kernel.models import Outcome
from filon.partners import rules
from filon.partners.imports.organisations import candidates_of, hosts
from filon.partners.queries.known import KnownOrganisation, KnownOrganisations
from filon.partners.queries.known_contacts import KnownContacts
from filon.partners.services.taking_over import OrganisationLine
from filon.partners.services.taking_over_contacts import ContactLine, contacts_take_over
from filon.people.models import User

FIELDS = (
    ImportField("organisation", gettext_lazy("Organisation"), ("entreprise", "société", "organisme", "structure", "partenaire",
                "raison sociale", "établissement", "employeur", "company", "company name", "account name", "partner"),
                gettext_lazy("Sample Company"), gettext_lazy("its name, as among your partners")),
    ImportField("siren", gettext_lazy("SIREN of the organisation"), ("siren", "siret", "n° siren", "siren de l’organisation"),
                "732829320", gettext_lazy("or a SIRET; surer than the name")),
    ImportField("name", gettext_lazy("First and last name"), ("nom complet", "prénom et nom", "nom et prénom", "prénom nom", "nom prénom",
                "contact", "interlocuteur", "full name"), "Camille Exemple"),
    ImportField("first_name", gettext_lazy("First name"), ("prénom", "given name", "first name")),
    ImportField("last_name", gettext_lazy("Last name"), ("nom", "nom de famille", "family name", "surname")),
    ImportField("email", gettext_lazy("E-mail"), ("courriel", "mail", "adresse mail", "adresse e-mail", "adresse électronique", "mél",
                "email", "e-mail address"), "camille@exemple.example"),
    ImportField("phone", gettext_lazy("Telephone"), ("téléphone", "tel", "tél", "portable", "mobile", "phone"), "01 23 45 67 89"),
    ImportField("function", gettext_lazy("Function"), ("fonction", "poste", "titre", "qualité", "job title", "position", "role"),
                gettext_lazy("human resources")),
    ImportField("start", gettext_lazy("First day"), ("depuis", "début", "date de début", "since", "start"), "01/09/2022",
                gettext_lazy("of the function; today when it is empty")),
    ImportField("end", gettext_lazy("Last day"), ("jusqu’au", "fin", "date de fin", "until", "end"), "",
                gettext_lazy("empty while it lasts")),
    ImportField("may_sign", gettext_lazy("May sign"), ("signataire", "peut signer", "pouvoir de signature", "signatory"), "",
                gettext_lazy("yes or no")),
    ImportField("sign_limit", gettext_lazy("May sign up to"), ("plafond de signature", "jusqu’à", "signature limit"), "",
                gettext_lazy("in euros; empty for no limit")),
)  # fmt: skip


def examine(_viewer: User, host_id: int, rows: Sequence[GivenRow]) -> list[Examined]:
    """Each contact belongs to an organisation that the school follows."""
    read = [Cells(CONTACTS, row) for row in rows]
    named = [_organisation(cells) for cells in read]
    examination = _Examination(KnownOrganisations.of(host_id, named), KnownContacts.of(host_id))
    return [examination.of(cells, name) for cells, name in zip(read, named, strict=True)]


def _organisation(cells: Cells) -> OrganisationLine:
    """The organisation as the line names it."""
    number = "".join(cells.given.get("siren", "").split())[:9]
    siren = cells.checked("siren", lambda _text: rules.checked_siren(number))
    return OrganisationLine(line=cells.line, name=cells.text("organisation"), siren=siren)


def line_of(cells: Cells, row: GivenRow | None = None) -> ContactLine:
    """What the cells say of the person. Without an organisation yet."""
    name = cells.text("name", most=120) or " ".join(part for part in (cells.text("first_name"), cells.text("last_name")) if part)
    email = cells.text("email")
    if email and ("@" not in email or " " in email or "." not in email.rpartition("@")[2]):
        cells.refuse("email", _("“%(text)s” is not an e-mail address: correct it, or leave it empty.") % {"text": email[:60]})
    if not name:
        cells.refuse("name", _("This line names nobody: give a name, in one column or in two."))
    end, limit = cells.day("end"), cells.figure("sign_limit")
    line = ContactLine(
        line=cells.line,
        name=name[:120],
        email=email.lower(),
        phone=cells.text("phone", most=30),
        function=cells.text("function", most=120),
        start=cells.day("start"),
        last_day=end,
        may_sign=cells.is_yes("may_sign"),
        sign_limit_cents=None if limit is None else int(limit * 100),
        target=row.target if row else None,
    )
    _check_power(cells, line)
    return line


def _check_power(cells: Cells, line: ContactLine) -> None:
    try:
        rules.check_affiliation_dates(line.start or timezone.localdate(), line.end)
        rules.check_sign_limit(may_sign=line.may_sign, limit_cents=line.sign_limit_cents)
    except Refused as refused:
        cells.refuse(refused.field or "", refused.sentence)


@dataclass
class _Examination:
    """What the lines of a file are held against. `seen`: who in which organisation, to the line that told it first; `asked`: name of an
    organisation to the first line that was doubtful for it."""

    known: KnownOrganisations
    people: KnownContacts
    seen: dict[tuple[str, str], int] = field(default_factory=dict)
    asked: dict[str, int] = field(default_factory=dict)

    def of(self, cells: Cells, named: OrganisationLine) -> Examined:
        line = line_of(cells)
        entity = self.known.followed(named)
        alike = self.known.alike(named) if entity is None else []
        if cells.is_sound and entity is None and not alike:
            cells.refuse("organisation", _unknown(named))
        if not cells.is_sound:
            return Examined(cells.line, Outcome.REFUSED, cells.line, problems=cells.problems)
        place = str(entity.uuid) if entity else plain(named.name)
        who = (line.email or plain(line.name), f"{place}|{plain(line.function)}")
        former = self.seen.setdefault(who, cells.line)
        if former != cells.line:
            sentence = _("Line %(line)d is the same person in the same organisation: take one of the two out.") % {"line": former}
            return Examined(cells.line, Outcome.REFUSED, cells.line, problems=[("", sentence)])
        return self._who(line, entity) if entity else self._where(line, named, alike)

    def _where(self, line: ContactLine, named: OrganisationLine, alike: Sequence[KnownOrganisation]) -> Examined:
        """The organisation is to be said, once for all the lines that name it so; it becomes the target, for there is no key."""
        sentence = _("Your school follows nobody called “%(name)s”: say which organisation it is, or leave these people out.")
        first = self.asked.setdefault(plain(named.name), line.line)
        problem = ("organisation", sentence % {"name": named.name})
        return Examined(line.line, Outcome.DOUBTFUL, first, problems=[problem], candidates=candidates_of(alike), may_be_new=False)

    def _who(self, line: ContactLine, entity: KnownOrganisation) -> Examined:
        key = str(entity.uuid)
        sure = self.people.sure(line, entity.id)
        if sure is not None:
            outcome = Outcome.CHANGE if self.people.is_changed(sure, line, entity.id) else Outcome.SAME
            return Examined(line.line, outcome, line.line, key=key, target=sure.uuid)
        alike = self.people.alike(line, entity.id)
        if not alike:
            return Examined(line.line, Outcome.NEW, line.line, key=key)
        sentence = _("Your school knows somebody with this name or this address: say whether it is the same person.")
        found = [(one.uuid, one.name, ", ".join(filter(None, (one.email, one.place)))) for one in alike[:5]]
        return Examined(line.line, Outcome.DOUBTFUL, line.line, key, None, [("name", sentence)], found)


def _unknown(named: OrganisationLine) -> str:
    told = named.name or rules.in_groups(named.siren or "")
    if not told:
        return _("This line names no organisation: give its name or its SIREN.")
    return _("Your school follows nobody called “%(name)s”: take the organisations over first, or correct the name.") % {"name": told}


def write(viewer: User, host_id: int, rows: Sequence[GivenRow], import_id: UUID) -> Written:
    lines = [_identified(row) for row in rows]
    return contacts_take_over(by=viewer, host_id=host_id, lines=lines, import_id=import_id)


def _identified(row: GivenRow) -> tuple[UUID, ContactLine]:
    """The organisation and the person: the target is the organisation where the preview had to ask for it."""
    line = line_of(Cells(CONTACTS, row), row)
    if row.key:
        return UUID(row.key), line
    assert row.target is not None, "a line without a key is written once its organisation was said"
    return row.target, replace(line, target=None, was_placed=True)


CONTACTS = ImportKind(
    "contacts",
    20,
    gettext_lazy("Contacts"),
    gettext_lazy("People of your partners: one line for each person and function. Take the organisations over first."),
    "partners:list",
    FIELDS,
    hosts,
    examine,
    write,
)
