"""What is told of exchanges: sessions in so many days, and ideas so many days ago."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from filon.activities.kinds import OutcomeKind

CARBON, LIFE = "Décarbonation", "Biodiversité dans l’extraction des minéraux"
BRIDGE, SOUTH = "Campus du Pont-Vieux", "Antenne de Montpellier"


@dataclass(frozen=True)
class Meeting:
    """A session of the story: in how many days (past ones are negative), on what, with whom; `others` came without a registration."""

    key: str
    days: int
    theme: str
    title_fr: str
    title_en: str
    site: str
    room: str
    capacity: int
    partners: Sequence[str] = ()
    persons: Sequence[str] = ()
    absent: Sequence[str] = ()
    others: int = 0
    fulfils: Sequence[str] = ()
    goals: Sequence[int] = ()
    is_public: bool = False


@dataclass(frozen=True)
class Thought:
    """An idea: who had it, how many days ago, at which session; who took it up; what was said of it and what it became."""

    by: str
    days: int
    theme: str
    title: str
    words: str
    session: str = ""
    takers: Sequence[str] = ()
    said: Sequence[tuple[str, str]] = ()
    became: OutcomeKind | None = None
    which: str = ""
    is_public: bool = False


HELD = (
    Meeting(
        "heat",
        -232,
        CARBON,
        "Chaleur fatale : de l’usine au campus",
        "Waste heat: from the plant to the campus",
        BRIDGE,
        "Amphi 2",
        60,
        ("energy", "salt"),
        ("student", "founder", "sustainability", "contact"),
        ("founder",),
        31,
        ("exchanges", "seats"),
        (7, 13),
        True,
    ),
    Meeting(
        "marsh",
        -141,
        LIFE,
        "Ce que les marais salants nous apprennent",
        "What the salt marshes teach us",
        SOUTH,
        "Salle Camargue",
        40,
        ("salt",),
        ("student", "mentor", "studies"),
        (),
        22,
        ("exchanges", "seats"),
        (15,),
        True,
    ),
    Meeting(
        "quarry",
        -52,
        LIFE,
        "Carrières et reprise des milieux",
        "Quarries and the return of living ground",
        BRIDGE,
        "B 12",
        25,
        ("salt", "materials"),
        ("student", "sustainability", "economy"),
        ("economy",),
        14,
        ("exchanges",),
        (12, 15),
    ),
)
OPEN = (
    Meeting(
        "cement",
        -2,
        CARBON,
        "Ciments bas carbone, retours d’essais",
        "Low-carbon cements, results of trials",
        BRIDGE,
        "Laboratoire",
        18,
        ("materials", "salt"),
        ("student", "founder", "mentor"),
    ),
    Meeting(
        "storage",
        3,
        CARBON,
        "Stocker l’énergie dans le sous-sol",
        "Storing energy underground",
        BRIDGE,
        "Amphi 1",
        80,
        ("energy", "salt"),
        ("sustainability", "contact", "founder"),
        is_public=True,
    ),
    Meeting(
        "walk",
        5,
        LIFE,
        "Marche d’observation sur l’ancienne mine",
        "Field walk on the old mine",
        BRIDGE,
        "devant l’accueil",
        3,
        ("salt",),
        ("student", "mentor", "studies", "founder", "sustainability"),
    ),
    Meeting(
        "south",
        23,
        CARBON,
        "Hydrogène : qui consomme quoi ?",
        "Hydrogen: who uses what?",
        SOUTH,
        "Salle Garrigue",
        30,
        ("hydrogen",),
        is_public=True,
    ),
)
CANCELLED = Meeting(
    "air", 6, CARBON, "Visite de la station de mesure de l’air", "Visit of the air measuring station", SOUTH, "sur place", 12, ("hydrogen",)
)
THOUGHTS = (
    Thought(
        "economy",
        330,
        CARBON,
        "Des échanges réguliers avec les salins",
        "Une séance par trimestre, alternée entre nos deux campus et leur site.",
        takers=("salt",),
        became=OutcomeKind.AGREEMENT,
        which="Échanges Salins et Résines",
        is_public=True,
    ),
    Thought(
        "student",
        230,
        CARBON,
        "Chauffer la halle d’essais avec la chaleur de l’usine",
        "L’eau de refroidissement sort à 40 °C : une boucle tiède suffirait à la halle de novembre à mars.",
        "heat",
        ("contact", "sustainability"),
        (("contact", "Nous avons un échangeur de réserve."), ("mentor", "Prévoir l’été : que fait-on de la chaleur ?")),
        OutcomeKind.PROJECT,
        "Boucle tiède de la halle",
        True,
    ),
    Thought(
        "founder",
        228,
        CARBON,
        "Compter le carbone d’un coulis de ciment sur place",
        "Une fiche simple, remplie par le chef de chantier.",
        "heat",
        ("student",),
        (),
        OutcomeKind.INTERNSHIP,
        "Stage de deuxième année, méthode de terrain",
        True,
    ),
    Thought(
        "sustainability",
        139,
        LIFE,
        "Indicateur de retour des oiseaux sur les bassins",
        "Compter chaque printemps avec les élèves, comparer aux relevés des salins.",
        "marsh",
        ("salt",),
        (("student", "Le club nature peut tenir les comptages."),),
        OutcomeKind.THESIS,
        "Thèse sur le retour des oiseaux nicheurs",
        True,
    ),
    Thought(
        "studies",
        138,
        LIFE,
        "Un module commun sur les milieux salés",
        "Deux jours partagés entre les deux écoles.",
        "marsh",
        ("studies",),
    ),
    Thought(
        "student",
        51,
        LIFE,
        "Semer les talus avec des graines du voisinage",
        "Les élèves récoltent, la carrière sème.",
        "quarry",
        ("materials",),
    ),
    Thought(
        "contact",
        48,
        CARBON,
        "Prêter nos capteurs à un projet d’élèves",
        "Une douzaine de capteurs dorment dans nos tiroirs.",
        "heat",
        ("student", "mentor"),
    ),
    Thought("mentor", 41, LIFE, "Une carte sonore de l’ancienne mine", "Écouter le site à chaque saison.", "quarry"),
    Thought("founder", 33, CARBON, "Tiroir à idées dans le hall", "Une boîte, et une séance par mois pour l’ouvrir."),
    Thought("student", 12, CARBON, "Vélos pour aller aux séances de Montpellier", "Douze vélos à la gare suffiraient.", is_public=True),
)
