"""What changed between two wordings, word by word."""

from filon.engines.wording_difference.words import Change, Difference, Run, difference

__all__ = ["Change", "Difference", "Run", "difference"]
