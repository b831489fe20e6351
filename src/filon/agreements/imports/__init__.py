"""Agreements with their commitments, and past deliveries, from the school's own spreadsheets."""

from filon.agreements.imports.agreements import AGREEMENTS
from filon.agreements.imports.deliveries import DELIVERIES

__all__ = ["AGREEMENTS", "DELIVERIES"]
