"""What privacy brings to the pages and jobs of the house."""

from django.utils.translation import gettext_lazy as _

from filon.kernel.registry import AccountLink, AuditedSubject, NavItem, PersonalDataClass, Purge, WeekSource, register
from filon.privacy import commands, rights, tasks
from filon.privacy.queries.week import WAITING, oldest_waiting, week_items
from filon.privacy.services.ending import accounts_purge, contacts_purge
from filon.privacy.services.holding import HOLDINGS
from filon.privacy.services.purging import demands_purge

__all__ = ["declare", "rights", "tasks"]


def declare() -> None:
    """Called once, when the applications are ready; rights and schedules are declared by being imported."""
    register(Purge("people.account", accounts_purge), Purge("partners.contact", contacts_purge))
    register(commands.PURGE, AUDITED, *PERSONAL_DATA, *HOLDINGS, OWN, Purge("privacy.demand", demands_purge))
    register(WeekSource(WAITING, week_items, oldest_waiting))
    may_read = NavItem("privacy", _("Personal data"), "privacy:register", 95, "", lambda viewer: viewer.has_perm("privacy.register.read"))
    register(may_read)


OWN = AccountLink("privacy.own", 30, _("My data"), "privacy:own", _("What is held of me: to read, to take away, to have erased."))
AUDITED = AuditedSubject(
    "privacy",
    _("Personal data"),
    {
        "purged": _("Personal data whose time was over removed"),
        "exported": _("Data of a person exported"),
        "asked": _("Erasure of a person’s data asked for"),
        "erased": _("Data of a person erased"),
        "refused": _("Erasure of a person’s data refused"),
    },
)
PERSONAL_DATA = (
    PersonalDataClass(
        "privacy.demand",
        purpose=_("Answering people about their data: who asked, when, what was answered, what stayed and why."),
        basis=_("Legal obligation to answer, and to prove it (GDPR, articles 12 and 5.2)."),
        retention=_("Five years after the answer (civil code, article 2224)."),
        end_action=_("Deleted every night."),
    ),
)
