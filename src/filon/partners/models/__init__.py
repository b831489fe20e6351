"""Legal entities and funds (public), relationships, contacts, affiliations and accesses (of one school)."""

from filon.partners.kinds import AccessLevel, ChangeKind, EntityKind
from filon.partners.models.access import Access, accesses_today, open_today
from filon.partners.models.change import PartnerChange
from filon.partners.models.contact import Affiliation, Contact
from filon.partners.models.entity import Fund, LegalEntity
from filon.partners.models.register import RegisterChange, RegisterRecord, RegisterSettlement
from filon.partners.models.relationship import Relationship, Site

__all__ = [
    "Access",
    "AccessLevel",
    "Affiliation",
    "ChangeKind",
    "Contact",
    "EntityKind",
    "Fund",
    "LegalEntity",
    "PartnerChange",
    "RegisterChange",
    "RegisterRecord",
    "RegisterSettlement",
    "Relationship",
    "Site",
    "accesses_today",
    "open_today",
]
