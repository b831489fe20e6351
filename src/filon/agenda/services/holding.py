"""What agenda holds of a person: addresses of calendars, the letters she wants, the weeks she was told."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from filon.agenda.models import CalendarFeed, Digest, MailChoice
from filon.kernel.erasing import deleted, told, unless_she_stays
from filon.kernel.persons import Person, PersonHolding

STAYS = _("her account goes on")


def _feeds(person: Person) -> QuerySet[CalendarFeed]:
    return CalendarFeed.objects.filter(user=person.account)


def _choices(person: Person) -> QuerySet[MailChoice]:
    return MailChoice.objects.filter(user=person.account)


def _weeks(person: Person) -> QuerySet[Digest]:
    return Digest.objects.filter(user=person.account)


HOLDINGS = (
    PersonHolding(
        "agenda.feed",
        "agenda.feed",
        _("Addresses of calendars"),
        _feeds,
        told("about", "made_at", "closed_at", "read_at"),
        unless_she_stays(STAYS),
        lambda person: deleted(_feeds(person)),
    ),
    PersonHolding(
        "agenda.choice",
        "agenda.digest",
        _("Letters she wants"),
        _choices,
        told("wants_digest", "against", "language"),
        unless_she_stays(STAYS),
        lambda person: deleted(_choices(person)),
    ),
    PersonHolding(
        "agenda.digest",
        "agenda.digest",
        _("Weeks told by mail"),
        _weeks,
        told("week", "made_at"),
        unless_she_stays(STAYS),
        lambda person: deleted(_weeks(person)),
    ),
)
