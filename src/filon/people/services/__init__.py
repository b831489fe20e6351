"""What is written about people: schools, memberships, invitations, accounts, signing in."""

from filon.people.services.accounts import account_change, account_open, password_set
from filon.people.services.hosts import host_create
from filon.people.services.invitations import invitation_accept, invitation_withdraw, user_invite
from filon.people.services.memberships import membership_begin, membership_end, membership_give
from filon.people.services.signin import demo_enter, link_ask, link_use, password_check

__all__ = [
    "account_change",
    "account_open",
    "demo_enter",
    "host_create",
    "invitation_accept",
    "invitation_withdraw",
    "link_ask",
    "link_use",
    "membership_begin",
    "membership_end",
    "membership_give",
    "password_check",
    "password_set",
    "user_invite",
]
