"""What a reader finds in a PDF, each with the sentence that a person reads."""

from dataclasses import dataclass
from enum import Enum

from django.utils.translation import gettext as _


class FindingKind(Enum):
    """Values are stable: they are kept in archives."""

    NOT_A_PDF = "not_a_pdf"
    TOO_LARGE = "too_large"
    TOO_HEAVY = "too_heavy"
    UNREADABLE = "unreadable"
    TRUNCATED = "truncated"
    TRAILING = "trailing"
    MALFORMED = "malformed"
    ENCRYPTED = "encrypted"
    SCRIPT = "script"
    ACTION = "action"
    FORM = "form"
    EMBEDDED_FILE = "embedded_file"
    MEDIA = "media"
    UNSIGNED = "unsigned"
    BROKEN_SIGNATURE = "broken_signature"
    CHANGED_AFTER = "changed_after"
    UNKNOWN_ISSUER = "unknown_issuer"
    NOT_VALID_THEN = "not_valid_then"
    REVOKED = "revoked"
    WEAK = "weak"
    UNTRUSTED_TIME = "untrusted_time"
    DEMO = "demo"


STOPS_READING = frozenset(
    (FindingKind.NOT_A_PDF, FindingKind.TOO_LARGE, FindingKind.TOO_HEAVY, FindingKind.UNREADABLE, FindingKind.ENCRYPTED)
)
DANGEROUS = frozenset((FindingKind.SCRIPT, FindingKind.ACTION, FindingKind.FORM, FindingKind.EMBEDDED_FILE, FindingKind.MEDIA))
"""What a paper that is kept for ever does not contain."""
UNTRUE = frozenset((FindingKind.BROKEN_SIGNATURE, FindingKind.CHANGED_AFTER, FindingKind.REVOKED))
"""The content is not what was signed, or the signature is not worth what it says."""


@dataclass(frozen=True)
class Finding:
    """`where` is the name of a signature's field, or of what was found (`/OpenAction`, `page 3`); empty for the whole file."""

    kind: FindingKind
    where: str = ""

    @property
    def sentence(self) -> str:
        """In the reader's language: what is wrong and what to do."""
        return _sentences()[self.kind] % {"where": self.where}


def _sentences() -> dict[FindingKind, str]:
    return {
        FindingKind.NOT_A_PDF: _("This file is not a PDF, whatever its name says: send the PDF itself."),
        FindingKind.TOO_LARGE: _("This PDF is larger than 20 MB: reduce it and send it again."),
        FindingKind.TOO_HEAVY: _("This PDF takes too much time or memory to read: print it again as a plain PDF."),
        FindingKind.UNREADABLE: _("This PDF cannot be read: it is damaged. Ask for it again."),
        FindingKind.TRUNCATED: _("The end of this PDF is missing: it was cut on its way. Ask for it again."),
        FindingKind.TRAILING: _("After its end this PDF carries bytes that belong to nothing: it was cut or added to on its way."),
        FindingKind.MALFORMED: _("This PDF does not keep to the rules of the format; what is said of it below is what could be read."),
        FindingKind.ENCRYPTED: _("This PDF is protected by a password: send it without one."),
        FindingKind.SCRIPT: _("This PDF contains a script (%(where)s), which could change what it shows."),
        FindingKind.ACTION: _("This PDF does something by itself (%(where)s) when it is opened or read."),
        FindingKind.FORM: _("This PDF contains a form (%(where)s): what is typed into it can be changed."),
        FindingKind.EMBEDDED_FILE: _("This PDF carries another file inside (%(where)s), which nobody reads with it."),
        FindingKind.MEDIA: _("This PDF contains sound, film or a moving object (%(where)s)."),
        FindingKind.UNSIGNED: _("This PDF carries no electronic signature."),
        FindingKind.BROKEN_SIGNATURE: _("The signature “%(where)s” is broken: the content is not what was signed."),
        FindingKind.CHANGED_AFTER: _("After the signature “%(where)s” the PDF was changed in a way that it does not allow."),
        FindingKind.UNKNOWN_ISSUER: _(
            "Who issued the certificate of the signature “%(where)s” is not known here: check it by another way."
        ),
        FindingKind.NOT_VALID_THEN: _(
            "The certificate of the signature “%(where)s” is not valid at this date, and nothing proves that it was."
        ),
        FindingKind.REVOKED: _("The certificate of the signature “%(where)s” was revoked."),
        FindingKind.WEAK: _("The signature “%(where)s” uses an algorithm that can be forged today."),
        FindingKind.UNTRUSTED_TIME: _(
            "The time-stamp of the signature “%(where)s” is not valid, or comes from an authority not known here."
        ),
        FindingKind.DEMO: _("The signature “%(where)s” was made in a demo: it has no value."),
    }
