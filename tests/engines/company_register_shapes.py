"""Answers of the public register, written from its documented shape; every company is invented."""

import json
from typing import Any

SIREN = "732829320"


def answer(**told: Any) -> bytes:
    """One company, active and small unless told otherwise; `siege` is completed."""
    seat = {"siret": f"{SIREN}00074", "code_postal": "30100", "libelle_commune": "ALES", "departement": "30", "etat_administratif": "A"}
    company = {
        "siren": SIREN,
        "nom_complet": "EXEMPLE PROCEDES (EXPRO)",
        "nom_raison_sociale": "EXEMPLE PROCEDES",
        "date_creation": "2019-05-02",
        "date_fermeture": None,
        "etat_administratif": "A",
        "nature_juridique": "5710",
        "categorie_entreprise": "PME",
        "tranche_effectif_salarie": "02",
        "nombre_etablissements_ouverts": 1,
        "activite_principale": "72.19Z",
        "statut_diffusion": "O",
        "dirigeants": [{"nom": "EXEMPLE", "prenoms": "ALIX", "type_dirigeant": "personne physique"}],
        "finances": {"2022": {"ca": 390000}, "2023": {"ca": 410000, "resultat_net": -52000}},
        "matching_etablissements": [],
    }
    company |= told
    company["siege"] = seat | told.get("siege", {})
    return json.dumps({"results": [company], "total_results": 1}).encode()


def succession(siren: str, created: str) -> dict[str, Any]:
    """The activity goes on in another company, created on that day."""
    link = {
        "siretEtablissementSuccesseur": f"{siren}00011",
        "dateLienSuccession": "2025-06-30",
        "continuiteEconomique": True,
        "dateCreationSuccesseur": created,
    }
    return {"successions": [link]}


NOTHING = b'{"results": [], "total_results": 0}'
CLOSED = {"etat_administratif": "C", "date_fermeture": "2025-06-30", "nombre_etablissements_ouverts": 0}
