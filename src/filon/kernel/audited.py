"""What the kernel records in the audit, in words."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from filon.kernel import formats
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
        {
            "verified": _("Rules and audit chain proved again"),
            "restored": _("Restored from a backup"),
            "seeded": _("Demonstration loaded at the size of a school or of a network"),
            "rows_noted": _("Rows of a table noted again"),
        },
        {"table": str, "taken_at": said(_("as it was on %(value)s"), lambda moment: formats.moment(dt.datetime.fromisoformat(moment)))},
    ),
    AuditedSubject(
        "import",
        _("Files taken over"),
        {
            "begun": _("Spreadsheet sent to be taken over"),
            "mapped": _("Columns of a spreadsheet understood"),
            "examined": _("Lines of a spreadsheet examined"),
            "decided": _("Doubtful lines decided"),
            "completed": _("New lines completed"),
            "confirmed": _("Import confirmed"),
            "given_up": _("Import given up"),
            "done": _("Spreadsheet taken over"),
        },
        {"count": said(_("%(value)s objects"), formats.number)},
    ),
    AuditedSubject("journal", _("Journal"), {"read": _("Journal read"), "exported": _("Journal exported")}),
)
