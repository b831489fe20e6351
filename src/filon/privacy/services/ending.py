"""Accounts go three years after the last role or access, what is written of a partner’s person five years after her last function; a name
that something makes stay goes with it."""

from __future__ import annotations

import datetime as dt

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from filon.kernel.erasing import NOBODY, named
from filon.kernel.periods import add_months, not_over
from filon.kernel.persons import NameKept
from filon.kernel.registry import Purged, Sentence, all_of
from filon.partners.models import Access, Affiliation, Contact
from filon.partners.services.holding import addresses_erase, sheets_rename
from filon.people.models import Membership, User
from filon.people.services.holding import accounts_close, accounts_rename

ACCOUNT_YEARS = 3
CONTACT_YEARS = 5


def accounts_purge(today: dt.date) -> Purged:
    """Address, password and language; and the name, when nothing makes it stay. How many of the two."""
    limit = add_months(today, -12 * ACCOUNT_YEARS)
    roles = Membership.objects.filter(not_over(limit), user=OuterRef("pk"))
    accesses = Access.objects.filter(not_over(limit), not_over(limit, "affiliation__"), user=OuterRef("pk"))
    recent = Q(Exists(roles)) | Q(Exists(accesses)) | Q(created_at__date__gte=limit)
    accounts = User.objects.get_queryset().using("owner")
    over = accounts.filter(~recent)
    removed = accounts_close(over) + accounts_rename(over.filter(~named(today, "accounts")))
    lasting = (_("a role or an access lasts, or ended less than three years ago"), accounts.filter(recent).count())
    return Purged(removed, (lasting, *_named(over, today, "accounts")))


def contacts_purge(today: dt.date) -> Purged:
    """Address and telephone; and the name, when nothing makes it stay. How many of the two."""
    functions = Affiliation.objects.filter(contact=OuterRef("pk"))
    recent = Q(Exists(functions.filter(not_over(add_months(today, -12 * CONTACT_YEARS))))) | ~Q(Exists(functions))
    sheets = Contact.objects.using("owner")
    over = sheets.filter(~recent)
    removed = addresses_erase(over.filter(~named(today, "sheets", with_address=True)))
    removed += sheets_rename(over.filter(~named(today, "sheets")))
    lasting = (_("a function lasts, or ended less than five years ago"), sheets.filter(recent).count())
    return Purged(removed, (lasting, *_named(over, today, "sheets")))


def _named(over: QuerySet[User] | QuerySet[Contact], today: dt.date, of: str) -> list[tuple[Sentence, int]]:
    """Why names stay, each reason with how many."""
    left = over.exclude(name__startswith=NOBODY)
    counted = [(one.why, left.filter(getattr(one, of)(today)).count()) for one in all_of(NameKept)]
    return [(why, count) for why, count in counted if count]
