"""Moments of an agreement that upper floors may join, in the same transaction."""

from filon.agreements.models import AgreementVersion
from filon.kernel.hooks import Hook
from filon.people.models import User

#: A version has just been put in force by somebody; its due items exist.
version_takes_effect: Hook[[User, AgreementVersion]] = Hook("agreements.version_takes_effect")
