"""What giving records in the audit, in words. No name and no text about a person stands in it."""

from django.utils.translation import gettext_lazy as _

from filon.agreements.audited import share
from filon.kernel import formats
from filon.kernel.journal import day_of, said
from filon.kernel.registry import AuditedSubject

REASON = {"reason": said(_("“%(value)s”"))}
CENTS = {"cents": formats.euros}
NUMBER = {"number": said(_("no. %(value)s"))}

SUBJECTS = (
    AuditedSubject(
        "donor",
        _("Donors"),
        {
            "created": _("Donor written down"),
            "changed": _("Address or form of a donor changed"),
            "personal_erased": _("Name and address of a person erased"),
        },
        NUMBER,
    ),
    AuditedSubject(
        "issuer", _("Issuers of receipts"), {"declared": _("Issuer of tax receipts declared")}, {"start": said(_("from %(value)s"), day_of)}
    ),
    AuditedSubject(
        "pledge",
        _("Pledges"),
        {"made": _("Pledge made"), "followed": _("Plan of a pledge follows a version")},
        {"version": said(_("version %(value)s"))} | CENTS,
    ),
    AuditedSubject(
        "instalment",
        _("Instalments"),
        {"called": _("Instalment called"), "waived": _("Instalment given up")},
        NUMBER | CENTS | REASON,
    ),
    AuditedSubject(
        "donation", _("Donations"), {"expected": _("Donation expected"), "dropped": _("Donation that will not come")}, CENTS | REASON
    ),
    AuditedSubject(
        "gift",
        _("Gifts"),
        {
            "received": _("Gift received"),
            "undone": _("Gift undone with its match"),
            "refunded": _("Money of a gift given back"),
            "withdrawn": _("Gift in kind taken back"),
        },
        CENTS | REASON,
    ),
    AuditedSubject(
        "campaign",
        _("Campaigns"),
        {"opened": _("Campaign opened"), "published": _("Campaign published"), "withdrawn": _("Campaign no longer published")},
        CENTS,
    ),
    AuditedSubject(
        "counterpart",
        _("Counterparts"),
        {"valued": _("Counterpart valued"), "justified": _("Counterparts above the usage justified")},
        NUMBER | CENTS | REASON,
    ),
    AuditedSubject(
        "receipt",
        _("Tax receipts"),
        {
            "issued": _("Tax receipt issued"),
            "cancelled": _("Tax receipt cancelled"),
            "paper_made": _("PDF of a tax receipt made and sealed"),
            "archive_read": _("Tax receipts of a bulk issue downloaded"),
            "sent": _("Tax receipt sent to its donor"),
            "run_started": _("Bulk issue of tax receipts started"),
        },
        NUMBER | CENTS | REASON | {"count": said(_("%(value)s receipts"))},
    ),
    AuditedSubject("declaration", _("Annual declarations"), {"frozen": _("Annual declaration frozen")}, CENTS),
    AuditedSubject(
        "attribution",
        _("Outcomes of gifts"),
        {"made": _("Outcome attributed to a gift"), "ended": _("Attribution of an outcome ended")},
        {"share": share},
    ),
)
