"""Moments of an agreement that upper floors may join, in the same transaction."""

from filon.agreements.models import AgreementVersion
from filon.kernel.hooks import Hook

#: A version has just been put in force; its due items exist.
version_takes_effect: Hook[[AgreementVersion]] = Hook("agreements.version_takes_effect")
