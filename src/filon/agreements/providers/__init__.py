"""Providers that gather signatures elsewhere; `docs/signature-providers.md` is the contract in full."""

from __future__ import annotations

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from filon.agreements.providers.contract import Absent, Envelope, Provider, Returned, Signatory, Signed, Stage, State
from filon.agreements.providers.filedrop import FileDrop
from filon.kernel.errors import Refused

__all__ = ["Absent", "Envelope", "Provider", "Returned", "Signatory", "Signed", "Stage", "State", "installed", "provider_of"]


def installed() -> dict[str, Provider]:
    """Those that the operator has set up, by code."""
    found: list[Provider] = [FileDrop(settings.SIGN_FOLDER)] if settings.SIGN_FOLDER else []
    found += [import_string(path)() for path in settings.SIGN_PROVIDERS]
    return {provider.code: provider for provider in found}


def provider_of(code: str) -> Provider:
    """Raises Refused when it is not, or no longer, set up."""
    provider = installed().get(code)
    if provider is None:
        sentence = _("The provider “%(code)s” that gathers signatures is not set up on this installation: tell whoever runs it.")
        raise Refused(sentence % {"code": code}, field="provider")
    return provider
