"""The entries as an accountant takes them over: the eighteen columns of the French « fichier des écritures comptables » (book of tax
procedures, article A47 A-1), in CSV. Debits and credits of each posting balance.

The numbers of accounts are a proposal in the plan of associations and foundations (ANC 2018-06): the accountant changes them as she takes
the file over. A euro that an account of ours holds is owed to somebody or to a purpose: it is a credit, and the bank's is a debit.
"""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from filon.ledger.kinds import Account
from filon.ledger.models import Entry
from filon.ledger.queries.books import books_of
from filon.people.models import User

COLUMNS = (
    "JournalCode",
    "JournalLib",
    "EcritureNum",
    "EcritureDate",
    "CompteNum",
    "CompteLib",
    "CompAuxNum",
    "CompAuxLib",
    "PieceRef",
    "PieceDate",
    "EcritureLib",
    "Debit",
    "Credit",
    "EcritureLet",
    "DateLet",
    "ValidDate",
    "Montantdevise",
    "Idevise",
)
NUMBERS = {
    Account.BANK: ("512000", "Banque"),
    Account.UNIDENTIFIED: ("471000", "Recettes à identifier"),
    Account.OTHER: ("758000", "Autres produits et charges"),
    Account.UNALLOCATED: ("754000", "Dons et mécénat à affecter"),
    Account.PROGRAMME: ("194000", "Fonds dédiés aux programmes"),
    Account.FEE: ("708000", "Frais de la fondation abritante"),
    Account.SPENT: ("467100", "Dépenses des programmes"),
    Account.REFUNDED: ("467200", "Dons remboursés"),
    Account.OUTGOING: ("467900", "Sorties de banque"),
}


def accounting_rows(viewer: User, uuid: UUID) -> Iterator[tuple[str, ...]]:
    """One for each entry, in the order of the days, of some books she may read."""
    books = books_of(viewer, uuid)
    seen = Entry.objects.visible_to(viewer).filter(entity=books.entity)
    own = seen.filter(fund=books.fund) if books.fund else seen
    of_postings = seen.filter(posting__in=own.values("posting")) if books.fund else own
    entries = of_postings.select_related("posting", "fund", "programme").order_by("posting__on", "posting_id", "id")
    return (_row(entry) for entry in entries.iterator(chunk_size=2000))


def _row(entry: Entry) -> tuple[str, ...]:
    posting, day = entry.posting, f"{entry.posting.on:%Y%m%d}"
    number, name = NUMBERS[Account(entry.account)]
    aside = entry.programme or entry.fund
    debit, credit = max(0, -entry.amount_cents), max(0, entry.amount_cents)
    return (
        "FIL",
        "Filon",
        str(posting.pk),
        day,
        number,
        name,
        str(aside.pk) if aside else "",
        str(aside) if aside else "",
        str(posting.cause_uuid),
        day,
        f"{posting.cause_type}{' (contre-passation)' if posting.reverses_id else ''}",
        _euros(debit),
        _euros(credit),
        "",
        "",
        f"{posting.written_at:%Y%m%d}",
        "",
        "",
    )


def _euros(cents: int) -> str:
    return f"{cents // 100},{cents % 100:02d}"
