"""Somebody whose data are asked for, and what each app holds of her: what it tells, what must stay and why, what it can erase."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.functional import Promise

Sentence = str | Promise


@dataclass(frozen=True)
class Person:
    """``account``: the key of her account, if she has one; ``sheets``: those of what schools wrote down of her; ``addresses``: her
    mailboxes. ``hosts``: the schools whose data are asked for, None for all. ``stays``: somebody lets her in who is not among them, or a
    role is held: her account goes on. ``read``: what the apps read of her once."""

    account: int | None
    sheets: tuple[int, ...] = ()
    addresses: tuple[str, ...] = ()
    hosts: tuple[int, ...] | None = None
    stays: bool = False
    read: dict[str, Any] = field(default_factory=dict, compare=False)

    @property
    def accounts(self) -> tuple[int, ...]:
        return () if self.account is None else (self.account,)

    def here(self, host: str) -> Q:
        """Of rows that lead to a school by that path: those of the schools that are asked."""
        return Q() if self.hosts is None else Q((f"{host}__in", self.hosts))

    def at(self, path: str) -> Q:
        """Of rows with an e-mail address: those with one of hers. None for whoever has no address."""
        found = Q(pk__in=())
        for address in self.addresses:
            found |= Q((f"{path}__iexact", address))
        return found


@dataclass(frozen=True)
class Kept:
    """Why something may not go yet, and the first day on which it may; None: nobody knows that day yet."""

    why: Sentence
    until: date | None = None


@dataclass(frozen=True)
class PersonHolding:
    """What an app holds of a person, part of a class of the register (``held``). ``tell`` says a row of ``rows`` in the export. ``kept``
    says why all of it must stay, None when it may go; ``erase`` removes it, and says how much. Without `erase`, it always stays."""

    code: str
    held: str
    label: Sentence
    rows: Callable[[Person], QuerySet[Any]]
    tell: Callable[[Any], Mapping[str, Any]]
    kept: Callable[[Person, date], Kept | None]
    erase: Callable[[Person], int] | None = None


@dataclass(frozen=True)
class NameKept:
    """What makes a name stay although everything else of its bearer went. ``accounts`` and ``sheets``: conditions on accounts and on sheets
    (`OuterRef("pk")`) that are true while the name must stay; ``until``: for one person, the first day on which it no longer need.
    ``with_address``: she must also be reached."""

    code: str
    why: Sentence
    accounts: Callable[[date], Q]
    sheets: Callable[[date], Q]
    until: Callable[[Person, date], date | None]
    with_address: bool = False
