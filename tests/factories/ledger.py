"""Books of schools and umbrellas: accounts, lines, what is expected, programmes."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from filon.engines.statements import Line, Statement
from filon.kernel.models import uuid7
from filon.ledger.inputs import BankAccountInput, FeeRuleInput, ProgrammeInput, ReceivableInput
from filon.ledger.kinds import BorneBy
from filon.ledger.models import BankAccount, BankLine, Programme, Receivable
from filon.ledger.services.funds import bank_account_open, fee_rule_write, fund_serve, programme_add
from filon.ledger.services.receivables import receivable_open
from filon.ledger.services.statements import statement_import
from filon.partners.models import Fund, LegalEntity
from filon.people.models import Host, User
from filon.people.roles import Role
from tests.factories.partners import AccessFactory, FundFactory, LegalEntityFactory, RelationshipFactory
from tests.factories.people import HostFactory, MembershipFactory

DAY = dt.date(2026, 3, 2)
COUNTER = iter(range(10**9))


def iban_number(number: int) -> str:
    """A French IBAN of an invented account, whose key is right."""
    body = f"2004101005{number:011d}00"
    key = 98 - int("".join(str(int(sign, 36)) for sign in body + "FR00")) % 97
    return f"FR{key:02d}{body}"


@dataclass
class Books:
    """A legal entity that receives, the school concerned, who keeps the books, and one account."""

    entity: LegalEntity
    host: Host
    keeper: User
    account: BankAccount
    fund: Fund | None = None
    officer: User | None = None

    @property
    def school_officer(self) -> User:
        """Who works at the school concerned."""
        return self.officer or self.keeper


def user_at(host: Host, role: Role = Role.PARTNERSHIP_OFFICER) -> User:
    user: User = MembershipFactory.create(host=host, role=role).user
    return user


def school_books(host: Host | None = None) -> Books:
    """A school that receives itself."""
    school = host or HostFactory.create()
    entity = LegalEntity.objects.filter(host=school).first() or LegalEntityFactory.create(school=True, host=school)
    keeper = user_at(school)
    return Books(entity, school, keeper, _account(keeper, entity))


def umbrella_books(host: Host | None = None, umbrella: LegalEntity | None = None) -> Books:
    """A fund of an umbrella that serves a school: an officer of the foundation keeps its books, let in by the school."""
    school = host or HostFactory.create()
    entity = umbrella or LegalEntityFactory.create(umbrella=True)
    RelationshipFactory.create(host=school, entity=entity)
    officer = user_at(school)
    access = AccessFactory.create(affiliation__contact__host=school, affiliation__entity=entity)
    fund = FundFactory.create(umbrella=entity)
    fund_serve(by=officer, fund_id=fund.uuid, host_id=school.pk, start=dt.date(2024, 1, 1))
    return Books(entity, school, access.user, _account(access.user, entity), fund, officer)


def _account(keeper: User, entity: LegalEntity) -> BankAccount:
    given = BankAccountInput(entity_id=entity.uuid, iban=iban_number(next(COUNTER)), label="Compte principal")
    return bank_account_open(by=keeper, account=given)


def take_fee(books: Books, *, percent_bp: int = 800, **named: Any) -> None:
    """From 2024 on, the umbrella takes its part of each gift."""
    assert books.fund is not None
    rule = {"valid_from": dt.date(2024, 1, 1), "borne_by": BorneBy.GIFT, "source": "Convention du fonds, article 7"} | named
    fee_rule_write(by=books.keeper, rule=FeeRuleInput(fund_id=books.fund.uuid, percent_bp=percent_bp, **rule))


def line_of(books: Books, cents: int, *, day: dt.date = DAY, **said: Any) -> BankLine:
    """A line of a statement that holds it alone."""
    line = Line(booked_on=day, credited_on=day, amount_cents=cents, bank_id=uuid7().hex, **said)
    read = Statement("csv", (line,))
    statement = statement_import(by=books.keeper, account_id=books.account.uuid, read=read, sha256=uuid7().hex * 2)
    return statement.lines.get()


def expected(books: Books, cents: int, *, earmark: Programme | None = None, **named: Any) -> Receivable:
    """A payment this school waits for."""
    given = {"debtor_name": "Gardon Énergies", "due_on": dt.date(2026, 3, 31)} | named
    receivable = ReceivableInput(
        creditor_id=books.entity.uuid,
        host_id=books.host.pk,
        fund_id=books.fund.uuid if books.fund else None,
        amount_cents=cents,
        earmark_id=earmark.uuid if earmark else None,
        **given,
    )
    return receivable_open(by=books.school_officer, receivable=receivable)


def programme_of(books: Books, name: str = "Matériaux", **named: Any) -> Programme:
    given = ProgrammeInput(host_id=books.host.pk, fund_id=books.fund.uuid if books.fund else None, name_fr=name, **named)
    return programme_add(by=books.school_officer, programme=given)
