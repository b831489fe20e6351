"""What facts bring to the pages and jobs of the house."""

from django.utils.translation import gettext_lazy as _

from filon.facts import audited, invariants, rights
from filon.facts.kinds import BY_HAND
from filon.facts.models import Fact, FactPersonal
from filon.facts.queries.listing import fact_hits
from filon.facts.queries.partner import partner_facts
from filon.facts.services import personal_purge
from filon.kernel.models import StoredFile
from filon.kernel.registry import FileOwner, Invariant, NavItem, PartnerSection, PersonalDataClass, Purge, Scope, SearchSource, register
from filon.people.models import User

__all__ = ["declare", "rights"]


def may_read_proof(viewer: User, stored: StoredFile) -> bool:
    """Whoever reads the fact reads what proves it."""
    return stored.owner_uuid is not None and Fact.objects.visible_to(viewer).filter(uuid=stored.owner_uuid).exists()


def may_read_facts(viewer: User) -> bool:
    return viewer.has_perm("facts.fact.read")


def declare() -> None:
    """Called once, when the applications are ready; rights are declared by being imported."""
    register(*BY_HAND, *INVARIANTS, *audited.SUBJECTS, PERSONAL_VALUES, Purge(PERSONAL_VALUES.code, personal_purge))
    register(NavItem("facts", _("Facts"), "facts:list", 40, "n-facts", may_read_facts))
    register(SearchSource("facts.fact", _("Facts"), fact_hits))
    register(PartnerSection("facts", 50, partner_facts, "facts/partner.html"))
    register(FileOwner("facts.fact", may_read_proof))


PERSONAL_VALUES = PersonalDataClass(
    code="facts.personal",
    purpose=_("Knowing whom a fact concerns and in which words it was told, while that is needed to prove it."),
    basis=_("Legitimate interest of the school in proving what was done (GDPR, article 6.1.f)."),
    retention=_("Five years after the fact, or until the person asks."),
    end_action=_("Values are erased; the fact and its digest stay, without a person."),
)
FACTS = Scope(Fact, {Fact: ["pk", "reverses", "reversed_by"]}, block=10_000)
VALUES = Scope(FactPersonal, {FactPersonal: ["pk"], Fact: ["personal"]}, block=1_000)
INVARIANTS = (
    Invariant("facts.reversed_once", _("A fact is reversed at most once, and a reversal never."), invariants.reversed_once, scope=FACTS),
    Invariant(
        "facts.reversal_is_opposite",
        _("A reversal bears the opposite figures of what it reverses."),
        invariants.reversal_is_opposite,
        scope=FACTS,
    ),
    Invariant(
        "facts.personal_digest_matches",
        _("Values about persons are those their fact was recorded with."),
        invariants.personal_digest_matches,
        scope=VALUES,
    ),
    Invariant("facts.not_in_the_future", _("A fact was recorded once it had happened."), invariants.not_in_the_future, scope=FACTS),
)
