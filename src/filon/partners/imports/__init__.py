"""Organisations and contacts from the school's own spreadsheets."""

from filon.partners.imports.contacts import CONTACTS
from filon.partners.imports.organisations import ORGANISATIONS

__all__ = ["CONTACTS", "ORGANISATIONS"]
