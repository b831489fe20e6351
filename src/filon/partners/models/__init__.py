"""Legal entities and funds (public), relationships, contacts, affiliations and accesses (of one school)."""

from filon.partners.kinds import EntityKind
from filon.partners.models.access import Access, accesses_today
from filon.partners.models.contact import Affiliation, Contact
from filon.partners.models.entity import Fund, LegalEntity
from filon.partners.models.register import RegisterChange, RegisterRecord, RegisterSettlement
from filon.partners.models.relationship import Relationship, Site

__all__ = [
    "Access",
    "Affiliation",
    "Contact",
    "EntityKind",
    "Fund",
    "LegalEntity",
    "RegisterChange",
    "RegisterRecord",
    "RegisterSettlement",
    "Relationship",
    "Site",
    "accesses_today",
]
