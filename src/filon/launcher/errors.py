"""The one error of the launcher."""


class CannotStart(Exception):  # noqa: N818  a sentence for a person, not a defect
    """Filon cannot start or go on; the message is one sentence for the person at the terminal: why, and what to do."""
