"""What partners bring to the pages and jobs of the house."""

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from filon.kernel.imports.commands import command_of
from filon.kernel.models import StoredFile
from filon.kernel.registry import (
    FileOwner,
    Invariant,
    NavItem,
    PersonalDataClass,
    Purge,
    RenewalSource,
    SearchSource,
    WayIn,
    WeekSource,
    register,
)
from filon.partners import audited, commands, invariants, samples
from filon.partners.models import Access, Affiliation, Contact, Fund, LegalEntity, Relationship, Site, open_today
from filon.partners.queries.closures import closures
from filon.partners.queries.listing import contact_hits, partner_hits
from filon.partners.queries.registered import week_items
from filon.partners.services.forgetting import changes_purge
from filon.partners.services.holding import HOLDINGS
from filon.partners.services.own import OF_AFFILIATION
from filon.people.hooks import host_created, people_described
from filon.people.models import User
from filon.people.roles import READING


def may_read_partners(viewer: User) -> bool:
    return viewer.has_perm("partners.partner.read")


def may_read_power(viewer: User, stored: StoredFile) -> bool:
    """The school that knows the signatory, and whoever acts for the same organisation there."""
    own = Access.objects.open_to(viewer).filter(
        affiliation__entity=OuterRef("entity"), affiliation__contact__host=OuterRef("contact__host")
    )
    seen = Affiliation.objects.filter(uuid__in=[stored.owner_uuid])
    hosts = viewer.standing.hosts_where(READING)
    return seen.filter(Q(contact__host_id__in=hosts) | Q(Exists(own))).exists()


def declare() -> None:
    """Called once, when the applications are ready."""
    from filon.partners import imports, joining, rights, tasks  # noqa: F401, PLC0415  rights declares the permissions, tasks its schedule

    register(NavItem("partners", _("Partners"), "partners:list", 20, "n-people", may_read_partners))
    register(WayIn("partners.access", open_today))
    register(SearchSource("partners.partner", _("Partners"), partner_hits))
    register(SearchSource("partners.contact", _("People of partners"), contact_hits))
    register(
        *INVARIANTS, *audited.SUBJECTS, CONTACTS, CHANGES, samples.ACCESS, samples.CHANGE, *HOLDINGS, Purge(CHANGES.code, changes_purge)
    )
    register(FileOwner(OF_AFFILIATION, may_read_power))
    for kind in (imports.ORGANISATIONS, imports.CONTACTS):
        register(kind, command_of(kind))
    register(commands.REGISTER_REFRESH, WeekSource("partners.register", week_items), RenewalSource("partners.register", closures))
    host_created.connect(joining.give_legal_entity)
    people_described.connect(joining.describe_access_holders)


CONTACTS = PersonalDataClass(
    code="partners.contact",
    purpose=_("Knowing whom to write to in an organisation, and who may sign for it."),
    basis=_("Legitimate interest of the school in following its agreements (GDPR, article 6.1.f)."),
    retention=_("Five years after the last function ended; the name, as long as an agreement that she signed must stay provable."),
    end_action=_("Name, address and telephone are erased; functions stay, without a name, where an agreement refers to them."),
)
CHANGES = PersonalDataClass(
    code="partners.change",
    purpose=_("Telling a school what a partner’s people changed about their organisation: address, colleagues, signatories, rights."),
    basis=_("Legitimate interest of the school in knowing whom it deals with (GDPR, article 6.1.f)."),
    retention=_("One year after somebody of the school has seen it."),
    end_action=_("The row is deleted; the audit keeps that something changed, without the words."),
)
INVARIANTS = (
    Invariant(
        "partners.merge_without_chain",
        _("A merged sheet names a sheet that lasts: no chain, no circle."),
        invariants.merge_without_chain,
        reads=[LegalEntity],
    ),
    Invariant(
        "partners.fund_under_umbrella",
        _("Every fund is sheltered by an umbrella foundation."),
        invariants.fund_under_umbrella,
        reads=[Fund, LegalEntity],
    ),
    Invariant(
        "partners.numbers_exist",
        _("Every SIREN and SIRET has a right key, and a SIRET its organisation’s SIREN."),
        invariants.numbers_exist,
        reads=[LegalEntity, Site],
    ),
    Invariant(
        "partners.contact_of_known_partner",
        _("Every function is in the school itself or in an organisation it follows."),
        invariants.contact_of_known_partner,
        reads=[Affiliation, Contact, LegalEntity, Relationship],
    ),
    Invariant(
        "partners.access_within_affiliation",
        _("No access began before the function it stands on."),
        invariants.access_within_affiliation,
        reads=[Access, Affiliation],
    ),
)
