"""What people record in the audit, in words."""

from django.utils.translation import gettext_lazy as _

from filon.kernel.journal import day_of, said
from filon.kernel.registry import AuditedSubject
from filon.people.roles import Role

WAYS = {"link": _("by a link sent by e-mail"), "password": _("with a password"), "demonstration": _("in the demonstration")}


def _role(value: str) -> str:
    return str(Role(value).label)


def _way(value: str) -> str:
    return str(WAYS.get(value, value))


SUBJECTS = (
    AuditedSubject("sent_letter", _("Letters sent"), {"returned": _("A letter did not arrive")}),
    AuditedSubject("host", _("School"), {"created": _("School opened")}),
    AuditedSubject(
        "user",
        _("Accounts"),
        {
            "opened": _("Account opened"),
            "changed": _("Account changed"),
            "password_set": _("Password set"),
            "signed_in": _("Signed in"),
        },
        {"method": _way},
    ),
    AuditedSubject(
        "invitation",
        _("Invitations"),
        {
            "sent": _("Invitation sent"),
            "in_doubt": _("Letter of an invitation interrupted as it was leaving: withdraw the invitation and invite again"),
            "withdrawn": _("Invitation withdrawn"),
            "accepted": _("Invitation accepted"),
        },
        {"role": _role},
    ),
    AuditedSubject(
        "membership",
        _("Roles"),
        {"given": _("Role given"), "ended": _("End of a role written down")},
        {"role": _role, "start": said(_("from %(value)s"), day_of), "end": said(_("until %(value)s"), day_of)},
    ),
)
