"""Who paid is erased once the law no longer asks for it; day and amount stay, and the books with them."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext_lazy as _

from filon.kernel import audit, clock
from filon.kernel.appendonly import maintenance
from filon.kernel.models import StoredFile
from filon.kernel.noted import note_again
from filon.kernel.periods import add_months
from filon.kernel.registry import Purged
from filon.ledger.models import BankLine, Statement
from filon.ledger.services.reading import OWNER

YEARS = 11
"""Ten years after the accounting year (commercial code, article L123-22), which ends at most a year after the movement."""
SAID = ("payer_name", "payer_iban", "reference", "label")


def payers_forget(today: dt.date) -> int:
    """Erases names, accounts and words from lines that are old enough, and the files of the bank that hold them. How many lines."""
    with maintenance():
        erased, files = _forget(today)
    if erased or files:
        audit.record(None, "statement.forgotten", None, lines=erased, files=files)
    return erased


def payers_purge(today: dt.date) -> Purged:
    """The same, as one class among those that are purged together."""
    erased, files = _forget(today)
    named = BankLine.objects.using("owner").exclude(**dict.fromkeys(SAID, "")).count()
    return Purged(erased + files, ((_("the accounts must still be kept"), named),))


def _forget(today: dt.date) -> tuple[int, int]:
    """Lines and files, as the owner."""
    limit = add_months(today, -12 * YEARS)
    lines = BankLine.objects.using("owner").filter(booked_on__lt=limit).exclude(**dict.fromkeys(SAID, ""))
    return lines.update(**dict.fromkeys(SAID, "")), _files_forget(limit)


def _files_forget(limit: dt.date) -> int:
    """What was received before the limit tells of nothing later. The rows go here, their contents with the next cleaning of files."""
    moment = clock.at(limit)
    files = StoredFile.objects.using("owner").filter(owner_type=OWNER, stored_at__lt=moment)
    if not files.exists():
        return 0
    Statement.objects.using("owner").filter(file__in=files).update(file=None)
    deleted: int = files.delete()[0]
    note_again(Statement)
    note_again(StoredFile)
    return deleted
