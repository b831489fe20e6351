"""Reference data: the kinds of agreements that a new installation knows, with what is usual in each, and the first themes.

Kinds follow the reference conventions of French engineering schools; they are rows, to be changed by a data migration.
"""

from typing import NamedTuple

from filon.agreements.units import Capacity, Unit


class Usual(NamedTuple):
    """A usual commitment: who owes, who is owed, what, in which unit, and whether it is a counterpart of a gift."""

    debtor: str
    creditor: str
    what_fr: str
    what_en: str
    unit: str
    is_counterpart: bool = False


class Kind(NamedTuple):
    """A kind: code, label, prefix of references, fields required before a version is put in force, usual commitments."""

    code: str
    prefix: str
    label_fr: str
    label_en: str
    required: tuple[str, ...]
    usual: tuple[Usual, ...]


DONOR, GAINER, FUND, HOST = Capacity.DONOR, Capacity.BENEFICIARY, Capacity.FUND, Capacity.HOST
PARTNER, OPERATOR = Capacity.PARTNER, Capacity.OPERATOR

KINDS = (
    Kind(
        "mecenat",
        "MEC",
        "Mécénat",
        "Giving",
        ("money_lines", "term_end"),
        (
            Usual(DONOR, GAINER, "Versements", "Payments", Unit.EURO),
            Usual(DONOR, GAINER, "Échanges avec élèves et chercheurs", "Exchanges with students and researchers", Unit.DAY),
            Usual(DONOR, GAINER, "Visites de site", "Site visits", Unit.EVENT),
            Usual(GAINER, DONOR, "Rencontres avec les élèves ingénieurs", "Meetings with the student engineers", Unit.EVENT, True),
            Usual(GAINER, DONOR, "Journées de réflexion", "Days of shared reflection", Unit.EVENT),
            Usual(
                GAINER,
                DONOR,
                "Nom de l’entreprise sur un lieu de l’école",
                "Company’s name on a place of the school",
                Unit.YEAR_OF_VISIBILITY,
                True,
            ),
            Usual(FUND, DONOR, "Reçus fiscaux", "Tax receipts", Unit.DOCUMENT),
        ),
    ),
    Kind(
        "academic",
        "ACA",
        "Académique",
        "Academic",
        (),
        (
            Usual(HOST, PARTNER, "Places en double diplôme", "Double degree places", Unit.PLACE),
            Usual(PARTNER, HOST, "Places en double diplôme", "Double degree places", Unit.PLACE),
            Usual(PARTNER, HOST, "Heures d’enseignement partagé", "Hours of shared teaching", Unit.TEACHING_HOUR),
        ),
    ),
    Kind(
        "civic",
        "CIV",
        "Civique",
        "Civic",
        (),
        (
            Usual(PARTNER, HOST, "Journées d’immersion", "Immersion days", Unit.DAY),
            Usual(PARTNER, HOST, "Mises en situation", "Real-life situations", Unit.EVENT),
            Usual(HOST, PARTNER, "Rencontres de recrutement", "Recruitment meetings", Unit.EVENT),
        ),
    ),
    Kind(
        "equipment",
        "EQU",
        "Équipement",
        "Equipment",
        ("term_end",),
        (
            Usual(HOST, PARTNER, "Heures d’équipement", "Equipment hours", Unit.HOUR),
            Usual(PARTNER, HOST, "Redevance d’usage", "Fee for use", Unit.EURO),
            Usual(PARTNER, HOST, "Jeux de données de mesure", "Measurement data sets", Unit.DATASET),
        ),
    ),
    Kind(
        "framework",
        "CAD",
        "Accord-cadre",
        "Framework",
        ("themes",),
        (
            Usual(PARTNER, HOST, "Offres de stage et de projet", "Internship and project offers", Unit.OFFER),
            Usual(HOST, PARTNER, "Rencontres avec les chercheurs", "Meetings with researchers", Unit.EVENT),
        ),
    ),
    Kind(
        "forum",
        "FOR",
        "Forum",
        "Forum",
        (),
        (
            Usual(HOST, PARTNER, "Stand au Forum de l’entreprise", "Stand at the company forum", Unit.STAND),
            Usual(PARTNER, HOST, "Redevance de stand", "Stand fee", Unit.EURO),
            Usual(PARTNER, HOST, "Offres publiées", "Published offers", Unit.OFFER),
        ),
    ),
    Kind(
        "incubator",
        "INC",
        "Incubateur",
        "Incubator",
        (),
        (
            Usual(HOST, PARTNER, "Places en incubation", "Incubation places", Unit.PLACE),
            Usual(PARTNER, HOST, "Journées de mentorat", "Mentoring days", Unit.DAY),
        ),
    ),
    Kind(
        "training",
        "FRM",
        "Formation",
        "Training",
        ("term_end",),
        (
            Usual(HOST, PARTNER, "Heures de formation", "Training hours", Unit.TEACHING_HOUR),
            Usual(PARTNER, HOST, "Prix de la formation", "Price of the training", Unit.EURO),
        ),
    ),
    Kind(
        "apprenticeship_tax",
        "TAX",
        "Taxe d’apprentissage",
        "Apprenticeship tax",
        ("money_lines",),
        (
            Usual(DONOR, GAINER, "Solde de la taxe d’apprentissage", "Balance of the apprenticeship tax", Unit.EURO),
            Usual(GAINER, DONOR, "Attestation de versement", "Certificate of payment", Unit.DOCUMENT),
        ),
    ),
)

THEMES = (
    ("Décarbonation", "Decarbonation"),
    ("Réduction de l’empreinte carbone", "Carbon footprint reduction"),
    ("Biodiversité dans l’extraction des minéraux", "Biodiversity in mineral extraction"),
    ("Économie circulaire et matériaux", "Circular economy and materials"),
    ("Eau et milieux", "Water and natural environments"),
    ("Risques naturels et industriels", "Natural and industrial risks"),
    ("Énergies renouvelables et hydrogène", "Renewable energies and hydrogen"),
    ("Numérique et intelligence artificielle", "Computing and artificial intelligence"),
    ("Défense et résilience", "Defence and resilience"),
    ("Égalité et ouverture sociale", "Equality and social opening"),
)
