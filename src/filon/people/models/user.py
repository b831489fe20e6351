"""Who signs in, and where she stands today."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, reduce
from operator import or_
from typing import TYPE_CHECKING, Any, ClassVar, Self

import rules
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Exists, OuterRef, Q, Value
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from filon.kernel.models import Record
from filon.kernel.prepared import Given, Prepared
from filon.kernel.registry import WayIn, WeekSource, all_of
from filon.people.roles import Role

if TYPE_CHECKING:
    from filon.people.models.host import Host
    from filon.people.models.membership import Membership

LANGUAGES = [("fr", "français"), ("en", "English")]
THEMES = [("light", _("light")), ("dark", _("dark"))]


@dataclass(frozen=True)
class Standing:
    """The roles a user holds today, per school; only those of the acting host while one is set.

    ``acts``: she may read by more than her roles, as one whom a school let in for her organisation. Only who holds a role is ever known not
    to, and then what accesses open is left out of her queries: an `OR` with what is never true keeps PostgreSQL from its indexes.
    """

    roles: dict[int, frozenset[Role]]
    acts: bool = True

    @property
    def host_ids(self) -> list[int]:
        return sorted(self.roles)

    def hosts_where(self, allowed: Iterable[Role]) -> list[int]:
        """The schools where at least one of the allowed roles is held."""
        wanted = frozenset(allowed)
        return sorted(host_id for host_id, held in self.roles.items() if held & wanted)

    def has(self, allowed: Iterable[Role], *, host_id: int | None = None) -> bool:
        """Is one of the allowed roles held, at that school if one is named?"""
        hosts = self.hosts_where(allowed)
        return bool(hosts) if host_id is None else host_id in hosts

    def digest(self) -> str:
        """A text that changes when any role is gained or lost (used when a POST is replayed)."""
        return ";".join(f"{host}:{','.join(sorted(held))}" for host, held in sorted(self.roles.items()))


class UserQuerySet(models.QuerySet["User"]):
    def visible_to(self, viewer: User) -> Self:
        """The members, past and present, of the schools the viewer belongs to now."""
        from filon.people.models.membership import Membership  # noqa: PLC0415  (a membership names a user)

        return self.filter(Exists(Membership.objects.filter(user=OuterRef("pk"), host_id__in=viewer.standing.host_ids)))


class UserManager(BaseUserManager["User"]):
    def get_queryset(self) -> UserQuerySet:
        return UserQuerySet(self.model, using=self._db)

    def visible_to(self, viewer: User) -> UserQuerySet:
        return self.get_queryset().visible_to(viewer)

    def with_email(self, email: str) -> User | None:
        """The account of that address, however its letters are written."""
        return self.filter(email__iexact=email.strip()).first()

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email__iexact=username or "")

    def create_user(self, *, email: str, name: str, password: str | None = None, **fields: Any) -> User:
        user = self.model(email=self.normalize_email(email), name=name, **fields)
        user.set_password(password)
        user.save()
        return user


class User(Record, AbstractBaseUser):
    """A person who signs in. What she may do comes from memberships and accesses, never from the account."""

    email = models.EmailField(_("e-mail"), max_length=254, unique=True)
    name = models.CharField(_("name"), max_length=120)
    language = models.CharField(_("language"), max_length=2, blank=True, choices=LANGUAGES)
    theme = models.CharField(_("theme"), max_length=5, blank=True, choices=THEMES)
    is_active = models.BooleanField(_("active"), default=True)
    created_at = models.DateTimeField(default=timezone.now)

    #: Set by the middleware: the school she works for in this request; None outside a request.
    acting_host_id: int | None = None

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects = UserManager()

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        constraints = [models.UniqueConstraint(models.functions.Lower("email"), name="user_email_once")]

    def __str__(self) -> str:
        return self.name

    @cached_property
    def memberships_today(self) -> list[Membership]:
        """The memberships that hold today, each with its school: one query, then kept on this instance."""
        return memberships_today(self.pk)

    @cached_property
    def kept(self) -> dict[str, Any]:
        """What the apps above read of her once a request."""
        return {}

    @property
    def hosts_today(self) -> list[Host]:
        """The schools where a role is held today, the one joined first to Filon first."""
        return list({held.host_id: held.host for held in self.memberships_today}.values())

    def marks(self, source: str, allowed: Iterable[Role]) -> dict[int, Any]:
        """What this source of the week marks (`WeekSource.mark`) of the schools where one of these roles is held and it marks anything;
        asks nothing."""
        found = {held.host_id: getattr(held, mark_column(source)) for held in self.memberships_today}
        return {host_id: found[host_id] for host_id in self.standing.hosts_where(allowed) if found.get(host_id)}

    @property
    def roles_today(self) -> dict[int, frozenset[Role]]:
        """The roles held today, per school."""
        held: dict[int, set[Role]] = {}
        for membership in self.memberships_today:
            held.setdefault(membership.host_id, set()).add(Role(membership.role))
        return {host_id: frozenset(roles) for host_id, roles in held.items()}

    @cached_property
    def standing(self) -> Standing:
        """Today's roles; only those of the acting school while one is set. An access counts whatever school she works for."""
        roles, held = self.roles_today, self.memberships_today
        if self.acting_host_id is not None:
            roles = {host: these for host, these in roles.items() if host == self.acting_host_id}
        acts = not held or any(one.acts for one in held)  # type: ignore[attr-defined]  # annotated by `_held_today`
        return Standing(roles, acts=acts)

    def act_for(self, host_id: int | None) -> None:
        """Work for one school from now on: roles held elsewhere stop counting for this instance."""
        self.acting_host_id = host_id
        vars(self).pop("standing", None)

    def has_perm(self, perm: str, obj: object | None = None) -> bool:
        return self.is_active and bool(rules.has_perm(perm, self, obj))

    def joined_on(self) -> dt.date:
        return timezone.localdate(self.created_at)


def mark_column(source: str) -> str:
    """Of `memberships_today`: the column for the mark of a source of the week."""
    return f"mark_{source.replace('.', '_')}"


def _held_today(_reader: Any) -> models.QuerySet[Membership]:
    from filon.people.models.membership import Membership  # noqa: PLC0415  (a membership names a user)

    held = Membership.objects.on(timezone.localdate()).filter(user=Given(models.BigIntegerField(), "user"))
    marks = {mark_column(source.code): source.mark("host") for source in all_of(WeekSource) if source.mark}
    return held.annotate(acts=_is_let_in(), **marks).select_related("host", "user").order_by("host_id", "id")


def _is_let_in() -> Q:
    """Is any way in beside the roles open today to the user of the row?"""
    return reduce(or_, (Q(way.open_today("user")) for way in all_of(WayIn)), Q(Value(value=False)))


_HELD_TODAY = Prepared(_held_today)


def memberships_today(user_id: int) -> list[Membership]:
    """Those of one user, each with its school and the user, the marks of that school (`WeekSource.mark`), and whether she acts
    (`Standing.acts`)."""
    return _HELD_TODAY(user=user_id)
