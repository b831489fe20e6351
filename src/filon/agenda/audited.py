"""What agenda records in the audit, in words."""

from django.utils.translation import gettext_lazy as _

from filon.kernel.registry import AuditedSubject

SUBJECTS = (
    AuditedSubject(
        "calendar",
        _("Calendars"),
        {
            "opened": _("Secret address of a calendar made"),
            "renewed": _("Secret address of a calendar renewed"),
            "closed": _("Secret address of a calendar closed"),
        },
    ),
    AuditedSubject("letters", _("Letters one gets"), {"chosen": _("Letters chosen")}),
)
