"""Inviting somebody to a school: a letter with a key, opened once, before it expires."""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from filon.kernel import audit
from filon.kernel.errors import Refused
from filon.kernel.rights import get_visible_or_404
from filon.kernel.tasks import enqueue
from filon.people import letters
from filon.people.keys import hash_of, hash_of_nothing
from filon.people.models import Host, Invitation, Membership, User
from filon.people.models.invitation import LIFETIME
from filon.people.roles import Role
from filon.people.services.accounts import account_open, check_password, given_name
from filon.people.services.memberships import membership_begin


@transaction.atomic
def user_invite(*, by: User, email: str, name: str, role: Role, host_id: UUID, language: str = "fr") -> Invitation:
    """Offers a role at the school to an address; the letter leaves in the background. Raises Refused."""
    host = get_visible_or_404(Host, viewer=by, id=host_id, may="people.team.invite", lock=True)
    email, name = _checked_email(email), given_name(name)
    _refuse_a_second_one(host, email, role)
    invitation = Invitation.objects.create(
        host=host,
        email=email,
        name=name,
        role=role,
        language=language,
        invited_by=by,
        key_hash=hash_of_nothing(),
        expires_at=timezone.now() + LIFETIME,
    )
    audit.record(by, "invitation.sent", invitation, role=role.value)
    enqueue(letters.invitation_send, invitation_id=invitation.pk)
    return invitation


@transaction.atomic
def invitation_withdraw(*, by: User, invitation_id: UUID) -> Invitation:
    """Its link opens nothing any more."""
    invitation = get_visible_or_404(Invitation, viewer=by, id=invitation_id, may="people.invitation.withdraw", lock=True)
    if not invitation.is_waiting:
        raise Refused(_("This invitation is no longer waiting: it was accepted, withdrawn, or it lapsed."))
    invitation.withdrawn_at = timezone.now()
    invitation.save(update_fields=["withdrawn_at"])
    audit.record(by, "invitation.withdrawn", invitation)
    return invitation


@transaction.atomic
def invitation_accept(*, key: str, name: str = "", password: str = "") -> User:
    """Consumes the invitation: the account is opened if need be, and the role begins today. Name and password are those of a new
    account; an account that exists keeps its own. Raises Refused."""
    invitation = Invitation.objects.select_for_update(of=("self",)).filter(key_hash=hash_of(key)).first()
    if invitation is None or not invitation.is_waiting:
        raise Refused(_("This invitation has been accepted or withdrawn, or is older than fourteen days: ask for another one."))
    user = _account_of(invitation, name=name, password=password)
    host = Host.objects.select_for_update().get(pk=invitation.host_id)
    membership_begin(by=user, user=user, host=host, role=Role(invitation.role), start=timezone.localdate())
    invitation.accepted_at = timezone.now()
    invitation.save(update_fields=["accepted_at"])
    audit.record(user, "invitation.accepted", invitation)
    return user


def _account_of(invitation: Invitation, *, name: str, password: str) -> User:
    known = User.objects.with_email(invitation.email)
    user = known or account_open(by=invitation.invited_by, email=invitation.email, name=name, language=invitation.language)
    if not user.is_active:
        raise Refused(_("This account is closed: write to whoever invited you."))
    if known is None and password:
        check_password(password, user, field="password")
        user.set_password(password)
        user.save(update_fields=["password"])
    return user


def _checked_email(email: str) -> str:
    try:
        validate_email(email.strip())
    except ValidationError as wrong:
        raise Refused(_("“%(email)s” is not an e-mail address.") % {"email": email}, field="email") from wrong
    return email.strip()


def _refuse_a_second_one(host: Host, email: str, role: Role) -> None:
    held = Membership.objects.on(timezone.localdate()).filter(host=host, role=role, user__email__iexact=email)
    if held.exists():
        raise Refused(_("This person already holds this role at %(host)s.") % {"host": host.name}, field="email")
    if Invitation.objects.waiting().filter(host=host, role=role, email__iexact=email).exists():
        raise Refused(_("An invitation to this address is already waiting: withdraw it first to send another."), field="email")
