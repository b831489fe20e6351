"""What people hold of a person: her account, her roles, invitations, letters, links."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from filon.kernel.erasing import NOBODY, NOWHERE, always, deleted, name_kept, nobody, nowhere, told, unless_she_stays
from filon.kernel.models import SavedView
from filon.kernel.persons import Kept, Person, PersonHolding
from filon.people.models import Invitation, KeptMessage, Membership, SentLetter, SignInLink, User

STAYS = _("a role lasts, or an access that another school opened: end it first")


def accounts(person: Person) -> QuerySet[User]:
    return User.objects.get_queryset().filter(pk__in=person.accounts)


def accounts_close(rows: QuerySet[User]) -> int:
    """Nobody signs in with them any more, and nothing reaches their addresses; the names stay. How many were open."""
    keys = list(rows.exclude(email__endswith=NOWHERE).values_list("pk", flat=True))
    found = User.objects.using(rows.db).filter(pk__in=keys)
    SavedView.objects.using(rows.db).filter(owner_id__in=keys).delete()
    SignInLink.objects.using(rows.db).filter(user__in=keys).delete()
    return found.update(email=nowhere(), password=make_password(None), language="", theme="", is_active=False)


def accounts_rename(rows: QuerySet[User]) -> int:
    return rows.exclude(name__startswith=NOBODY).update(name=nobody())


def name_stays(person: Person, today: dt.date) -> Kept | None:
    return Kept(STAYS) if person.stays else name_kept(person, accounts(person), today, "accounts")


def _invitations(person: Person) -> QuerySet[Invitation]:
    return Invitation.objects.filter(person.at("email"), person.here("host")).select_related("host")


def _letters(person: Person) -> QuerySet[SentLetter]:
    return SentLetter.objects.filter(person.at("to"), person.here("host"))


def _letters_erase(person: Person) -> int:
    KeptMessage.objects.filter(person.at("to")).delete()
    return deleted(_letters(person))


def _memberships(person: Person) -> QuerySet[Membership]:
    return Membership.objects.filter(person.here("host"), user=person.account).select_related("host")


def _links(person: Person) -> QuerySet[SignInLink]:
    return SignInLink.objects.filter(user=person.account)


def _membership(row: Membership) -> dict[str, Any]:
    return {"school": row.host.name, "role": row.role, "start": row.start, "end": row.end}


def _invitation(row: Invitation) -> dict[str, Any]:
    return {"school": row.host.name, **told("email", "name", "role", "language", "invited_at", "accepted_at", "withdrawn_at")(row)}


HOLDINGS = (
    PersonHolding(
        "people.account",
        "people.account",
        _("Account: address, language, password, views kept"),
        accounts,
        told("email", "name", "language", "theme", "is_active", "created_at"),
        unless_she_stays(STAYS),
        lambda person: accounts_close(accounts(person)),
    ),
    PersonHolding(
        "people.name",
        "people.account",
        _("Name of the account, beside what was done"),
        accounts,
        told("name"),
        name_stays,
        lambda person: accounts_rename(accounts(person)),
    ),
    PersonHolding(
        "people.membership",
        "people.membership",
        _("Roles"),
        _memberships,
        _membership,
        always(_("it says who had the power to act; it bears no name once the name goes")),
    ),
    PersonHolding(
        "people.invitation",
        "people.invitation",
        _("Invitations"),
        _invitations,
        _invitation,
        lambda _person, _today: None,
        lambda person: deleted(_invitations(person)),
    ),
    PersonHolding(
        "people.sent_letter",
        "people.sent_letter",
        _("Letters sent"),
        _letters,
        told("to", "handed_at", "left_at", "returned_at", "why"),
        lambda _person, _today: None,
        _letters_erase,
    ),
    PersonHolding(
        "people.sign_in",
        "people.sign_in",
        _("Links to sign in"),
        _links,
        told("expires_at", "used_at"),
        unless_she_stays(STAYS),
        lambda person: deleted(_links(person)),
    ),
)
