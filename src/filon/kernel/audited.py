"""What the kernel records in the audit, in words."""

from django.utils.translation import gettext_lazy as _

from filon.kernel.journal import said
from filon.kernel.registry import AuditedSubject

SUBJECTS = (
    AuditedSubject(
        "stored_file",
        _("Files"),
        {"stored": _("File received"), "read": _("File read")},
        {"sha256": said(_("SHA-256 fingerprint %(value)s"), lambda digest: f"{digest[:8]}…")},
    ),
    AuditedSubject("saved_view", _("Saved views"), {"saved": _("View saved"), "deleted": _("View deleted")}),
    AuditedSubject(
        "house",
        _("Checks of the house"),
        {"verified": _("Rules and audit chain proved again"), "seeded": _("Demonstration loaded at the size of a school or of a network")},
    ),
    AuditedSubject("journal", _("Journal"), {"read": _("Journal read"), "exported": _("Journal exported")}),
)
