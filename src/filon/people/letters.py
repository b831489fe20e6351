"""What leaves by e-mail, in the background. A key is made when its letter leaves, so that none waits in clear in the queue."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from filon.kernel import audit
from filon.kernel.tasks import InDoubt, task
from filon.people.keys import hash_of, new_key
from filon.people.mail import carrier
from filon.people.models import Invitation, SignInLink, User
from filon.people.models.invitation import LIFETIME
from filon.people.models.signin import LINK_LIFETIME
from filon.people.roles import Role


@task()
def link_send(email: str, next_path: str = "") -> None:
    """Sends a sign-in link if the address is known and active; nothing otherwise, so that the asker learns nothing."""
    user = User.objects.with_email(email)
    if user is not None and user.is_active:
        with carrier() as post:
            post.take(link_letter(user, link_make(user=user, next_path=next_path)))


@task()
def invitation_send(invitation_id: int) -> None:
    """Gives a waiting invitation its key and sends it. A letter in doubt is told in the journal: whoever invites may withdraw it and
    invite again."""
    try:
        with carrier() as post:
            invitation, key = _keyed(invitation_id)
            if invitation is not None:
                post.take(invitation_letter(invitation, key))
    except InDoubt:
        audit.record(None, "invitation.in_doubt", Invitation.objects.get(pk=invitation_id))
        raise


@transaction.atomic
def _keyed(invitation_id: int) -> tuple[Invitation | None, str]:
    """The invitation, if it still waits, and its key; a former one opens nothing any more."""
    key = new_key()
    invitation = Invitation.objects.waiting().select_for_update(of=("self",)).filter(pk=invitation_id).first()
    if invitation is not None:
        invitation.key_hash, invitation.expires_at = hash_of(key), timezone.now() + LIFETIME
        invitation.save(update_fields=["key_hash", "expires_at"])
    return invitation, key


def link_make(*, user: User, next_path: str = "") -> str:
    """The key of a new link of that user: fifteen minutes, once."""
    key = new_key()
    SignInLink.objects.create(user=user, key_hash=hash_of(key), next_path=next_path, expires_at=timezone.now() + LINK_LIFETIME)
    return key


def address_of(url_name: str, key: str) -> str:
    """The whole address that a letter names."""
    return f"{settings.BASE_URL}{reverse(url_name, args=[key])}"


def link_letter(user: User, key: str) -> EmailMessage:
    with translation.override(user.language or settings.LANGUAGE_CODE):
        subject = _("Your link to sign in to Filon")
        body = _(
            "Hello %(name)s,\n\n"
            "Open this link to sign in to Filon. It works once, for fifteen minutes:\n\n%(link)s\n\n"
            "You did not ask for it? Then do nothing: nobody signs in without this link.\n"
        )
    return EmailMessage(subject, body % {"name": user.name, "link": address_of("people:link", key)}, to=[user.email])


def invitation_letter(invitation: Invitation, key: str) -> EmailMessage:
    """In the language the inviter chose for whoever receives it."""
    with translation.override(invitation.language):
        words = {
            "name": invitation.name,
            "by": invitation.invited_by.name,
            "host": invitation.host.name,
            "role": str(Role(invitation.role).label),
            "link": address_of("people:invitation", key),
        }
        subject = _("%(host)s invites you to Filon") % words
        body = _(
            "Hello %(name)s,\n\n"
            "%(by)s invites you to work with %(host)s on Filon, as: %(role)s.\n\n"
            "Open this link to accept. It works once, for fourteen days:\n\n%(link)s\n\n"
            "You do not know what this is about? Then do nothing, and the invitation lapses.\n"
        )
    return EmailMessage(subject, body % words, to=[invitation.email])
