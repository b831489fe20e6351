"""Texts in articles."""

from datetime import UTC, datetime
from typing import Any

from filon.kernel.manuscript import Annex, Article, Column, Manuscript, Recital, SigningPlace, Table

WHEN = datetime(2026, 3, 3, 9, 30, tzinfo=UTC)
CLAUSE = """L'école met trois stands à disposition : chacun de 9 m² !

L'entreprise s'engage à :
- verser 30 000 € avant le 1ᵉʳ mars ;
- accueillir deux élèves
  de deuxième année.

Les « parties » se réunissent une fois par an."""
TABLE = Table((Column("Quoi"), Column("Montant", is_number=True)), (("Don", "30 000 €"), ("Stand", "3")), "Échéances")


def article(key: str = "object", **changes: Any) -> Article:
    return Article(**{"key": key, "title": "Objet", "text": CLAUSE, **changes})


def manuscript(**changes: Any) -> Manuscript:
    """A short convention with one of everything."""
    return Manuscript(
        **{
            "title": "Convention de mécénat",
            "subtitle": "Avenant n° 1",
            "author": "École du Gardon",
            "dated": WHEN,
            "language": "fr",
            "reference": "GAR-2026-014",
            "between": ("École du Gardon,\n6 avenue de Clavières, Alès", "Société Exemple, SAS"),
            "recitals": (Recital("why", "L'école forme des ingénieurs."),),
            "articles": (article(), article("money", title="Montant", tables=(TABLE,))),
            "closing": "Fait à Alès, le 3 mars 2026.",
            "signing": (SigningPlace("École du Gardon", "Marie Curie", "Directrice"), SigningPlace("Société Exemple")),
            "annexes": (Annex("budget", "Budget", "Voir le tableau.", (TABLE,)),),
            **changes,
        }
    )
