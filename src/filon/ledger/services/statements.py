"""A statement is imported whole or not at all; read twice, it brings nothing new."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from filon.engines.statements import Line
from filon.engines.statements import Statement as Read
from filon.kernel import audit, events, formats
from filon.kernel.errors import Refused
from filon.kernel.models import StoredFile
from filon.kernel.rights import get_visible_or_404
from filon.ledger.inputs import EntryInput
from filon.ledger.kinds import Account
from filon.ledger.models import BankAccount, BankLine, Entry, Posting, Statement
from filon.ledger.models.posting import BANK_LINE
from filon.ledger.services.opening import locked_books
from filon.ledger.services.postings import entry_rows
from filon.people.models import User

BATCH = 2_000
"""Lines written by one statement of SQL."""
LONGEST = {"payer_name": 140, "payer_iban": 34, "reference": 140, "label": 400}
"""What a line keeps of the words of the bank."""


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What an import would bring: ``new`` lines with their keys; ``known``: how many are there already; ``alike``: lines of the same day
    and amount that came from a file of another format, left out unless somebody says that they are others."""

    new: Sequence[tuple[str, Line]]
    known: int
    alike: Sequence[Line]


def line_keys(lines: Iterable[Line]) -> list[str]:
    """One for each line: the bank's own reference, else the digest of what it says and its place among equal ones."""
    seen: Counter[str] = Counter()
    keys = []
    for line in lines:
        said = ("id", line.bank_id) if line.bank_id else _said(line)
        digest = hashlib.sha256("\x1f".join(said).encode()).hexdigest()
        keys.append(f"{digest[:48]}-{seen[digest]}")
        seen[digest] += 1
    return keys


def _said(line: Line) -> tuple[str, ...]:
    return ("said", str(line.booked_on), str(line.amount_cents), line.payer_name, line.payer_iban, line.reference, line.label)


def statement_plan(account: BankAccount, read: Read, *, takes_alike: bool = False) -> Plan:
    """Compared with what the account holds."""
    keyed = dict(zip(line_keys(read.lines), read.lines, strict=True))
    known = set(account.lines.filter(line_key__in=list(keyed)).values_list("line_key", flat=True))
    new = [(key, line) for key, line in keyed.items() if key not in known]
    alike = set() if takes_alike else _alike(account, read.format, new)
    kept = [(key, line) for key, line in new if key not in alike]
    return Plan(new=kept, known=len(known), alike=[line for key, line in new if key in alike])


def _alike(account: BankAccount, format: str, new: Sequence[tuple[str, Line]]) -> set[str]:
    """Keys of new lines that a file of another format seems to have brought: as many as there are of the same day and amount."""
    days = [line.booked_on for _key, line in new]
    if not days:
        return set()
    others = account.lines.exclude(statement__format=format).filter(booked_on__range=(min(days), max(days)))
    there = Counter(others.values_list("booked_on", "amount_cents"))
    found = set()
    for key, line in new:
        if there[line.booked_on, line.amount_cents] > 0:
            there[line.booked_on, line.amount_cents] -= 1
            found.add(key)
    return found


@transaction.atomic
def statement_import(
    *, by: User, account_id: UUID, read: Read, sha256: str, file: StoredFile | None = None, takes_alike: bool = False
) -> Statement:
    """Writes the new lines and what they bring to the books. The same file again gives the statement that is there. Raises Refused when it
    is of another account or has no line."""
    accounts = BankAccount.objects.select_related("entity")
    account = get_visible_or_404(accounts, viewer=by, id=account_id, may="ledger.books.keep")
    locked_books(account.entity_id)
    former = Statement.objects.filter(account=account, sha256=sha256).first()
    if former is not None:
        return former
    check_of_account(account, read)
    plan = statement_plan(account, read, takes_alike=takes_alike)
    days = [line.booked_on for line in read.lines]
    statement = Statement.objects.create(
        account=account,
        file=file,
        sha256=sha256,
        format=read.format,
        start=min(days),
        end=max(days) + dt.timedelta(days=1),
        lines_new=len(plan.new),
        lines_known=plan.known + len(plan.alike),
        imported_by=by,
    )
    _write_lines(by, statement, plan.new)
    figures = {"lines_new": statement.lines_new, "lines_known": statement.lines_known, "sha256": sha256}
    audit.record(by, "statement.imported", statement, host_id=account.host_id, **figures)
    events.publish("statement.imported", statement.uuid)
    return statement


def check_of_account(account: BankAccount, read: Read) -> None:
    if not read.lines:
        raise Refused(_("This file holds no movement: choose the statement of a time in which money moved."), field="file")
    if read.iban and read.iban != account.iban:
        words = {"found": read.iban, "wanted": account.iban}
        sentence = _("This file is of the account %(found)s, and not of %(wanted)s: choose the other account, or the other file.")
        raise Refused(sentence % words, field="file")
    early = [line for line in read.lines if line.booked_on.year < 1990]
    if early:
        words = {"place": early[0].place, "day": formats.day(early[0].booked_on)}
        raise Refused(_("%(place)s: nobody kept this account on %(day)s; check the order of day and month.") % words, field="file")


def _write_lines(by: User, statement: Statement, keyed: Sequence[tuple[str, Line]]) -> None:
    for start in range(0, len(keyed), BATCH):
        rows = [_row(statement, key, line) for key, line in keyed[start : start + BATCH]]
        _post(by, statement.account, BankLine.objects.bulk_create(rows))


def _row(statement: Statement, key: str, line: Line) -> BankLine:
    cut: dict[str, Any] = {name: getattr(line, name)[:most] for name, most in LONGEST.items()}
    return BankLine(
        account_id=statement.account_id,
        statement=statement,
        line_key=key,
        booked_on=line.booked_on,
        credited_on=line.credited_on,
        amount_cents=line.amount_cents,
        **cut,
    )


def _post(by: User, account: BankAccount, lines: Sequence[BankLine]) -> None:
    """Each line takes from the world outside what it brings to identify; or says what left."""
    postings = Posting.objects.bulk_create(
        Posting(
            entity_id=account.entity_id,
            host_id=account.host_id,
            on=line.credited_on,
            cause_type=BANK_LINE,
            cause_uuid=line.uuid,
            written_by=by,
        )
        for line in lines
    )
    Entry.objects.bulk_create(
        row for posting, line in zip(postings, lines, strict=True) for row in entry_rows(posting, _entries(line.amount_cents))
    )


def _entries(cents: int) -> list[EntryInput]:
    there = Account.UNIDENTIFIED if cents > 0 else Account.OUTGOING
    return [EntryInput(account=Account.BANK, amount_cents=-cents), EntryInput(account=there, amount_cents=cents)]
