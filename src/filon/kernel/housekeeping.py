"""What the house does at night."""

import logging

from django.utils import timezone

from filon.kernel import audit, events, files, idempotency, tasks, verify
from filon.kernel.tasks import daily, every, task

logger = logging.getLogger(__name__)


@every(seconds=3600)
@task(attempts=3)
def forget_keys() -> int:
    return idempotency.forget_old()


@daily(hour=2)
@task(attempts=3)
def forget_old_work() -> int:
    """Delivered events, finished tasks, contents of files whose transaction was undone."""
    return events.forget_done() + tasks.forget_finished() + files.delete_orphans()


SUNDAY = 7


@daily(hour=3)
@task(attempts=2)
def prove_again() -> int:
    """`filon verify` at night, in full from Saturday to Sunday: what is broken goes to the log and to the audit, without the sentences,
    which may name people."""
    is_full = timezone.localdate().isoweekday() == SUNDAY
    broken = [result for result in verify.run(full=is_full) if result.violations]
    for result in broken:
        logger.error("Invariant %s is broken %s times: run filon verify", result.name, len(result.violations))
    audit.record(None, "house.verified", None, full=is_full, violations={result.name: len(result.violations) for result in broken})
    return len(broken)
