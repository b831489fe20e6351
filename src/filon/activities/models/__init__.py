"""Themes, sessions and places in them, ideas and what became of them, and what all that fulfilled of agreements."""

from filon.activities.models.fulfilment import Fulfilment
from filon.activities.models.idea import CommentWithdrawal, Idea, IdeaComment, IdeaOutcome, IdeaTaking
from filon.activities.models.session import Closing, ExchangeSession, Registration, SessionOrganisation
from filon.activities.models.theme import ExchangeTheme

__all__ = [
    "Closing",
    "CommentWithdrawal",
    "ExchangeSession",
    "ExchangeTheme",
    "Fulfilment",
    "Idea",
    "IdeaComment",
    "IdeaOutcome",
    "IdeaTaking",
    "Registration",
    "SessionOrganisation",
]
