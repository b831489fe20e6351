"""Many receipts at once: a dry run says what would be issued and what not; a task issues them, one transaction each."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from filon.giving.models import IssueRun
from filon.giving.queries.issuable import Batch, batches, in_period, unreceipted
from filon.giving.rights import issues_as
from filon.giving.services.receipts import receipt_issue
from filon.kernel import audit, clock, tasks
from filon.kernel.errors import Refused
from filon.kernel.rights import get_visible_or_404
from filon.partners.models import LegalEntity
from filon.people.models import Host

if TYPE_CHECKING:
    from filon.people.models import User


def issue_plan(*, by: User, issuer: LegalEntity, start: dt.date, end: dt.date) -> list[Batch]:
    """The dry run: one receipt for each donor, of the gifts of the half-open period that have none; writes nothing."""
    return batches(in_period(unreceipted(by, issuer_id=issuer.pk), start, end))


@transaction.atomic
def issue_run_start(*, by: User, host_id: int, issuer_id: UUID, start: dt.date, end: dt.date) -> IssueRun:
    """Queues the issue of everything that the dry run shows; its page tells how far it has come."""
    issuer = get_visible_or_404(LegalEntity, viewer=by, id=issuer_id)
    if not issues_as(by, issuer.pk):
        raise PermissionDenied
    if end <= start:
        raise Refused(_("The end comes before the start: correct one of the two dates."), field="end")
    ready = [batch for batch in issue_plan(by=by, issuer=issuer, start=start, end=end) if not batch.obstacle]
    if not ready:
        raise Refused(_("Nothing can be issued in this period: no gift without a receipt, or something stands in the way of each."))
    run = IssueRun.objects.create(host=Host.objects.get(pk=host_id), issuer=issuer, asked_by=by, start=start, end=end, donors=len(ready))
    from filon.giving.tasks import receipts_issue  # noqa: PLC0415  a task calls a service

    run.task_id = tasks.enqueue(receipts_issue, run_id=run.pk)
    run.save(update_fields=["task_id"])
    audit.record(by, "receipt.run_started", run, host_id=host_id, count=len(ready))
    return run


def issue_run_go_on(run_id: int) -> int:
    """Issues what is left, one transaction a receipt. Called again after a worker died, it goes on with the gifts that have no receipt yet;
    those that somebody else receipted meanwhile are hers. Returns how many this call issued."""
    run = IssueRun.objects.select_related("asked_by", "issuer").get(pk=run_id)
    plan = issue_plan(by=run.asked_by, issuer=run.issuer, start=run.start, end=run.end)
    ready = [batch for batch in plan if not batch.obstacle]
    refusals = [_refusal(batch, batch.obstacle) for batch in plan if batch.obstacle]
    issued = 0
    for batch in ready:
        refusal = _issue(run, batch)
        issued += not refusal
        refusals += [_refusal(batch, refusal)] if refusal else []
        tasks.progress(issued, len(ready))
    IssueRun.objects.filter(pk=run.pk).update(refusals=refusals, done_at=clock.now())
    return issued


@transaction.atomic
def _issue(run: IssueRun, batch: Batch) -> str:
    """Empty when it is issued, else why not; the count of the run goes with the receipt."""
    try:
        with transaction.atomic():
            receipt_issue(by=run.asked_by, gift_ids=[gift.uuid for gift in batch.gifts], run=run)
    except Refused as refused:
        return refused.sentence
    IssueRun.objects.filter(pk=run.pk).update(issued=F("issued") + 1)
    return ""


def _refusal(batch: Batch, sentence: str) -> dict[str, str]:
    """A donor by her number: the run keeps no name."""
    return {"donor": str(batch.donor.uuid), "number": str(batch.donor.number), "why": sentence}
