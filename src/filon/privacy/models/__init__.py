"""Purges, and demands of people about their data."""

from filon.privacy.models.demand import Demand, DemandLine
from filon.privacy.models.purge import PurgeLine, PurgeRun

__all__ = ["Demand", "DemandLine", "PurgeLine", "PurgeRun"]
