"""What agenda brings to the pages and jobs of the house."""

from django.utils.translation import gettext_lazy as _

from filon.agenda import audited, invariants
from filon.agenda.models import CalendarFeed
from filon.kernel.registry import AccountLink, Invariant, PersonalDataClass, register


def declare() -> None:
    """Called once, when the applications are ready."""
    register(*audited.SUBJECTS, *PERSONAL_DATA, *INVARIANTS, CALENDAR)


CALENDAR = AccountLink(
    "agenda.calendar", 10, _("My dates in my own calendar"), "agenda:calendar", _("A secret address that a calendar program reads.")
)
PERSONAL_DATA = (
    PersonalDataClass(
        "agenda.feed",
        purpose=_("Letting a person’s own calendar read her dates: a hashed key, when it was last read, how often each date changed."),
        basis=_("Performance of what she asked for (GDPR, article 6.1.b)."),
        retention=_("Until she closes the address; a closed one, one year."),
        end_action=_("Deleted every night."),
    ),
)
INVARIANTS = (
    Invariant(
        "agenda.feed_keys_hashed",
        _("The key of a calendar’s address is kept as a digest only."),
        invariants.feed_keys_hashed,
        reads=[CalendarFeed],
    ),
    Invariant(
        "agenda.closed_feed_is_not_read",
        _("An address that is closed is read no more."),
        invariants.closed_feed_is_not_read,
        reads=[CalendarFeed],
    ),
)
