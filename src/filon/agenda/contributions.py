"""What agenda brings to the pages and jobs of the house."""

from django.utils.translation import gettext_lazy as _

from filon.agenda import audited, invariants, tasks
from filon.agenda.models import CalendarFeed
from filon.agenda.queries.choices import DIGEST, DUE
from filon.agenda.queries.recipients import RETURNED, has_returned, returned_items
from filon.agenda.services.forgetting import digests_purge, feeds_purge
from filon.agenda.services.holding import HOLDINGS
from filon.kernel.registry import AccountLink, Invariant, LetterChoice, PersonalDataClass, Purge, WeekSource, register

__all__ = ["declare", "tasks"]


def declare() -> None:
    """Called once, when the applications are ready."""
    register(*audited.SUBJECTS, *PERSONAL_DATA, *INVARIANTS, *HOLDINGS, CALENDAR, Purge("agenda.feed", feeds_purge))
    register(*CHOICES, LETTERS, WeekSource(RETURNED, returned_items, has_returned), Purge("agenda.digest", digests_purge))


CALENDAR = AccountLink(
    "agenda.calendar", 10, _("My dates in my own calendar"), "agenda:calendar", _("A secret address that a calendar program reads.")
)
LETTERS = AccountLink("agenda.letters", 20, _("My letters"), "agenda:letters", _("The week by mail, and what always leaves."))
CHOICES = (
    LetterChoice(
        DIGEST,
        10,
        _("My week by mail, on Monday morning"),
        _("What is late, due, to sign, to decide; nothing when there is nothing to tell."),
        True,
    ),
    LetterChoice(
        DUE, 20, _("A letter three days before each date"), _("Due dates, days to decide, ends of agreements, ceremonies."), False
    ),
)
PERSONAL_DATA = (
    PersonalDataClass(
        "agenda.digest",
        purpose=_("Telling a person her week by mail, once: what she chose, which weeks were told."),
        basis=_("Legitimate interest: what is due is known in time; she may refuse it with one click."),
        retention=_("The choice, as long as the account; a week told, three months."),
        end_action=_("Deleted every night."),
    ),
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
