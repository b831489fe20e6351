"""The pages of one line, of one payment that is expected, of a statement that is to be imported."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q
from django.http import Http404

from filon.engines.statements import Line
from filon.kernel.errors import Refusals, Refused
from filon.kernel.models import StoredFile
from filon.kernel.rights import get_visible_or_404
from filon.ledger.models import BankAccount, BankLine, Match, Movement, Posting, Receivable, Statement
from filon.ledger.queries.donors import donor_names
from filon.ledger.queries.listing import lines, receivable_search, receivables
from filon.ledger.queries.proposals import Proposal, match_propose
from filon.ledger.services.reading import OWNER, NoColumns, statement_read
from filon.ledger.services.statements import Plan, statement_plan
from filon.people.models import User

SHOWN = 12


@dataclass(frozen=True)
class LineSheet:
    line: BankLine
    matches: list[Match]
    movements: list[Movement]
    taken_back: set[UUID]
    proposals: list[Proposal]
    others: list[Receivable]
    donors: list[str]
    keeps: bool


def line_sheet(viewer: User, line_id: UUID, words: str = "") -> LineSheet:
    """``words``: looks for other payments than those proposed."""
    line = get_visible_or_404(lines(viewer), viewer=viewer, id=line_id)
    keeps = viewer.has_perm("ledger.books.keep", line)
    matches = Match.objects.visible_to(viewer).filter(line=line).with_refunded()
    movements = list(Movement.objects.visible_to(viewer).filter(Q(line=line) | Q(paid_by=line)).select_related("made_by", "programme"))
    back = Posting.objects.filter(cause_uuid__in=[one.uuid for one in movements], reverses__isnull=False)
    proposals = match_propose(viewer, line) if keeps and line.left_cents > 0 else []
    others = _others(viewer, line, words, proposals) if keeps and words else []
    return LineSheet(
        line,
        list(matches.select_related("receivable", "undone__undone_by", "matched_by", "donor")),
        movements,
        set(back.values_list("cause_uuid", flat=True)) if movements else set(),
        proposals,
        others,
        donor_names(viewer) if proposals or others else [],
        keeps,
    )


def _others(viewer: User, line: BankLine, words: str, proposals: list[Proposal]) -> list[Receivable]:
    open_ones = receivables(viewer).filter(Q(left_cents__gt=0), creditor=line.account.entity_id, closed_on=None)
    known = [one.receivable.pk for one in proposals]
    return list(receivable_search(open_ones.exclude(pk__in=known), words)[:SHOWN])


@dataclass(frozen=True)
class ReceivableSheet:
    receivable: Receivable
    matches: list[Match]
    may_give_up: bool
    keeps: bool


def receivable_sheet(viewer: User, receivable_id: UUID) -> ReceivableSheet:
    receivable = get_visible_or_404(receivables(viewer).select_related("host", "debtor"), viewer=viewer, id=receivable_id)
    matches = Match.objects.visible_to(viewer).filter(receivable=receivable).with_refunded()
    may = viewer.has_perm("ledger.receivable.write", receivable)
    return ReceivableSheet(
        receivable,
        list(matches.select_related("line", "undone__undone_by", "matched_by", "donor")),
        may and receivable.closed_on is None and not receivable.source_type and receivable.left_cents > 0,
        viewer.has_perm("ledger.books.keep", receivable),
    )


@dataclass(frozen=True)
class Preview:
    """What an import would bring; or why it cannot, and whether somebody must say which column is which."""

    account: BankAccount
    file: StoredFile
    plan: Plan | None = None
    count: int = 0
    format: str = ""
    former: Statement | None = None
    refusals: tuple[str, ...] = ()
    asks_columns: bool = False

    @property
    def shown(self) -> list[Line]:
        return [line for _key, line in self.plan.new[:SHOWN]] if self.plan else []

    @property
    def comes_in(self) -> int:
        return sum(line.amount_cents for _key, line in self.plan.new if line.amount_cents > 0) if self.plan else 0

    @property
    def leaves(self) -> int:
        return sum(-line.amount_cents for _key, line in self.plan.new if line.amount_cents < 0) if self.plan else 0


def account_and_file(viewer: User, account_id: UUID, file_id: UUID) -> tuple[BankAccount, StoredFile]:
    """A file that was sent for this account."""
    account = get_visible_or_404(BankAccount.objects.select_related("entity"), viewer=viewer, id=account_id, may="ledger.books.keep")
    found = StoredFile.objects.filter(uuid=file_id, owner_type=OWNER, owner_uuid=account.uuid).first()
    if found is None:
        raise Http404
    return account, found


def sentences(refused: Refused) -> tuple[str, ...]:
    """One for each thing that is wrong."""
    return tuple(one.sentence for one in (refused.refusals if isinstance(refused, Refusals) else (refused,)))


def preview(viewer: User, account_id: UUID, file_id: UUID) -> Preview:
    account, file = account_and_file(viewer, account_id, file_id)
    try:
        read = statement_read(account, file)
    except NoColumns as refused:
        return Preview(account, file, refusals=sentences(refused), asks_columns=True)
    except Refused as refused:
        return Preview(account, file, refusals=sentences(refused), asks_columns=account.csv_mapping is not None)
    former = Statement.objects.filter(account=account, sha256=file.sha256).first()
    return Preview(account, file, statement_plan(account, read), len(read.lines), read.format, former)
