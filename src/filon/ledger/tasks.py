"""What takes longer than a page: a large statement."""

from __future__ import annotations

from uuid import UUID

from filon.kernel.models import StoredFile
from filon.kernel.tasks import progress, task
from filon.ledger.models import BankAccount
from filon.ledger.services.reading import statement_read
from filon.ledger.services.statements import statement_import
from filon.people.models import User


@task(attempts=3)
def statement_take(user_id: int, host_id: int | None, account_id: str, file_id: str, takes_alike: bool) -> str:
    """Imports a statement that was kept; twice, it brings nothing new. Returns the UUID of the statement."""
    by = User.objects.get(pk=user_id)
    by.act_for(host_id)
    account = BankAccount.objects.select_related("entity").get(uuid=UUID(account_id))
    stored = StoredFile.objects.get(uuid=UUID(file_id))
    read = statement_read(account, stored)
    progress(0, len(read.lines))
    statement = statement_import(by=by, account_id=account.uuid, read=read, sha256=stored.sha256, file=stored, takes_alike=takes_alike)
    progress(len(read.lines), len(read.lines), note=str(statement.uuid))
    return str(statement.uuid)
