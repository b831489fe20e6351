"""What a school keeps for all its agreements: who approves them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from filon.agreements.models import AgreementKind, ReviewRule, SigningPolicy
from filon.agreements.providers import installed
from filon.people.models import Host, User
from filon.people.roles import WORKING


def house_of(viewer: User) -> Host:
    """The school she works for, or the first of them; PermissionDenied for everybody else."""
    hosts = viewer.standing.hosts_where(WORKING)
    if not hosts:
        raise PermissionDenied
    return Host.objects.visible_to(viewer).get(pk=hosts[0])


def rules_of(host: Host) -> Sequence[ReviewRule]:
    return list(ReviewRule.objects.filter(host=host).select_related("kind", "created_by"))


def policy_of(host: Host) -> dict[str, Any]:
    """From which amount the school asks for a second channel, in cents (None: never), and who gathers its signatures (empty: Filon)."""
    policy = SigningPolicy.objects.filter(host=host).values("second_channel_from_cents", "provider").first()
    return dict(policy) if policy else {"second_channel_from_cents": None, "provider": ""}


def provider_choices() -> list[tuple[str, str]]:
    """Filon itself, then those that the operator has set up."""
    return [("", _("Filon: a link and a code for each signatory")), *((code, str(one.label)) for code, one in installed().items())]


def kind_choices() -> list[tuple[str, str]]:
    return [(str(kind.uuid), kind.label) for kind in AgreementKind.objects.all()]


def kind_codes() -> list[tuple[str, str]]:
    return [(kind.code, kind.label) for kind in AgreementKind.objects.all()]
