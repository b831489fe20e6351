"""Whose data are asked for, and what is held of her."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Q, Value
from django.utils import timezone

from filon.kernel.periods import not_over
from filon.kernel.persons import Kept, Person, PersonHolding
from filon.kernel.registry import PersonalDataClass, all_of
from filon.partners.models import Access, Contact
from filon.people.models import Membership, User

if TYPE_CHECKING:
    from filon.privacy.models import Demand, DemandLine

HOST = "affiliation__contact__host"


@dataclass(frozen=True)
class HeldLine:
    """A holding, its class in the register, how many rows, and why they stay (None: they go)."""

    holding: PersonHolding
    held: PersonalDataClass
    count: int
    kept: Kept | None


@dataclass(frozen=True)
class AnsweredLine:
    """A line of an answer, with the words of the register."""

    line: DemandLine
    label: Any
    held: PersonalDataClass


def person_of_account(user: User) -> Person:
    """Everything every school holds of her: two queries."""
    today = timezone.localdate()
    accesses = list(Access.objects.filter(user=user).select_related("affiliation__contact"))
    sheets = {access.affiliation.contact_id: access.affiliation.contact.email for access in accesses}
    stays = _holds_a_role(user.pk) or any(access.end is None or access.end > today for access in accesses)
    return Person(user.pk, tuple(sheets), _addresses([user.email, *sheets.values()]), None, stays)


def person_of(demand: Demand) -> Person:
    """What that school holds of her: the sheets that bear one of her addresses or let her in, and her account."""
    account, sheets = demand.account_id, {demand.sheet_id} if demand.sheet_id else set()
    if account is None:
        account = Access.objects.filter(affiliation__contact=demand.sheet_id).order_by("-id").values_list("user", flat=True).first()
    accesses = list(Access.objects.filter(user=account).values_list("affiliation__contact", HOST, "end")) if account else []
    sheets |= {sheet for sheet, host, _end in accesses if host == demand.host_id}
    first = _addresses(Contact.objects.filter(pk__in=sheets).values_list("email", flat=True))
    if demand.account_id:
        first = _addresses([*first, *User.objects.get_queryset().filter(pk=demand.account_id).values_list("email", flat=True)])
    alike = Person(None, (), first).at("email")
    sheets |= set(Contact.objects.filter(alike, host=demand.host_id).values_list("pk", flat=True))
    today = timezone.localdate()
    elsewhere = any(host != demand.host_id and (end is None or end > today) for _sheet, host, end in accesses)
    stays = account is not None and (elsewhere or _holds_a_role(account))
    return Person(account, tuple(sorted(sheets)), first, (demand.host_id,), stays)


def _holds_a_role(account: int) -> bool:
    return Membership.objects.filter(not_over(timezone.localdate()), user=account).exists()


def _addresses(found: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({address.strip().lower() for address in found if address.strip()}))


def held_of(person: Person, today: dt.date) -> list[HeldLine]:
    """What is held of her and what would stay: one query for the numbers, and those of the reasons."""
    classes = {one.code: one for one in all_of(PersonalDataClass)}
    holdings, counts = all_of(PersonHolding), _counts(person)
    found = [one for one in holdings if counts.get(one.code)]
    return [HeldLine(one, classes[one.held], counts[one.code], one.kept(person, today)) for one in found]


def _counts(person: Person) -> dict[str, int]:
    numbers = []
    for one in all_of(PersonHolding):
        rows = one.rows(person).order_by().select_related(None).annotate(_code=Value(one.code))
        numbers.append(rows.values("_code").annotate(_count=Count("pk")).values_list("_code", "_count"))
    first, *others = numbers
    return dict(first.union(*others, all=True))


def answered_lines(demand: Demand) -> list[AnsweredLine]:
    """What an answer said, line by line: one query."""
    holdings, classes = {one.code: one for one in all_of(PersonHolding)}, {one.code: one for one in all_of(PersonalDataClass)}
    lines = [line for line in demand.lines.all() if line.code in holdings]
    return [AnsweredLine(line, holdings[line.code].label, classes[holdings[line.code].held]) for line in lines]


def told_of(person: Person) -> list[dict[str, Any]]:
    """All of it, class by class, for a file that a program reads: a query for each holding that is not empty."""
    rows: dict[str, list[dict[str, Any]]] = {}
    counts = _counts(person)
    for one in (one for one in all_of(PersonHolding) if counts.get(one.code)):
        found = [{"what": str(one.label), **one.tell(row)} for row in one.rows(person)]
        rows.setdefault(one.held, []).extend(found)
    return [_class_told(one, rows[one.code]) for one in all_of(PersonalDataClass) if rows.get(one.code)]


def _class_told(one: PersonalDataClass, rows: Sequence[dict[str, Any]]) -> dict[str, Any]:
    words = {name: str(getattr(one, name)) for name in ("purpose", "basis", "retention", "end_action")}
    return {"class": one.code, **words, "rows": rows}


def classes_not_by_person() -> list[PersonalDataClass]:
    """Of the register, those in which nothing says whose a row is: no demand finds it."""
    found = {one.held for one in all_of(PersonHolding)}
    return [one for one in all_of(PersonalDataClass) if one.code not in found]


def people_like(host_id: int, words: str) -> tuple[list[Contact], list[User]]:
    """Sheets of the school, and people who hold or held a role there, whose name or address holds these words: ten of each."""
    like = Q(name__icontains=words) | Q(email__icontains=words)
    sheets = Contact.objects.filter(like, host=host_id).order_by("name")[:10]
    members = Membership.objects.filter(host=host_id).values("user")
    return list(sheets), list(User.objects.get_queryset().filter(like, pk__in=members).order_by("name")[:10])
