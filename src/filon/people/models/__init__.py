"""Hosts, users, memberships, invitations, sign-in links, letters sent, kept messages."""

from filon.people.models.host import Host
from filon.people.models.invitation import Invitation
from filon.people.models.letter import SentLetter
from filon.people.models.membership import Membership
from filon.people.models.message import KeptMessage
from filon.people.models.signin import SignInAttempt, SignInLink
from filon.people.models.user import Standing, User

__all__ = ["Host", "Invitation", "KeptMessage", "Membership", "SentLetter", "SignInAttempt", "SignInLink", "Standing", "User"]
