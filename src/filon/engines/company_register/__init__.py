"""What the public register of companies says of one, and what has changed since it was last asked. Pure Python, no Django.

Shapes: `recherche-entreprises.api.gouv.fr/search` (OpenAPI of annuaire-entreprises-data-gouv-fr/search-api, July 2026)."""

from filon.engines.company_register.changes import Change, changes
from filon.engines.company_register.sheet import RegisterSheet, Standing, Unreadable, from_json, sheet_in, standing_of, to_json

__all__ = ["Change", "RegisterSheet", "Standing", "Unreadable", "changes", "from_json", "sheet_in", "standing_of", "to_json"]
