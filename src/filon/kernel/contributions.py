"""What the kernel itself contributes."""


def declare() -> None:
    """Called once, when the applications are ready."""
