"""Who is told the week by mail, and whose letters came back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from filon.agenda.models import Digest
from filon.agenda.queries.choices import DIGEST, DUE, against
from filon.kernel.addresses import address
from filon.kernel.registry import WeekItem
from filon.partners.models import Access
from filon.people.models import Membership, SentLetter, User
from filon.people.roles import WORKING

ABOUT = "agenda.digest"
"""Of the letters noted before they leave: their object is the person."""
RETURNED = "agenda.returned"
SHOWN = 5


def recipients_of(week: dt.date) -> QuerySet[User]:
    """Active people with a role or an access that day who want it, whose last address takes letters, and who were not told this week."""
    return _reached(week, Digest.Kind.WEEK).filter(~against(DIGEST))


def told_of_dates(today: dt.date) -> QuerySet[User]:
    """The same, who asked for dates that come near."""
    return _reached(today, Digest.Kind.DUE).filter(against(DUE))


def _reached(on: dt.date, kind: str) -> QuerySet[User]:
    own = {"user": OuterRef("pk")}
    here = Q(Exists(Membership.objects.on(on).filter(**own))) | Q(Exists(Access.objects.on(on).filter(**own)))
    told = Digest.objects.filter(kind=kind, week=on, **own)
    people = User.objects.get_queryset().filter(here, ~Exists(told), ~Exists(returned_letters(OuterRef("uuid"))), is_active=True)
    return people.order_by("pk")


def returned_letters(user_uuid: OuterRef) -> QuerySet[SentLetter]:
    """Weeks that came back from the address she has now."""
    return SentLetter.objects.filter(about_type=ABOUT, about_uuid=user_uuid, to__iexact=OuterRef("email"), returned_at__isnull=False)


def returned_items(viewer: User, today: dt.date) -> Iterator[WeekItem]:
    """For those who work on partnerships: people of their school, or of its partners, whom letters do not reach. No query unless a letter
    of the school came back lately, which is read with the roles of whoever asks."""
    hosts = viewer.marks(RETURNED, WORKING)
    if not hosts:
        return
    came_back = SentLetter.objects.filter(about_type=ABOUT, host__in=hosts, returned_at__isnull=False, about_uuid=OuterRef("uuid"))
    gone = User.objects.get_queryset().filter(Exists(came_back.filter(to__iexact=OuterRef("email"))), is_active=True)
    for person in gone.order_by("name")[:SHOWN]:
        title = _("Letters to %(name)s do not arrive: correct the address, or end the role or the access") % {"name": person.name}
        yield WeekItem("decide", today, title, address("people:team"), person.email)


def has_returned(host: str) -> Exists:
    """A letter of the school came back, `host` being the column with its key."""
    return Exists(SentLetter.objects.filter(host=OuterRef(host), returned_at__isnull=False))
