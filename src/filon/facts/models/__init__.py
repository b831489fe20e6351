"""Facts, their organisations, documents and erasable personal values."""

from filon.facts.models.fact import Fact, FactDocument, FactOrganisation, FactPersonal
from filon.facts.visibility import Visibility

__all__ = ["Fact", "FactDocument", "FactOrganisation", "FactPersonal", "Visibility"]
