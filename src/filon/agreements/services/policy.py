"""What a school asks of every signature."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from filon.agreements.models import SigningPolicy
from filon.agreements.providers import provider_of
from filon.kernel import audit, clock
from filon.kernel.errors import Refused
from filon.kernel.rights import get_visible_or_404
from filon.people.models import Host

if TYPE_CHECKING:
    from filon.people.models import User


@transaction.atomic
def policy_set(*, by: User, host_id: UUID, second_channel_from_cents: int | None, provider: str = "") -> SigningPolicy:
    """From this amount on, a code reaches the signatory by another way than her link; None: never asked. ``provider`` gathers the
    signatures of what is sent from now on; empty: Filon does."""
    host = get_visible_or_404(Host, viewer=by, id=host_id, may="agreements.house.write", lock=True)
    if second_channel_from_cents is not None and second_channel_from_cents < 0:
        raise Refused(_("An amount is zero or more."), field="second_channel_from_cents")
    if provider:
        provider_of(provider)
    given = {"second_channel_from_cents": second_channel_from_cents, "provider": provider}
    policy, _is_new = SigningPolicy.objects.update_or_create(host=host, defaults={**given, "changed_by": by, "changed_at": clock.now()})
    audit.record(by, "signing_policy.set", policy, host_id=host.pk, from_cents=second_channel_from_cents, provider=provider)
    return policy
