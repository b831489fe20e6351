"""A file of the bank is kept, then read in a confined process: what is wrong with it is said before anything is written."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from filon.engines.statements import Mapping, Reason
from filon.engines.statements import Statement as Read
from filon.engines.statements.job import statement_of
from filon.kernel import audit
from filon.kernel.confined import Broken, Pool
from filon.kernel.errors import Refused, refuse_if_any
from filon.kernel.files import file_open, file_store
from filon.kernel.models import StoredFile
from filon.kernel.rights import get_visible_or_404
from filon.ledger.models import BankAccount
from filon.people.models import User

LARGEST = 60 * 1024 * 1024
KINDS = ("bank", "csv", "txt")
OWNER = "ledger.bankaccount"
POOL = Pool("filon.engines.statements.job:read_statement", seconds=120, memory=2 * 1024 * 1024 * 1024, jobs=50, is_fresh=True)


class NoColumns(Refused):
    """The columns of this CSV file are not known: somebody says which is which."""


@transaction.atomic
def statement_upload(*, by: User, account_id: UUID, upload: Any) -> StoredFile:
    """Keeps the file. Raises Refused when it is too large or no statement at all."""
    account = get_visible_or_404(BankAccount.objects.select_related("entity"), viewer=by, id=account_id, may="ledger.books.keep")
    if (getattr(upload, "size", 0) or 0) > LARGEST:
        words = {"file": upload.name, "size": LARGEST // 1024**2}
        sentence = _("“%(file)s” is larger than %(size)s MB: ask the bank for a shorter time, and import the parts one after the other.")
        raise Refused(sentence % words, field="file")
    return file_store(
        by=by,
        upload=upload,
        purpose="statement",
        allowed=KINDS,
        max_bytes=LARGEST,
        host_id=account.host_id,
        owner_type=OWNER,
        owner_uuid=account.uuid,
    )


def statement_read(account: BankAccount, stored: StoredFile) -> Read:
    """What the file says. Raises Refused with the file, the place and what to do; NoColumns when a CSV file has columns of its own."""
    with file_open(stored) as content:
        raw = content.read()
    try:
        told, rows = POOL.ask({"mapping": account.csv_mapping}, raw)
    except Broken as broken:
        sentence = _("“%(file)s” takes too much time or memory to read: ask the bank for a shorter time.")
        raise Refused(sentence % {"file": stored.name}, field="file") from broken
    if "wrong" in told:
        refuse_if_any([_refusal(stored.name, Reason(one["reason"]), one["place"], one["found"]) for one in told["wrong"]])
    return statement_of(told, rows)


def _refusal(file: str, reason: Reason, place: str, found: str) -> Refused:
    """“relevé.csv”, line 12: what is wrong, and what to do."""
    kind = NoColumns if reason is Reason.COLUMNS else Refused
    where = _("line %(place)s") % {"place": place} if place.isdigit() else place
    named = _("“%(file)s”, %(where)s:") % {"file": file, "where": where} if where else _("“%(file)s”:") % {"file": file}
    return kind(f"{named} {_sentences()[reason] % {'found': found}}", field="file")


def _sentences() -> dict[Reason, str]:
    return {
        Reason.EMPTY: _("this file is empty. Choose it again."),
        Reason.UNKNOWN_FORMAT: _("this is none of the formats read here (CAMT.053, MT940, OFX, CSV). Ask the bank for one of these."),
        Reason.TRUNCATED: _("the file stops or is damaged here; nothing was saved. Download it again from the bank."),
        Reason.ENCODING: _("these are signs of another encoding. Save the file as UTF-8, or download it again from the bank."),
        Reason.CURRENCY: _("this is in another currency (%(found)s). Filon keeps euros only: import the account in euros."),
        Reason.DAY: _("“%(found)s” is not a day. Correct it, or check which column holds the day."),
        Reason.AMOUNT: _("“%(found)s” is not an amount. Correct it, or check which column holds the amount."),
        Reason.COLUMNS: _("the columns of this file are not known. Say which is which; it is remembered for this account."),
        Reason.NO_LINE: _("there is no movement in it. Choose the statement of a time in which money moved."),
        Reason.FORBIDDEN: _("the file declares types of its own, which no bank does. Download it again from the bank."),
        Reason.TOO_MANY: _("there are %(found)s movements, too many at once. Ask the bank for a shorter time."),
    }


@transaction.atomic
def columns_remember(*, by: User, account_id: UUID, mapping: Mapping) -> BankAccount:
    """Which column is which in the CSV files of this account."""
    account = get_visible_or_404(BankAccount, viewer=by, id=account_id, may="ledger.books.keep", lock=True)
    if mapping.amount is None and None in (mapping.debit, mapping.credit):
        raise Refused(_("Say which column holds the amount; or the two that hold what leaves and what comes in."), field="amount")
    account.csv_mapping = mapping.as_json()
    account.save(update_fields=["csv_mapping"])
    audit.record(by, "bank_account.columns_remembered", account)
    return account
