"""First layer of the demo: the pilot's four agreements, as five public articles tell them, and nothing more.

What the articles do not say stays empty and is shown as "not stated". No due date, no amount and no signatory is invented, so nothing
can be late, contested, renewed or priced under a real name. The people who sign in for these schools are invented and say so.
"""

from __future__ import annotations

import datetime as dt
import random

from filon.agreements.services.sources import provenance_set, version_record_from_source
from filon.agreements.units import Capacity, Nature, Unit
from filon.kernel.clock import told_on
from filon.partners.models import EntityKind, LegalEntity, Relationship
from filon.partners.services import EntityInput, SiteInput, site_add
from filon.partners.services.entities import school_entity
from filon.people.models import Host, User
from filon.people.roles import Role
from filon.people.services import host_create
from filon.site.demo.stage import LONG_AGO, Draft, Partner, Promise, Wording, drafted, member, partner, sheltered


def load(story: random.Random) -> None:  # noqa: ARG001  sourced facts leave nothing to chance
    """The chapter of the demo."""
    mines = host_create(
        name="IMT Mines Alès",
        short_name="IMT Mines Alès",
        city="Alès",
        director_email="direction.ales@demo.example",
        director_name="Jeanne Aubert (personne inventée)",
        since=LONG_AGO,
    )
    chemistry = host_create(
        name="École nationale supérieure de chimie de Montpellier",
        short_name="ENSCM",
        city="Montpellier",
        director_email="direction.enscm@demo.example",
        director_name="Noé Lambert (personne inventée)",
        since=LONG_AGO,
    )
    officer = member(mines, name="Camille Serre (personne inventée)", email="partenariats.ales@demo.example", role=Role.PARTNERSHIP_OFFICER)
    member(mines, name="Paul Aigoin (personne inventée)", email="audit.ales@demo.example", role=Role.AUDITOR)
    member(chemistry, name="Inès Combes (personne inventée)", email="partenariats.enscm@demo.example", role=Role.PARTNERSHIP_OFFICER)
    officer.act_for(mines.pk)
    entity = school_entity(mines.pk)
    site_add(
        by=officer,
        entity_id=entity.uuid,
        site=SiteInput(name="Hub Créativité, campus Louis Leprince-Ringuet", city="Alès", department="30"),
    )
    company_and_foundation(officer)
    two_schools(officer, mines, chemistry)
    national_guard(officer)
    global_defence(officer)


def company_and_foundation(by: User) -> None:
    """Three parties, three years, themes; the articles give day, month and hour of the signature, not its year."""
    company = partner(
        by, EntityInput(name="HeidelbergCement France", kind=EntityKind.COMPANY, sector="ciment", city="Beaucaire", department="30")
    )
    umbrella = partner(by, EntityInput(name="Fondation Mines-Télécom", kind=EntityKind.UMBRELLA))
    fund = sheltered(by, umbrella, name="Fondation Mines Alès", purpose_fr="", purpose_en="")
    draft = drafted(
        by, kind="mecenat", title_fr="Mécénat HeidelbergCement France", title_en="HeidelbergCement France giving", school=None, year=2022
    )
    draft.seat("company", company, Capacity.DONOR)
    draft.seat("fund", fund, Capacity.FUND)
    themes = ("Décarbonation", "Réduction de l’empreinte carbone", "Biodiversité dans l’extraction des minéraux")
    draft.lasts(dt.date(2022, 3, 3), dt.date(2025, 3, 3), themes=themes, silence_days=None)
    line = draft.pays(
        "company", "school", Nature.GIVING, None, earmark_fr="tous programmes, priorité ISERM", earmark_en="all programmes, priority ISERM"
    )
    draft.promises(
        Promise("support", "company", "school", Unit.EURO, money_line_id=line),
        Wording(
            "Soutien financier",
            "Financial support",
            "tous programmes, en priorité l’ingénierie du sous-sol et l’exploitation des ressources minérales (ISERM)",
            "all programmes, first the engineering of the underground and of mineral resources (ISERM)",
        ),
    )
    exchanged(draft)
    told(
        draft,
        signed_on=dt.date(2022, 3, 3),
        place="Hub Créativité, 11 h 30",
        french="D’après la presse locale. Les articles donnent le jour, le mois et l’heure de la signature ; l’année 2022 "
        "est notre lecture. Le montant et les échéances ne sont pas précisés.",
        english="From the local press. The articles give the day, month and hour of the signature; the year 2022 is our reading. "
        "Neither the amount nor the due dates are stated.",
    )


def exchanged(draft: Draft) -> None:
    """What company and school owe each other besides money."""
    draft.promises(
        Promise("exchanges", "company", "school"),
        Wording(
            "Échanges des élèves et des chercheurs avec des représentants de l’entreprise",
            "Exchanges of students and researchers with the company’s representatives",
        ),
    )
    draft.promises(
        Promise("dialogue", "school", "company"),
        Wording("Dialogue avec la jeune génération d’ingénieurs", "Dialogue with the young generation of engineers"),
    )
    draft.promises(
        Promise("reflection", "school", "company"), Wording("Réflexion partagée sur les thèmes", "Shared reflection on the themes")
    )


def two_schools(by: User, mines: Host, chemistry: Host) -> None:
    """Neither the date nor the term is stated; two observers are named."""
    other = Partner(joined_school(by, mines, chemistry))
    bank = partner(by, EntityInput(name="Crédit Agricole du Languedoc", kind=EntityKind.COOPERATIVE))
    village = partner(by, EntityInput(name="Village by CA Montpellier", kind=EntityKind.ASSOCIATION, city="Montpellier", department="34"))
    draft = drafted(
        by,
        kind="academic",
        title_fr="Partenariat IMT Mines Alès – ENSCM",
        title_en="IMT Mines Alès – ENSCM partnership",
        school=None,
        year=2017,
    )
    draft.seat("chemistry", other, Capacity.HOST)
    draft.seat("bank", bank, Capacity.OBSERVER)
    draft.seat("village", village, Capacity.OBSERVER)
    draft.lasts(None, None, silence_days=None)
    both = {
        "forum": Wording("Forum de l’entreprise commun sur les deux sites", "Joint company forum on both sites"),
        "incubator": Wording("Incubateur commun et accompagnement partagé", "Joint incubator and shared support scheme"),
        "teaching": Wording("Évolution des pédagogies, cours communs à l’étude", "Change of teaching methods, common courses considered"),
    }
    for key, wording in both.items():
        draft.promises(Promise(f"{key} here", "school", "chemistry"), wording)
        draft.promises(Promise(f"{key} there", "chemistry", "school"), wording)
    told(
        draft,
        signed_on=None,
        french="D’après la presse locale. La date de signature, la durée et les quantités ne sont pas précisées. "
        "L’année de la référence est celle du premier forum commun, selon notre lecture.",
        english="From the local press. The date of signature, the term and the quantities are not stated. "
        "The year of the reference is that of the first joint forum, as we read it.",
    )


def national_guard(by: User) -> None:
    """Signed in 2021, day not stated; its results are told in the text, not as facts, since no day is given."""
    guard = partner(by, EntityInput(name="Garde nationale", kind=EntityKind.ARMED_FORCES))
    draft = drafted(
        by,
        kind="civic",
        title_fr="Garde nationale, parcours ingénieur réserviste",
        title_en="National Guard, reservist engineer track",
        school=None,
        year=2021,
    )
    draft.seat("guard", guard, Capacity.PARTNER)
    draft.lasts(None, None, silence_days=None)
    told(
        draft,
        signed_on=None,
        french="D’après la presse locale : signée en 2021, jour non précisé. La source nomme deux résultats sans en donner le jour : "
        "quinze élèves dans la réserve opérationnelle, et le prix 2022 de la Garde nationale.",
        english="From the local press: signed in 2021, day not stated. The source names two results without their day: "
        "fifteen students in the operational reserve, and the 2022 award of the National Guard.",
    )


def global_defence(by: User) -> None:
    """Three academic years from September 2023; the end of the last one is our reading."""
    delegation = partner(by, EntityInput(name="Délégation militaire départementale du Gard", kind=EntityKind.ARMED_FORCES, department="30"))
    union = partner(by, EntityInput(name="Union-IHEDN AR12 Languedoc-Roussillon", kind=EntityKind.ASSOCIATION))
    draft = drafted(
        by,
        kind="civic",
        title_fr="Défense globale, DMD du Gard et AR12 IHEDN",
        title_en="Global defence, Gard DMD and IHEDN AR12",
        school=None,
        year=2023,
    )
    draft.seat("delegation", delegation, Capacity.PARTNER)
    draft.seat("union", union, Capacity.PARTNER)
    draft.lasts(dt.date(2023, 9, 12), dt.date(2026, 9, 1), themes=("Défense et résilience",), silence_days=None)
    draft.promises(
        Promise("immersion", "delegation", "school"),
        Wording(
            "Journées d’immersion dans les régiments du Gard, pour tous les élèves",
            "Immersion days in the regiments of the Gard, for all students",
        ),
    )
    draft.promises(
        Promise("knowledge", "union", "school"),
        Wording("Connaissance des armées et de la défense globale", "Understanding of the armed forces and of global defence"),
    )
    draft.promises(Promise("situations", "delegation", "school"), Wording("Mises en situation", "Real-life situations"))
    draft.promises(
        Promise("profiles", "school", "delegation"),
        Wording("Accès à des profils qualifiés pour le recrutement", "Access to qualified profiles for recruitment"),
    )
    told(
        draft,
        signed_on=dt.date(2023, 9, 12),
        french="D’après la presse locale : signée le 12 septembre 2023 pour les années universitaires 2023-2024 à 2025-2026 ; "
        "la fin au 31 août 2026 est notre lecture. Les quantités ne sont pas précisées.",
        english="From the local press: signed on 12 September 2023 for the academic years 2023-2024 to 2025-2026; "
        "the end on 31 August 2026 is our reading. The quantities are not stated.",
    )


def joined_school(by: User, mines: Host, chemistry: Host) -> LegalEntity:
    """The other school, as an organisation the first one follows."""
    entity = school_entity(chemistry.pk)
    Relationship.objects.get_or_create(host=mines, entity=entity, defaults={"owner": by})
    return entity


def told(draft: Draft, *, signed_on: dt.date | None, french: str, english: str, place: str = "") -> None:
    """In force as the source says, with where it comes from."""
    provenance_set(by=draft.by, agreement=draft.agreement, french=french, english=english)
    with told_on(signed_on or dt.date(2022, 1, 1)):
        version_record_from_source(by=draft.by, version_id=draft.version.uuid, signed_on=signed_on, place=place)
