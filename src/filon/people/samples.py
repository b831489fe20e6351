"""Letters as they leave, for the page that shows them: about something of the school, or an invented example where there is nothing yet."""

from django.core.mail import EmailMessage
from django.utils.translation import gettext_lazy as _

from filon.kernel.registry import LetterKind
from filon.people.letters import invitation_letter, link_letter
from filon.people.models import Host, Invitation, User
from filon.people.roles import Role

EXAMPLE_KEY = "exemple"
"""Stands where the key of a link does: it opens nothing."""


def link_sample(viewer: User, _host: Host, language: str) -> EmailMessage:
    return link_letter(User(name=viewer.name, email=viewer.email, language=language), EXAMPLE_KEY)


def invitation_sample(viewer: User, host: Host, language: str) -> EmailMessage:
    real = Invitation.objects.visible_to(viewer).filter(host=host).select_related("host", "invited_by").last()
    invited = {"name": "Camille Exemple", "email": "camille@exemple.example", "role": Role.PARTNERSHIP_OFFICER}
    invitation = real or Invitation(host=host, invited_by=viewer, **invited)
    invitation.language = language
    return invitation_letter(invitation, EXAMPLE_KEY)


KINDS = (
    LetterKind(
        "people.link",
        10,
        _("Link to sign in"),
        _("When somebody asks for it on the sign-in page."),
        link_sample,
        _("Nobody signs in without it."),
    ),
    LetterKind(
        "people.invitation",
        20,
        _("Invitation of a colleague"),
        _("When the director invites somebody."),
        invitation_sample,
        _("It opens the door, once."),
    ),
)
