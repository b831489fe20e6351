"""What agreements bring to the pages, jobs and checks of the house."""

from filon.agreements import fact_kinds
from filon.kernel.registry import register


def declare() -> None:
    """Called once, when the applications are ready."""
    for kind in fact_kinds.KINDS:
        register(kind)
