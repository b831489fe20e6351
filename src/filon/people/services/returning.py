"""A letter that did not arrive is marked so, in the words of the mail server."""

import datetime as dt
import unicodedata

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from filon.kernel import audit
from filon.people.models import SentLetter
from filon.people.returned import Report

KEPT = dt.timedelta(days=90)


@transaction.atomic
def letter_returned(letter: SentLetter, why: str) -> bool:
    """False when that was known already."""
    words = "".join(sign if unicodedata.category(sign)[0] != "C" else " " for sign in why)
    said = " ".join(words.split())[:300] or _("the mail server gives no reason")
    if not SentLetter.objects.filter(pk=letter.pk, returned_at=None).update(returned_at=timezone.now(), why=said):
        return False
    audit.record(None, "sent_letter.returned", letter, host_id=letter.host_id)
    return True


def report_take(report: Report) -> bool:
    """The letter that a report of non-delivery names is marked as returned; False when it is none of ours, or known already."""
    letter = SentLetter.objects.filter(message_id=report.message_id).first()
    return letter is not None and letter_returned(letter, report.why)


def letters_forget() -> int:
    """Deletes what is known of letters that left more than ninety days ago; returns how many."""
    return SentLetter.objects.filter(handed_at__lt=timezone.now() - KEPT).delete()[0]
