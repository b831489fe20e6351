"""What is always true of people; `filon verify` proves it again."""

from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from filon.kernel.registry import Invariant, InvariantResult
from filon.people.models import Host, Invitation, Membership, SignInLink
from filon.people.roles import Role


def every_host_is_directed() -> InvariantResult:
    directed = Membership.objects.on(timezone.localdate()).filter(host=OuterRef("pk"), role=Role.DIRECTOR)
    orphans = Host.objects.exclude(Exists(directed))
    return InvariantResult(Host.objects.count(), [f"{host.name} ({host.uuid})" for host in orphans])


def every_invitation_has_one_end() -> InvariantResult:
    """Accepted in time, withdrawn or lapsed, never two of them."""
    twice = Q(accepted_at__isnull=False, withdrawn_at__isnull=False)
    late = Q(accepted_at__gt=F("expires_at"))
    wrong = Invitation.objects.filter(twice | late)
    return InvariantResult(Invitation.objects.count(), [str(invitation.uuid) for invitation in wrong])


def no_link_opened_late() -> InvariantResult:
    late = SignInLink.objects.filter(used_at__gt=F("expires_at"))
    return InvariantResult(SignInLink.objects.count(), [str(link.pk) for link in late])


INVARIANTS = (
    Invariant("people.host_directed", _("Every school has a director today."), every_host_is_directed),
    Invariant("people.invitation_one_end", _("An invitation is accepted in time, withdrawn, or lapses."), every_invitation_has_one_end),
    Invariant("people.link_in_time", _("A sign-in link opens within its fifteen minutes."), no_link_opened_late),
)
