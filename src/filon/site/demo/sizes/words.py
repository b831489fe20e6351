"""Invented names. Every organisation says that it is one of the demonstration; no SIREN is invented, for it might be somebody's."""

import json
from collections.abc import Mapping


def weighted(weights: Mapping[str, int]) -> list[str]:
    """Each word as often as it weighs, for a draw among them."""
    return [word for word, weight in weights.items() for _time in range(weight)]


FIRST_OF_COMPANY = (
    "Ateliers", "Établissements", "Maison", "Manufacture", "Société", "Groupe", "Compagnie", "Fabrique", "Laboratoire", "Bureau",
    "Comptoir", "Usines", "Chantiers", "Forges", "Fonderie", "Moulins",
)  # fmt: skip
TRADES = (
    "Matériaux", "Mécatronique", "Robotique", "Énergies", "Hydrogène", "Résines", "Composites", "Hydraulique", "Géologie", "Forage",
    "Béton", "Céramique", "Optique", "Capteurs", "Logiciels", "Données", "Réseaux", "Emballage", "Papier", "Textile", "Cuir", "Bois",
    "Chimie", "Santé", "Eaux", "Air", "Recyclage", "Mobilités", "Rail", "Aéronautique", "Conseil", "Mesure", "Acoustique", "Éclairage",
    "Batteries", "Froid", "Chaudronnerie", "Usinage", "Soudure", "Fluides", "Risques", "Sécurité", "Bâtiment", "Charpente", "Verre",
)  # fmt: skip
PLACES = (
    "du Gardon", "du Vidourle", "de la Cèze", "des Garrigues", "des Gorges", "du Mas", "de l’Aigoual", "du Causse", "de la Vis",
    "de la Lergue", "de l’Orb", "de la Dourbie", "de la Jonte", "du Chassezac", "de l’Altier", "du Galeizon", "de l’Alzon", "du Rhôny",
    "de la Borne", "de la Lède", "du Dropt", "de la Tardoire", "du Bandiat", "de l’Auvézère", "de la Loue", "de la Boutonne",
    "de la Seugne", "du Thérain", "de la Brèche", "de l’Aronde", "de la Nièvre", "du Beuvron", "de la Cléry", "du Loing", "de l’Essonne",
    "de la Juine", "de l’Orge", "de la Rémarde", "de la Bièvre", "du Croult", "de la Beuvronne", "du Morin", "de l’Yerres", "de l’Ancœur",
    "de la Vanne", "du Serein", "du Cousin", "de la Cure", "de l’Armance", "de la Laignes", "de l’Ource", "de l’Aujon", "de la Blaise",
    "de la Saulx", "de l’Ornain", "de la Chiers",
)  # fmt: skip
OTHER_ORGANISATIONS = {
    "association": "Association",
    "public_body": "Communauté de communes",
    "school": "Lycée",
    "cooperative": "Coopérative",
    "armed_forces": "Bataillon",
}
KINDS_OF_ORGANISATION = weighted({"company": 82, "association": 6, "public_body": 5, "school": 3, "cooperative": 3, "armed_forces": 1})
CITIES = (
    ("Alès", "30"), ("Nîmes", "30"), ("Anduze", "30"), ("Bagnols", "30"), ("Montpellier", "34"), ("Sète", "34"), ("Lodève", "34"),
    ("Béziers", "34"), ("Mende", "48"), ("Florac", "48"), ("Aubenas", "07"), ("Privas", "07"), ("Valence", "26"), ("Avignon", "84"),
    ("Orange", "84"), ("Arles", "13"), ("Marseille", "13"), ("Rodez", "12"), ("Millau", "12"), ("Albi", "81"), ("Toulouse", "31"),
    ("Lyon", "69"), ("Saint-Étienne", "42"), ("Clermont-Ferrand", "63"), ("Paris", "75"), ("Nantes", "44"), ("Lille", "59"),
)  # fmt: skip
TAGS = weighted({"forum": 6, "alumni": 4, "stages": 6, "recherche": 3, "énergie": 2, "petites entreprises": 5, "international": 1})

GIVEN_NAMES = (
    "Adèle", "Ahmed", "Alice", "Antoine", "Aurore", "Basile", "Béatrice", "Bilal", "Camille", "Cécile", "Clément", "Colette", "Damien",
    "Diane", "Elsa", "Émile", "Farid", "Fanny", "Gaëlle", "Gaspard", "Hanna", "Hélène", "Hugo", "Inès", "Ivan", "Jeanne", "Joris", "Karim",
    "Léa", "Lucien", "Maëlle", "Malik", "Margot", "Nadia", "Noé", "Odile", "Oscar", "Paul", "Perrine", "Quentin", "Rachid", "Rose",
    "Salomé", "Simon", "Solène", "Tarek", "Thomas", "Ulysse", "Valentine", "Victor", "Yann", "Yasmine", "Zoé",
)  # fmt: skip
FAMILY_NAMES = (
    "Abric", "Alméras", "Arnal", "Aubert", "Bastide", "Benoît", "Bonnal", "Boudet", "Brès", "Cabanel", "Castan", "Causse", "Chabal",
    "Combes", "Coste", "Daudé", "Delmas", "Deleuze", "Espinas", "Fabre", "Faïsse", "Faure", "Gal", "Gaillard", "Gervais", "Haddad", "Hugon",
    "Issartel", "Jalabert", "Joly", "Laporte", "Lauze", "Lopez", "Malaval", "Martel", "Mazel", "Mazoyer", "Nègre", "Nicolas", "Olive",
    "Pagès", "Pellet", "Pin", "Privat", "Quet", "Ribot", "Roux", "Roussel", "Salles", "Serre", "Tessier", "Teyssier", "Valette", "Vidal",
    "Vierne", "Zerrouki",
)  # fmt: skip
FUNCTIONS = (
    "responsable des relations écoles", "chargée de recrutement", "directeur technique", "responsable d’atelier", "chef de projet",
    "ingénieure d’études", "directrice des ressources humaines", "responsable qualité", "ancien élève", "tutrice de stages",
)  # fmt: skip
SUBJECTS = (
    "filière matériaux", "filière énergie", "filière informatique", "filière mécatronique", "filière eau", "première année",
    "deuxième année", "troisième année", "apprentis", "doctorants", "laboratoire des risques", "laboratoire des polymères", "incubateur",
    "forum", "campus principal", "antenne", "chaire", "projets de groupe", "stages d’été", "alternance",
)  # fmt: skip

KINDS_OF_AGREEMENT = weighted(
    {
        "mecenat": 24,
        "forum": 22,
        "framework": 20,
        "apprenticeship_tax": 12,
        "training": 8,
        "equipment": 6,
        "academic": 4,
        "incubator": 3,
        "civic": 1,
    }
)
STEPS_IN_MONTHS = weighted({"1": 2, "3": 14, "6": 22, "12": 36, "0": 26})
"""Between two due dates; 0: once."""
TERMS_IN_MONTHS = weighted({"12": 3, "24": 2, "36": 10, "48": 2, "60": 2})
EUROS = weighted({"500": 8, "1000": 8, "1500": 5, "2500": 4, "5000": 4, "10000": 2, "25000": 1})
"""Of one payment: a long tail."""
KINDS_OF_FACT = weighted(
    {"facts.event": 30, "facts.visit": 16, "facts.meeting": 38, "facts.publication": 10, "facts.award": 2, "facts.support": 4}
)
"""Recorded by hand, beside deliveries and signings."""
CONTESTED = ("La rencontre n’a pas eu lieu.", "La quantité n’est pas celle que nous avons reçue.", "Ce n’était pas la filière convenue.")
WITHDRAWN = ("Saisi deux fois.", "Erreur de date.", "Ce n’était pas pour cette convention.")
SEASON = {1: 0.9, 2: 0.8, 3: 1.3, 4: 1.1, 5: 0.9, 6: 0.8, 7: 0.25, 8: 0.1, 9: 0.9, 10: 1.6, 11: 1.9, 12: 0.8}
"""How much happens in each month of a school's year, 1 being the average."""


def lists() -> dict[str, object]:
    """Every list by the name under which statements ask for it."""
    return {
        "firsts": list(FIRST_OF_COMPANY),
        "trades": list(TRADES),
        "places": list(PLACES),
        "other_organisations": json.dumps(OTHER_ORGANISATIONS),
        "kinds_of_organisation": KINDS_OF_ORGANISATION,
        "cities": [city for city, _department in CITIES],
        "departments": [department for _city, department in CITIES],
        "tags": TAGS,
        "given_names": list(GIVEN_NAMES),
        "family_names": list(FAMILY_NAMES),
        "functions": list(FUNCTIONS),
        "subjects": list(SUBJECTS),
        "kinds_of_agreement": KINDS_OF_AGREEMENT,
        "steps_in_months": STEPS_IN_MONTHS,
        "terms_in_months": TERMS_IN_MONTHS,
        "euros": EUROS,
        "kinds_of_fact": KINDS_OF_FACT,
        "contested": list(CONTESTED),
        "withdrawn": list(WITHDRAWN),
    }
