"""Why the engine refuses; the message is one sentence for a person: what is wrong, where, what was expected."""

from __future__ import annotations


class TaxRefused(ValueError):  # noqa: N818  a sentence for a person, not a defect
    """The engine cannot do what it was asked."""


class NoRule(TaxRefused):
    """No rule of the table holds on that day."""


class NoValue(TaxRefused):
    """The donor has not valued the gift: there is no receipt, for nobody values it in his place."""


class Malformed(TaxRefused):
    """A table does not have the form it should; says file, line and column."""

    def __init__(self, place: str, problem: str) -> None:
        super().__init__(f"{place}: {problem}")
        self.problem = problem
