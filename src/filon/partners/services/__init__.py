"""Everything that writes about partners."""

from filon.partners.services.accesses import access_end, access_grant
from filon.partners.services.contacts import (
    AffiliationInput,
    ContactInput,
    affiliation_close,
    affiliation_open,
    contact_add,
    contact_change,
)
from filon.partners.services.entities import (
    EntityInput,
    FundInput,
    SiteInput,
    entity_change,
    entity_merge,
    fund_add,
    fund_change,
    site_add,
    site_change,
)
from filon.partners.services.relationships import RelationshipInput, relationship_change, relationship_open

__all__ = [
    "AffiliationInput",
    "ContactInput",
    "EntityInput",
    "FundInput",
    "RelationshipInput",
    "SiteInput",
    "access_end",
    "access_grant",
    "affiliation_close",
    "affiliation_open",
    "contact_add",
    "contact_change",
    "entity_change",
    "entity_merge",
    "fund_add",
    "fund_change",
    "relationship_change",
    "relationship_open",
    "site_add",
    "site_change",
]
