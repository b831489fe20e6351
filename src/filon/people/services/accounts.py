"""Accounts: opened for an address, changed by their owner."""

from collections.abc import Sequence

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from filon.kernel import audit
from filon.kernel.errors import Refused
from filon.people.models import User
from filon.people.models.user import LANGUAGES, THEMES


@transaction.atomic
def account_open(*, by: User | None, email: str, name: str, language: str = "") -> User:
    """The account of that address, made if nobody has it. It holds no role and no password: a link by e-mail signs in.
    An upper app that gives a right (the access of a partner's person) checks that `by` may give it."""
    known = User.objects.with_email(email)
    if known is not None:
        return known
    user = User.objects.create_user(email=email.strip(), name=given_name(name), language=language)
    audit.record(by, "user.opened", user)
    return user


@transaction.atomic
def account_change(*, by: User, name: str | None = None, language: str | None = None, theme: str | None = None) -> User:
    """One's own name, language (fr, en, or empty: the browser's) and theme (light, dark, or empty: the system's). None changes nothing."""
    user = User.objects.select_for_update().get(pk=by.pk)
    user.name = user.name if name is None else given_name(name)
    user.language = user.language if language is None else _one_of(language, LANGUAGES, "language")
    user.theme = user.theme if theme is None else _one_of(theme, THEMES, "theme")
    user.save(update_fields=["name", "language", "theme"])
    audit.record(user, "user.changed", user)
    return user


@transaction.atomic
def password_set(*, by: User, former: str, password: str) -> User:
    """A new password; whoever has one already says it first. Raises Refused."""
    user = User.objects.select_for_update().get(pk=by.pk)
    if user.has_usable_password() and not user.check_password(former):
        raise Refused(_("This is not your password of today."), field="former")
    check_password(password, user, field="password")
    user.set_password(password)
    user.save(update_fields=["password"])
    audit.record(user, "user.password_set", user)
    return user


def check_password(password: str, user: User, *, field: str) -> None:
    """Raises Refused when it is too short, too common or too like the name."""
    try:
        validate_password(password, user)
    except ValidationError as wrong:
        raise Refused(" ".join(wrong.messages), field=field) from wrong


def given_name(name: str) -> str:
    """The name without blanks around it; raises Refused when nothing is left."""
    if not name.strip():
        raise Refused(_("Write a name: colleagues read it beside what you do."), field="name")
    return name.strip()


def _one_of(value: str, choices: Sequence[tuple[str, object]], field: str) -> str:
    if value and value not in {code for code, _label in choices}:
        raise Refused(_("“%(value)s” is not one of the choices.") % {"value": value}, field=field)
    return value
