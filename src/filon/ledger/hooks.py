"""Moments of money that upper floors may join, in the same transaction."""

from filon.kernel.hooks import Hook
from filon.ledger.models import Match, Movement

#: A match was confirmed; its posting is written.
matched: Hook[[Match]] = Hook("ledger.matched")
#: Somebody asks to undo a match, or to give back money of it: an upper floor that relies on it (a live receipt) raises Refused.
may_unmatch: Hook[[Match]] = Hook("ledger.may_unmatch")
#: A match was undone; its posting is reversed.
unmatched: Hook[[Match]] = Hook("ledger.unmatched")
#: Money of a match went back to who gave it (`movement.match`); its posting is written.
refunded: Hook[[Movement]] = Hook("ledger.refunded")
