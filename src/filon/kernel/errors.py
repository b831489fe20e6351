"""The refusals of the house: typed, and written for the person who reads them."""

from collections.abc import Sequence


class Refused(Exception):  # noqa: N818  a refusal is an answer, not an error
    """What was asked is not possible. `sentence` says what is wrong and what to do; `field` names the input to correct."""

    def __init__(self, sentence: str, *, field: str | None = None) -> None:
        super().__init__(sentence)
        self.field = field

    @property
    def sentence(self) -> str:
        return str(self.args[0])


class Refusals(Refused):
    """Several refusals found at once. Its own sentence is the first one's, or all of them joined for a reader without a form."""

    def __init__(self, refusals: Sequence[Refused]) -> None:
        if not refusals:
            raise ValueError("Refusals needs at least one refusal")
        super().__init__(" ".join(refusal.sentence for refusal in refusals), field=refusals[0].field)
        self.refusals = tuple(refusals)


def refuse_if_any(refusals: Sequence[Refused]) -> None:
    """Raises the refusals found so far, alone or together; returns when there are none."""
    if len(refusals) == 1:
        raise refusals[0]
    if refusals:
        raise Refusals(refusals)
