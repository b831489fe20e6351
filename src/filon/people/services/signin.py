"""Signing in: by a link sent by e-mail, by a password, and in a demonstration as any of its persons."""

import datetime as dt
from uuid import UUID

from django.contrib.auth import authenticate
from django.db import transaction
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from filon.kernel import audit
from filon.kernel.demo import is_demo
from filon.kernel.errors import Refused
from filon.kernel.tasks import enqueue
from filon.people import letters
from filon.people.keys import hash_of
from filon.people.models import SignInLink, User
from filon.people.throttle import count_try

SESSION_BACKEND = "filon.people.backends.Accounts"
"""Named in the session, whichever way somebody came in."""


def link_ask(*, email: str, ip: str, next_path: str = "") -> None:
    """Has a link sent to that address if somebody has it; takes as long when nobody does. Raises TooManyTries."""
    count_try("link", address=email, ip=ip)
    enqueue(letters.link_send, email=email, next_path=next_path)


def link_use(*, key: str, ip: str) -> tuple[User, str]:
    """Consumes a link: who signs in, and where she wanted to go. Raises Refused for a link used, expired or unknown, TooManyTries for
    somebody who guesses."""
    tries = count_try("key", ip=ip)
    link = _consumed(key)
    tries.forgive()
    return link.user, link.next_path


@transaction.atomic
def _consumed(key: str) -> SignInLink:
    link = SignInLink.objects.select_for_update(of=("self",)).select_related("user").filter(key_hash=hash_of(key)).first()
    if link is None or not link.is_open or not link.user.is_active:
        raise Refused(_("This link has been used or is too old: ask for another one."))
    link.used_at = timezone.now()
    link.save(update_fields=["used_at"])
    audit.record(link.user, "user.signed_in", link.user, method="link")
    return link


def password_check(*, email: str, password: str, ip: str) -> User:
    """Who signs in. Raises TooManyTries, or Refused with one sentence whether the address or the password is wrong."""
    tries = count_try("password", address=email, ip=ip)
    user = authenticate(username=email.strip(), password=password)
    if not isinstance(user, User):
        raise Refused(_("This address and this password do not go together. Correct them, or ask for a link by e-mail."), field="password")
    tries.forgive()
    audit.record(user, "user.signed_in", user, method="password")
    return user


def demo_enter(*, user_id: UUID) -> User:
    """One click, in a demonstration only; raises Http404 anywhere else."""
    user = User.objects.filter(uuid=user_id, is_active=True).first() if is_demo() else None
    if user is None:
        raise Http404
    audit.record(user, "user.signed_in", user, method="demonstration")
    return user


def links_forget() -> int:
    """Deletes the links that opened or lapsed more than a day ago; returns how many."""
    return SignInLink.objects.filter(expires_at__lt=timezone.now() - dt.timedelta(days=1)).delete()[0]
