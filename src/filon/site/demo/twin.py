"""Second layer of the demo: an invented school with invented partners carries the living story, alive on the day it is started."""

from __future__ import annotations

import random
from dataclasses import dataclass

from django.utils.text import slugify

from filon.partners.kinds import AccessLevel
from filon.partners.models import Affiliation, EntityKind
from filon.partners.services import AffiliationInput, EntityInput, SiteInput, relationship_change, site_add
from filon.partners.services.entities import school_entity
from filon.partners.services.relationships import RelationshipInput
from filon.people.models import Host, User
from filon.people.roles import Role
from filon.people.services import host_create
from filon.site.demo import twin_agreements, twin_books, twin_exchanges, twin_gifts, twin_mecenat, twin_mirror, twin_money
from filon.site.demo.money import invented_siren
from filon.site.demo.stage import LONG_AGO, Partner, affiliated, member, opened_access, partner, sheltered

PEOPLE = (
    ("officer", "Claire Vidal", "claire.vidal", Role.PARTNERSHIP_OFFICER),
    ("economy", "Malik Benaïssa", "malik.benaissa", Role.ECONOMIC_DEVELOPMENT),
    ("studies", "Sophie Arnal", "sophie.arnal", Role.STUDIES_DIRECTOR),
    ("engagement", "Inès Faure", "ines.faure", Role.ENGAGEMENT_REFERENT),
    ("sustainability", "Hugo Tessier", "hugo.tessier", Role.SUSTAINABILITY_OFFICER),
    ("auditor", "Paul Nicolas", "paul.nicolas", Role.AUDITOR),
    ("student", "Léa Roussel", "lea.roussel", Role.STUDENT),
    ("founder", "Karim Haddad", "karim.haddad", Role.FOUNDER),
    ("mentor", "Anne Delmas", "anne.delmas", Role.MENTOR),
    ("observer", "Thomas Reboul", "thomas.reboul", Role.OBSERVER),
)


@dataclass(frozen=True)
class Company:
    """An invented organisation, and who signs for it."""

    key: str
    name: str
    kind: EntityKind
    sector: str
    city: str
    department: str
    signatory: str
    tags: str = ""

    @property
    def address(self) -> str:
        """Of the signatory, invented as she is: nothing leaves a demonstration, and `.example` leads nowhere."""
        domain = slugify(self.name.removesuffix("(dém.)"))
        return f"{slugify(self.signatory).replace('-', '.')}@{domain}.example"


COMPANIES = (
    Company("energy", "Gardon Énergies (dém.)", EntityKind.COMPANY, "énergie", "Beaucaire", "30", "Paul Serre", "énergie, alumni"),
    Company("foundation", "Fondation Cévennes-Savoirs (dém.)", EntityKind.UMBRELLA, "", "Montpellier", "34", "Odile Brunet"),
    Company("materials", "Atelier Cévenol (dém.)", EntityKind.COMPANY, "matériaux", "Anduze", "30", "Marc Teyssier", "matériaux"),
    Company("salt", "Salins et Résines (dém.)", EntityKind.COMPANY, "chimie", "Aigues-Mortes", "30", "Nadia Lopez", "chimie"),
    Company("office", "Cabinet Rousson (dém.)", EntityKind.COMPANY, "conseil", "Alès", "30", "Jean Rousson"),
    Company("mechanics", "Mécatronique du Vidourle (dém.)", EntityKind.COMPANY, "mécatronique", "Sommières", "30", "Éric Fabre", "forum"),
    Company("hydrogen", "Hydrogène des Garrigues (dém.)", EntityKind.COMPANY, "hydrogène", "Nîmes", "30", "Salomé Vernet", "énergie"),
    Company("laboratory", "Laboratoires Anduze (dém.)", EntityKind.COMPANY, "santé", "Anduze", "30", "Yves Pellet", "santé"),
    Company(
        "group",
        "Groupement des PME du Gardon (dém.)",
        EntityKind.ASSOCIATION,
        "",
        "Alès",
        "30",
        "Lucie Malaval",
        "petites entreprises, forum",
    ),
    Company("architecture", "École d’architecture du Vidourle (dém.)", EntityKind.SCHOOL, "", "Montpellier", "34", "Bruno Castan"),
    Company("regiment", "Régiment du Mas (dém.)", EntityKind.ARMED_FORCES, "", "Nîmes", "30", "Col. Anne Ricard"),
    Company("bank", "Banque des Gorges (dém.)", EntityKind.COOPERATIVE, "banque", "Montpellier", "34", "Flore Mazel"),
)


@dataclass
class Cast:
    """Everybody and everything of the twin school, by a short name."""

    host: Host
    people: dict[str, User]
    partners: dict[str, Partner]
    school_signs: Affiliation

    @property
    def officer(self) -> User:
        return self.people["officer"]


def load(story: random.Random) -> None:
    """The chapter of the demo."""
    cast = assemble()
    books = twin_books.opened(cast)
    twin_mecenat.load(cast, books)
    twin_agreements.load(cast, story, books)
    twin_gifts.load(cast, books)
    twin_money.declared(cast, books)
    twin_exchanges.load(cast)
    twin_mirror.load(cast)


def assemble() -> Cast:
    """School, people, partners."""
    host = host_create(
        name="École d’ingénieurs du Gardon",
        short_name="École du Gardon",
        city="Alès",
        director_email="helene.marchetti@gardon.example",
        director_name="Hélène Marchetti",
        since=LONG_AGO,
        is_invented=True,
    )
    people = {key: member(host, name=name, email=f"{email}@gardon.example", role=role) for key, name, email, role in PEOPLE}
    officer = people["officer"]
    for user in people.values():
        user.act_for(host.pk)
    school = school_entity(host.pk)
    for name, city in (("Campus du Pont-Vieux", "Alès"), ("Antenne de Montpellier", "Montpellier")):
        site_add(by=officer, entity_id=school.uuid, site=SiteInput(name=name, city=city))
    power = AffiliationInput(function="directrice", start=LONG_AGO, may_sign=True)
    director = affiliated(officer, school, name="Hélène Marchetti", power=power, email="helene.marchetti@gardon.example")
    partners = {company.key: followed(people, company, siren=invented_siren(place)) for place, company in enumerate(COMPANIES, 1)}
    fund = sheltered(
        officer,
        partners["foundation"],
        name="Fonds École du Gardon (dém.)",
        purpose_fr="Soutenir les élèves et les formations de l’école.",
        purpose_en="To support the students and programmes of the school.",
    )
    partners["fund"] = fund
    people_of_partners(officer, partners)
    return Cast(host, people, partners, director)


def people_of_partners(officer: User, partners: dict[str, Partner]) -> None:
    """One of the company and one of the foundation sign in."""
    opened_access(
        officer,
        partners["energy"],
        name="Julien Castel",
        email="julien.castel@gardon-energies.example",
        function="responsable des relations écoles",
        level=AccessLevel.MANAGES,
    )
    opened_access(
        officer,
        partners["foundation"],
        name="Anne Roumégous",
        email="anne.roumegous@cevennes-savoirs.example",
        function="chargée des fonds abrités",
    )


def followed(people: dict[str, User], company: Company, *, siren: str) -> Partner:
    """The school follows it; forum and small firms are the economic development's, the rest the officer's."""
    owner = people["economy"] if "forum" in company.tags else people["officer"]
    entity = EntityInput(
        name=company.name,
        kind=company.kind,
        siren=siren,
        sector=company.sector,
        city=company.city,
        department=company.department,
        is_invented=True,
    )
    made = partner(people["officer"], entity, signatory=company.signatory, email=company.address, function="direction")
    relationship = made.entity.relationships.get()
    given = RelationshipInput(owner_id=owner.uuid, tags=company.tags)
    relationship_change(by=people["officer"], relationship_id=relationship.uuid, relationship=given)
    return made
