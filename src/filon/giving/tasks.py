"""What giving does in the background."""

from filon.giving.services import donor_links, issuing, papers, plan
from filon.kernel.tasks import daily, every, task


@task(attempts=12)
def receipts_issue(run_id: int) -> int:
    """A bulk issue, one transaction a receipt; a worker that dies leaves what is done, and another goes on."""
    return issuing.issue_run_go_on(run_id)


@task(attempts=6)
def receipt_paper_make(receipt_id: int) -> int:
    """The sealed PDF of a receipt as it stands: issued, or cancelled."""
    return papers.receipt_paper_make(receipt_id)


@every(seconds=600)
@task(attempts=1)
def receipt_papers_catch_up() -> int:
    """PDFs that could not be made are tried again, less and less often."""
    return papers.papers_catch_up()


@daily(hour=2)
@task()
def donor_links_forget() -> int:
    """Personal links that lapsed a year ago."""
    return donor_links.links_forget()


@daily(hour=1)
@task()
def pledges_catch_up() -> int:
    """Agreements in force that have no pledge yet get theirs."""
    return plan.pledges_catch_up()
