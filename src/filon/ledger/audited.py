"""What the ledger records in the audit, in words."""

from django.utils.translation import gettext_lazy as _

from filon.kernel import formats
from filon.kernel.registry import AuditedSubject
from filon.ledger.kinds import MovementKind


def _kind(code: str) -> str:
    return str(MovementKind(code).label) if code in MovementKind.values else code


SUBJECTS = (
    AuditedSubject(
        "bank_account",
        _("Bank accounts"),
        {"opened": _("Bank account opened"), "columns_remembered": _("Columns of the files of an account remembered")},
    ),
    AuditedSubject(
        "statement",
        _("Bank statements"),
        {"imported": _("Bank statement imported"), "forgotten": _("Payers erased once the law let go of them")},
        {"lines_new": formats.number, "lines_known": formats.number, "lines": formats.number, "files": formats.number},
    ),
    AuditedSubject(
        "receivable",
        _("Expected payments"),
        {"opened": _("Payment expected"), "closed": _("Payment no longer expected")},
        {"amount_cents": formats.euros, "reference": str, "reason": str},
    ),
    AuditedSubject(
        "match",
        _("Matches"),
        {"confirmed": _("Bank line matched to an expected payment"), "undone": _("Match undone")},
        {"amount_cents": formats.euros, "reference": str, "reason": str},
    ),
    AuditedSubject(
        "movement",
        _("Movements of money"),
        {"made": _("Money allocated, spent, refunded or set aside"), "taken_back": _("Movement of money taken back")},
        {"kind": _kind, "amount_cents": formats.euros, "reason": str},
    ),
    AuditedSubject("posting", _("Postings"), {"reversed": _("Posting reversed")}, {"reason": str}),
    AuditedSubject("fund_service", _("Services of funds"), {"began": _("Fund serves the school")}),
    AuditedSubject("fee_rule", _("Fee rules"), {"written": _("Fee rule of an umbrella written")}),
    AuditedSubject("programme", _("Programmes"), {"added": _("Programme added")}),
)
