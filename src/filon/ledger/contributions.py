"""What the ledger brings to the pages, jobs and checks of the house."""


def declare() -> None:
    """Called once, when the applications are ready."""
