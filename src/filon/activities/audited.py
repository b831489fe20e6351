"""What exchanges record in the audit, in words."""

from django.utils.translation import gettext_lazy as _

from filon.activities.kinds import Audience, OutcomeKind
from filon.activities.states import PlaceState
from filon.kernel import formats
from filon.kernel.journal import said
from filon.kernel.registry import AuditedSubject


def _audience(code: str) -> str:
    return str(Audience(code).label) if code in Audience.values else code


def _place(code: str) -> str:
    return str(PlaceState(code).label) if code in PlaceState.values else code


def _outcome(code: str) -> str:
    return str(OutcomeKind(code).label) if code in OutcomeKind.values else code


SUBJECTS = (
    AuditedSubject(
        "exchange_theme",
        _("Themes of exchanges"),
        {"opened": _("Theme opened to exchanges"), "changed": _("What a theme of exchanges says changed")},
        {"audience": said(_("read by: %(value)s"), _audience)},
    ),
    AuditedSubject(
        "exchange_session",
        _("Sessions of exchanges"),
        {
            "planned": _("Session of exchanges planned"),
            "changed": _("Session of exchanges changed"),
            "cancelled": _("Session of exchanges cancelled"),
            "attended": _("Attendance of a session noted"),
            "closed": _("Session of exchanges closed"),
            "reopened": _("Session of exchanges reopened"),
        },
        {
            "title": said(_("“%(value)s”")),
            "capacity": said(_("%(value)s places"), formats.number),
            "came": said(_("present among the registered: %(value)s"), formats.number),
            "persons": said(_("persons present: %(value)s"), formats.number),
            "reason": str,
        },
    ),
    AuditedSubject(
        "registration",
        _("Registrations for sessions"),
        {
            "made": _("Registration for a session"),
            "left": _("Place in a session given up"),
            "moved_up": _("Place in a session given to who waited"),
            "removed": _("Person taken off the list of a session"),
        },
        {"state": _place, "reason": str, "rows": formats.number},
    ),
    AuditedSubject(
        "idea",
        _("Ideas"),
        {
            "written": _("Idea proposed"),
            "shown": _("Idea shown to everybody"),
            "hidden": _("Idea shown to members only"),
            "commented": _("Idea commented"),
            "comment_withdrawn": _("Comment withdrawn"),
            "taken_up": _("Idea taken up"),
            "given_back": _("Idea given back"),
            "set_aside": _("Idea set aside"),
            "brought_back": _("Idea brought back"),
            "became": _("What became of an idea recorded"),
            "outcome_taken_back": _("What became of an idea taken back"),
        },
        {"entity": str, "kind": _outcome, "reason": str, "rows": formats.number},
    ),
)
