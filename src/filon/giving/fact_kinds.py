"""Kinds of facts that say what gifts made possible: recorded by hand at the school, and attributed to what paid for them."""

from django.utils.translation import gettext_lazy as _

from filon.facts.visibility import Visibility
from filon.kernel.registry import FactKind

OUTCOMES = (
    FactKind("giving.students_supported", _("students supported"), "student", Visibility.PARTIES, is_by_hand=True),
    FactKind("giving.places_opened", _("places opened"), "place", Visibility.PARTIES, is_by_hand=True),
    FactKind("giving.exchanges_held", _("exchanges held"), "event", Visibility.PARTIES, is_by_hand=True),
    FactKind("giving.thesis", _("thesis supported"), "thesis", Visibility.PARTIES, is_by_hand=True),
)
CODES = ("ledger.equipment", *(kind.code for kind in OUTCOMES))
"""All of them; equipment is the ledger's kind, which a spending may record too."""
