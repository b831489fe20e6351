"""What the house does at night."""

import logging

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


@daily(hour=3)
@task(attempts=2)
def prove_again() -> int:
    """`filon verify` at night: what is broken goes to the log and to the audit, without the sentences, which may name people."""
    broken = [result for result in verify.run() if result.violations]
    for result in broken:
        logger.error("Invariant %s is broken %s times: run filon verify", result.name, len(result.violations))
    audit.record(None, "house.verified", None, violations={result.name: len(result.violations) for result in broken})
    return len(broken)
