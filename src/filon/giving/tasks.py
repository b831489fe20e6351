"""What giving does in the background."""

from filon.giving.services import issuing, plan
from filon.kernel.tasks import daily, task


@task(attempts=12)
def receipts_issue(run_id: int) -> int:
    """A bulk issue, one transaction a receipt; a worker that dies leaves what is done, and another goes on."""
    return issuing.issue_run_go_on(run_id)


@daily(hour=1)
@task()
def pledges_catch_up() -> int:
    """Agreements in force that have no pledge yet get theirs."""
    return plan.pledges_catch_up()
