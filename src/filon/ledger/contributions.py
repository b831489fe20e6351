"""What the ledger brings to the pages, jobs and checks of the house."""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from filon.facts.visibility import Visibility
from filon.kernel.addresses import address
from filon.kernel.models import StoredFile
from filon.kernel.registry import (
    FactKind,
    FileOwner,
    Invariant,
    NavItem,
    PartnerSection,
    PersonalDataClass,
    ProgrammeSource,
    Purge,
    RenewalSource,
    SearchSource,
    SourceAddress,
    WeekSource,
    register,
)
from filon.ledger import audited, invariants, rights
from filon.ledger.models import BankAccount, BankLine, Entry, Match, Movement, Posting, Programme, Receivable, Unmatch
from filon.ledger.queries import contributed, portfolio
from filon.ledger.services.forgetting import payers_purge
from filon.partners.models import Fund
from filon.people.models import User


def may_read_statement(viewer: User, stored: StoredFile) -> bool:
    """Whoever reads the account reads the file of the bank."""
    return stored.owner_uuid is not None and BankAccount.objects.visible_to(viewer).filter(uuid=stored.owner_uuid).exists()


def may_read_proof(viewer: User, stored: StoredFile) -> bool:
    return stored.owner_uuid is not None and Movement.objects.visible_to(viewer).filter(uuid=stored.owner_uuid).exists()


def receivable_address(uuid: UUID) -> str:
    return address("ledger:receivable", uuid)


def programme_address(uuid: UUID) -> str:
    return address("ledger:programme", uuid)


def declare() -> None:
    """Called once, when the applications are ready."""
    from filon.ledger import tasks  # noqa: F401, PLC0415  they are declared by being read

    register(*INVARIANTS, *audited.SUBJECTS, PAYERS, Purge(PAYERS.code, payers_purge))
    register(NavItem("ledger", _("Money"), "ledger:home", 35, "n-money", rights.reads_money))
    register(WeekSource("ledger", contributed.week_items))
    register(SearchSource("ledger", _("Money"), contributed.money_hits))
    register(PartnerSection("ledger", 30, contributed.partner_money, "ledger/partner.html"))
    register(RenewalSource("ledger", portfolio.late_payments), ProgrammeSource("ledger", portfolio.programme_ties))
    register(EQUIPMENT, SourceAddress("ledger.receivable", receivable_address), SourceAddress("ledger.programme", programme_address))
    register(FileOwner("ledger.bankaccount", may_read_statement), FileOwner("ledger.movement", may_read_proof))


EQUIPMENT = FactKind("ledger.equipment", _("equipment bought with gifts"), "item", Visibility.PARTIES, is_by_hand=True)
PAYERS = PersonalDataClass(
    code="ledger.payer",
    purpose=_("Knowing who paid: name, bank account, and the words of the transfer."),
    basis=_("Legal obligation to keep accounts (commercial code, article L123-22) and performance of the agreement."),
    retention=_("Ten years after the end of the accounting year: eleven years after the movement."),
    end_action=_("Names, accounts and words are erased from the lines every night, with the files of the bank; day and amount stay."),
)
INVARIANTS = (
    Invariant(
        "ledger.postings_make_zero",
        _("The entries of each posting make zero."),
        invariants.postings_make_zero,
        reads=[Posting, Entry],
    ),
    Invariant(
        "ledger.entries_in_the_books_of_their_posting",
        _("Each entry stands in the books of its posting."),
        invariants.entries_in_the_books_of_their_posting,
        reads=[Posting, Entry],
    ),
    Invariant(
        "ledger.line_used_at_most_once",
        _("What is matched, set aside or explained of a bank line makes at most its amount."),
        invariants.line_used_at_most_once,
        reads=[BankLine, Match, Unmatch, Movement, Posting],
    ),
    Invariant(
        "ledger.line_posted_whole",
        _("Each bank line is in the books with its amount."),
        invariants.line_posted_whole,
        reads=[BankLine, Posting, Entry],
    ),
    Invariant(
        "ledger.receivable_paid_at_most",
        _("What is matched to an expected payment makes at most its amount."),
        invariants.receivable_paid_at_most,
        reads=[Receivable, Match, Unmatch],
    ),
    Invariant(
        "ledger.match_posted",
        _("Each match is in the books, and was undone there when it was undone."),
        invariants.match_posted,
        reads=[Match, Unmatch, Posting, Entry],
    ),
    Invariant(
        "ledger.fund_conserves_money",
        _("What a fund received is in its programmes, its fee, to allocate, spent or refunded, to the cent."),
        invariants.fund_conserves_money,
        reads=[Fund, Entry, Match, Unmatch, Receivable],
    ),
    Invariant(
        "ledger.no_account_below_zero",
        _("No account goes below zero."),
        invariants.no_account_below_zero,
        reads=[Entry],
    ),
    Invariant(
        "ledger.restricted_money_within_its_purpose",
        _("Money given for a programme goes to it or to its projects alone."),
        invariants.restricted_money_within_its_purpose,
        reads=[Entry, Posting, Programme, Match],
    ),
    Invariant(
        "ledger.reversal_opposite_and_once",
        _("A reversal is the opposite of what it reverses, and is never reversed."),
        invariants.reversal_opposite_and_once,
        reads=[Posting, Entry],
    ),
    Invariant(
        "ledger.nothing_goes_with_another_row",
        _("Nothing that the ledger refers to can be deleted, and nothing of it goes with another row."),
        invariants.nothing_of_the_ledger_goes_with_another_row,
    ),
)
