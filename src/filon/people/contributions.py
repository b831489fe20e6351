"""What people contributes to the house."""

from django.utils.translation import gettext_lazy as _

from filon.kernel.registry import NavItem, PersonalDataClass, Purge, register
from filon.people import audited, commands, rights, samples, tasks
from filon.people.invariants import INVARIANTS
from filon.people.services.forgetting import invitations_purge
from filon.people.services.holding import HOLDINGS

__all__ = ["declare", "rights", "tasks"]


def declare() -> None:
    """Called once, when the applications are ready; rights and schedules are declared by being imported."""
    register(*INVARIANTS, *audited.SUBJECTS, *PERSONAL_DATA, *samples.KINDS, commands.HOST_ADD, commands.MAIL_BOUNCES)
    register(*HOLDINGS, Purge("people.invitation", invitations_purge))
    register(NavItem("people.team", _("Team"), "people:team", 90, "", lambda viewer: viewer.has_perm("people.team.read")))


PERSONAL_DATA = (
    PersonalDataClass(
        "people.account",
        purpose=_("Knowing who signs in, and showing colleagues who does what: name, e-mail, language."),
        basis=_("Legitimate interest: running partnerships together."),
        retention=_(
            "As long as a role or an access is held, then three years; the name, as long as what was done under it must stay provable."
        ),
        end_action=_("The account is closed and its name and address are replaced."),
    ),
    PersonalDataClass(
        "people.membership",
        purpose=_("Knowing who held which role when: it says who could decide."),
        basis=_("Legitimate interest: proof of who had the power to act."),
        retention=_("As long as the agreements decided in that role are kept."),
        end_action=_("Kept without the person’s name."),
    ),
    PersonalDataClass(
        "people.invitation",
        purpose=_("Inviting a colleague: name, e-mail, role offered."),
        basis=_("Legitimate interest: letting the right person in."),
        retention=_("One year after the invitation was answered or lapsed."),
        end_action=_("Deleted."),
    ),
    PersonalDataClass(
        "people.sent_letter",
        purpose=_("Knowing whether a letter arrived: address, when it left, what the mail server answered."),
        basis=_("Legitimate interest: whoever is asked to sign must be reached."),
        retention=_("Ninety days."),
        end_action=_("Deleted every night."),
    ),
    PersonalDataClass(
        "people.sign_in",
        purpose=_("Refusing those who guess: hashes of addresses and IPs, links sent."),
        basis=_("Legitimate interest: security."),
        retention=_("One day."),
        end_action=_("Deleted every night."),
    ),
)
