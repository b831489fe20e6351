"""What facts record in the audit, in words."""

from django.utils.translation import gettext_lazy as _

from filon.facts.kinds import labels
from filon.kernel.registry import AuditedSubject


def _kind(code: str) -> str:
    return labels().get(code, code)


SUBJECTS = (
    AuditedSubject(
        "fact",
        _("Facts"),
        {
            "recorded": _("Fact recorded"),
            "reversed": _("Fact reversed"),
            "personal_read": _("Values about a person read"),
            "personal_erased": _("Values about a person erased"),
        },
        {"kind": _kind},
    ),
)
