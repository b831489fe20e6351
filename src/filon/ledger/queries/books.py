"""The books of a fund or of a school: where each euro is, as sums of entries, and as a picture."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q, Sum
from django.http import Http404

from filon.kernel.rights import get_visible_or_404
from filon.ledger.kinds import Account
from filon.ledger.models import BankAccount, Entry, FeeRule, FundService, Movement, Posting, Programme
from filon.ledger.queries.fees import fee_rules, years_to_take
from filon.ledger.rights import keeps_books_of
from filon.ledger.services.opening import today
from filon.partners.models import Fund, LegalEntity
from filon.people.models import User
from filon.people.roles import WORKING

LATEST = 12


@dataclass(frozen=True)
class ProgrammeSums:
    """In cents: what it got, what is left in it, what it spent."""

    programme: Programme
    left: int
    spent: int

    @property
    def allocated(self) -> int:
        return self.left + self.spent


@dataclass(frozen=True)
class Earmarked:
    """What is to allocate of money given for one programme (None: for all of them)."""

    earmark: Programme | None
    cents: int


@dataclass(frozen=True)
class Sums:
    """In cents. ``received``: matched money, refunds not taken away."""

    fee: int
    unallocated: int
    refunded: int
    programmes: tuple[ProgrammeSums, ...]
    to_allocate: tuple[Earmarked, ...]

    @property
    def received(self) -> int:
        return self.fee + self.unallocated + self.refunded + self.allocated

    @property
    def allocated(self) -> int:
        return sum(one.allocated for one in self.programmes)

    @property
    def spent(self) -> int:
        return sum(one.spent for one in self.programmes)


@dataclass(frozen=True)
class Books:
    """Of a fund (`entity` is its umbrella), or of a school itself."""

    entity: LegalEntity
    fund: Fund | None
    sums: Sums
    host_id: int

    @property
    def name(self) -> str:
        return self.fund.name if self.fund else self.entity.name

    @property
    def uuid(self) -> UUID:
        return self.fund.uuid if self.fund else self.entity.uuid


def books_seen(viewer: User) -> list[Books]:
    """Those she may read, the schools' own first."""
    entities = LegalEntity.objects.filter(bank_accounts__in=BankAccount.objects.visible_to(viewer)).distinct().exclude(host=None)
    services = FundService.objects.visible_to(viewer).order_by("start").select_related("fund__umbrella")
    serving = {service.fund_id: service for service in services}
    pairs: list[tuple[LegalEntity, Fund | None]] = [(entity, None) for entity in entities.order_by("name")]
    funds = sorted((service.fund for service in serving.values()), key=lambda fund: fund.name)
    pairs += [(fund.umbrella, fund) for fund in funds]
    sums = _sums(viewer, pairs)
    hosts = [serving[fund.pk].host_id if fund else entity.host_id or 0 for entity, fund in pairs]
    return [Books(entity, fund, sums[_key(entity, fund)], host_id) for (entity, fund), host_id in zip(pairs, hosts, strict=True)]


def books_of(viewer: User, uuid: UUID) -> Books:
    """Of the fund, or of the school, of that UUID. Http404."""
    return next((one for one in books_seen(viewer) if one.uuid == uuid), None) or _not_found()


def _not_found() -> Any:
    raise Http404


Key = tuple[int, int | None]


def _key(entity: LegalEntity, fund: Fund | None) -> Key:
    return entity.pk, fund.pk if fund else None


def _sums(viewer: User, pairs: Sequence[tuple[LegalEntity, Fund | None]]) -> dict[Key, Sums]:
    """In three queries, however many there are."""
    funds = [fund.pk for _entity, fund in pairs if fund]
    own = [entity.pk for entity, fund in pairs if fund is None]
    of_pairs = Q(fund_id__in=funds) | Q(entity_id__in=own, fund_id=None)
    rows = (
        Entry.objects.visible_to(viewer).filter(of_pairs).order_by().values("entity_id", "fund_id", "account", "programme_id", "earmark_id")
    )
    found: dict[Key, list[dict[str, Any]]] = defaultdict(list)
    for row in rows.annotate(cents=Sum("amount_cents")):
        found[row["entity_id"], row["fund_id"]].append(row)
    programmes = {one.pk: one for one in Programme.objects.visible_to(viewer).order_by("name_fr")}
    return {_key(entity, fund): _summed(found[_key(entity, fund)], programmes, entity, fund) for entity, fund in pairs}


def _summed(rows: Sequence[dict[str, Any]], programmes: dict[int, Programme], entity: LegalEntity, fund: Fund | None) -> Sums:
    account: dict[str, int] = defaultdict(int)
    left: dict[int, int] = defaultdict(int)
    spent: dict[int, int] = defaultdict(int)
    earmarked: dict[int | None, int] = defaultdict(int)
    for row in rows:
        account[row["account"]] += row["cents"]
        if row["account"] == Account.UNALLOCATED:
            earmarked[row["earmark_id"]] += row["cents"]
        elif row["programme_id"]:
            (left if row["account"] == Account.PROGRAMME else spent)[row["programme_id"]] += row["cents"]
    own = [one for one in programmes.values() if one.fund_id == (fund.pk if fund else None) and (fund or one.host_id == entity.host_id)]
    return Sums(
        fee=account[Account.FEE],
        unallocated=account[Account.UNALLOCATED],
        refunded=account[Account.REFUNDED],
        programmes=tuple(ProgrammeSums(one, left[one.pk], spent[one.pk]) for one in own),
        to_allocate=tuple(Earmarked(programmes.get(key) if key else None, cents) for key, cents in earmarked.items() if cents),
    )


@dataclass(frozen=True)
class BooksSheet:
    """The page of some books."""

    books: Books
    latest: list[Movement]
    accounts: list[BankAccount]
    may_move: bool
    keeps: bool
    fee_rules: list[FeeRule]
    years_to_take: list[tuple[int, int]]


def books_sheet(viewer: User, uuid: UUID) -> BooksSheet:
    books = books_of(viewer, uuid)
    moved = Movement.objects.visible_to(viewer).filter(entity=books.entity, fund=books.fund)
    latest = moved.select_related("programme", "from_programme", "made_by").order_by("-id")[:LATEST]
    accounts = BankAccount.objects.visible_to(viewer).filter(entity=books.entity)
    keeps = keeps_books_of(viewer, books.entity, host_id=books.host_id if books.fund else None)
    rules = fee_rules(viewer, books.fund) if books.fund else []
    years = years_to_take(books.fund, today()) if books.fund and keeps and rules else []
    return BooksSheet(books, list(latest), list(accounts), keeps or bool(viewer.standing.has(WORKING)), keeps, rules, years)


@dataclass(frozen=True)
class ProgrammeSheet:
    """A programme: what it holds by what it was given for, and what was done."""

    programme: Programme
    held: list[Earmarked]
    spent: int
    available: list[Earmarked]
    movements: list[Movement]
    taken_back: set[UUID]
    may_move: bool


def programme_sheet(viewer: User, uuid: UUID) -> ProgrammeSheet:
    programmes = Programme.objects.select_related("fund__umbrella", "host__entity", "parent")
    programme = get_visible_or_404(programmes, viewer=viewer, id=uuid)
    entity = programme.fund.umbrella if programme.fund else programme.host.entity
    here = Q(programme=programme) | Q(account=Account.UNALLOCATED, fund=programme.fund)
    rows = Entry.objects.visible_to(viewer).filter(here, entity=entity, posting__host=programme.host_id).order_by()
    summed = rows.values("account", "earmark_id").annotate(cents=Sum("amount_cents"))
    sums = {(row["account"], row["earmark_id"]): row["cents"] for row in summed}
    named = {one.pk: one for one in Programme.objects.filter(pk__in=[key for _account, key in sums if key])}
    allowed = {None, programme.pk, programme.parent_id}
    movements = list(
        Movement.objects.visible_to(viewer)
        .filter(Q(programme=programme) | Q(from_programme=programme))
        .select_related("programme", "from_programme", "earmark", "made_by", "file", "fact")
        .order_by("-id")
    )
    back = Posting.objects.filter(cause_uuid__in=[one.uuid for one in movements], reverses__isnull=False)
    return ProgrammeSheet(
        programme,
        _earmarked(sums, Account.PROGRAMME, named),
        sum(cents for (account, _key), cents in sums.items() if account == Account.SPENT),
        [one for one in _earmarked(sums, Account.UNALLOCATED, named) if (one.earmark and one.earmark.pk) in allowed],
        movements,
        set(back.values_list("cause_uuid", flat=True)),
        viewer.has_perm("ledger.money.move", programme),
    )


def _earmarked(sums: dict[tuple[str, int | None], int], wanted: Account, named: dict[int, Programme]) -> list[Earmarked]:
    """What an account holds, by what it was given for."""
    return [Earmarked(named.get(key or 0), cents) for (account, key), cents in sums.items() if account == wanted and cents]
