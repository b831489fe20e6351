"""Money on stage: accounts and their statements, matches, calls, receipts. Everything goes through the services, told on past days."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from django.core.files.base import ContentFile
from django.utils import timezone

from filon.engines.statements import Line, Statement
from filon.giving.inputs import Address, InKindInput
from filon.giving.kinds import CallKind, Channel, InKind
from filon.giving.models import Donor, Gift, Instalment, Pledge, TaxReceipt
from filon.giving.services import calls, donors, receipts
from filon.giving.services import gifts as giving
from filon.kernel.clock import told_on
from filon.ledger.inputs import BankAccountInput
from filon.ledger.models import BankAccount, BankLine, Match, Receivable
from filon.ledger.services.funds import bank_account_open
from filon.ledger.services.matches import match_confirm
from filon.ledger.services.statements import statement_import
from filon.partners.models import LegalEntity
from filon.people.models import User
from filon.site.demo.paper import demonstration_pdf

FUND_IBAN = "FR0899999000010000001234500"
"""Of an account that no bank has (bank 99999); the statements in `docs/samples` are its own."""


def invented_iban(number: int) -> str:
    """Of a bank that is none, with the right key."""
    body = f"9999900002{number:011d}00"
    return f"FR{98 - int(body + '152700') % 97:02d}{body}"


def invented_siren(number: int) -> str:
    """Nine digits whose key is right, in the block of zeros that INSEE gives to nobody."""
    body = f"{number:08d}"
    doubled = [int(digit) * (2 if place % 2 else 1) for place, digit in enumerate(body)]
    return f"{body}{-sum(sum(divmod(one, 10)) for one in doubled) % 10}"


@dataclass(frozen=True)
class Credit:
    """A line of the bank: by whom, how much, when. ``key``: its reference, by which the story finds it again; ``number``: of the IBAN."""

    key: str
    payer: str
    cents: int
    on: dt.date
    label: str = ""
    number: int = 0


@dataclass
class Till:
    """An account of the story, who keeps its books, and its lines by their key."""

    keeper: User
    entity: LegalEntity
    account: BankAccount
    lines: dict[str, BankLine] = field(default_factory=dict)

    def states(self, credits: Sequence[Credit]) -> None:
        """The bank's statements of these lines, one a quarter, each imported when the quarter is over, or today."""
        ordered = sorted(credits, key=lambda credit: (credit.on, credit.key))
        for (year, quarter), group in groupby(ordered, key=lambda credit: (credit.on.year, (credit.on.month - 1) // 3)):
            after = dt.date(year + (quarter == 3), 3 * ((quarter + 1) % 4) + 1, 2)
            with told_on(min(after, timezone.localdate())):
                self._import(list(group))

    def _import(self, credits: Sequence[Credit]) -> None:
        lines = tuple(_line(credit) for credit in credits)
        sha256 = hashlib.sha256(repr(lines).encode()).hexdigest()
        read = Statement("camt053", lines, self.account.iban)
        statement = statement_import(by=self.keeper, account_id=self.account.uuid, read=read, sha256=sha256)
        self.lines.update({line.reference: line for line in statement.lines.all()})

    def answers(self, key: str, parts: Iterable[tuple[Receivable, int]]) -> list[Match]:
        """The keeper says, two days after the bank, what the line pays."""
        line = self.lines[key]
        named = [(receivable.uuid, cents) for receivable, cents in parts]
        with told_on(min(line.credited_on + dt.timedelta(days=2), timezone.localdate())):
            return match_confirm(by=self.keeper, line_id=line.uuid, parts=named)


def _line(credit: Credit) -> Line:
    iban = invented_iban(credit.number) if credit.number else ""
    return Line(credit.on, credit.on, credit.cents, credit.payer, iban, credit.key, credit.label or credit.key, f"BDG-{credit.key}")


def till(keeper: User, entity: LegalEntity, *, iban: str, label: str) -> Till:
    account = bank_account_open(by=keeper, account=BankAccountInput(entity_id=entity.uuid, iban=iban, label=label))
    return Till(keeper, entity, account)


def instalment_due(pledge: Pledge, on: dt.date, cents: int | None = None) -> Instalment:
    """The instalment of that day that counts; of that amount, where two fall on one day."""
    due = pledge.instalments.filter(retired_by=None, due_on=on).select_related("receivable")
    found: Instalment = (due if cents is None else due.filter(amount_cents=cents)).get()
    return found


def called(by: User, instalment: Instalment, on: dt.date) -> None:
    """Asked by letter, or reminded when it was asked before."""
    with told_on(on):
        call = calls.instalment_call(by=by, instalment_id=instalment.uuid, channel=Channel.LETTER, language="fr")
    if (call.kind == CallKind.CALL) != (call.number == 1):
        raise ValueError("the first call is no reminder")


def addressed(by: User, donor: Donor, *, form: str, street: str, postal_code: str, city: str) -> Donor:
    """What a receipt says of an organisation."""
    return donors.donor_entity_change(by=by, donor_id=donor.uuid, legal_form=form, address=Address(street, postal_code, city))


@dataclass(frozen=True)
class InKindTold:
    """A gift in kind of the story: what, the donor's figures, when."""

    kind: InKind
    description: str
    statement: dict[str, int]
    on: dt.date


def in_kind(by: User, donor: Donor, to: LegalEntity, told: InKindTold, **named: object) -> Gift:
    """Received, with the donor's signed statement."""
    paper = ContentFile(demonstration_pdf("Attestation de don en nature", told.description[:60]), name="attestation-don-en-nature.pdf")
    given = InKindInput(
        donor_id=donor.uuid,
        beneficiary_id=to.uuid,
        kind=told.kind,
        description=told.description,
        statement=told.statement,
        received_on=told.on,
        stated_on=told.on,
        proof=paper,
        **named,  # type: ignore[arg-type]
    )
    with told_on(told.on + dt.timedelta(days=3)):
        return giving.in_kind_record(by=by, host_id=donor.host_id, gift=given)


def receipted(by: User, gifts: Iterable[Gift], on: dt.date) -> TaxReceipt:
    """One receipt for these gifts, issued that day."""
    with told_on(min(on, timezone.localdate())):
        return receipts.receipt_issue(by=by, gift_ids=[gift.uuid for gift in gifts])


def gift_of(match: Match) -> Gift:
    return Gift.objects.get(match=match)
