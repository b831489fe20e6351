"""Ten years after the end of an agreement, names and words beside it go; figures, dates, digests and the signed document stay.

The signed document itself is an archive of the school: a public one eliminates nothing without the visa of the archives (heritage code,
articles L. 212-2 and L. 214-3)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Case, Q, QuerySet, Value, When
from django.utils.translation import gettext_lazy as _

from filon.agreements.models import (
    Approval,
    Comment,
    DeliveryStep,
    Evidence,
    Notice,
    ReturnedText,
    ReviewRound,
    Seat,
    Sending,
    VersionStep,
)
from filon.agreements.services.holding import alive
from filon.agreements.states import DeliveryState
from filon.kernel.models import Noted, StoredFile
from filon.kernel.noted import note_again
from filon.kernel.registry import Purged

NOTHING = "–"
"""Stands for erased words where there must be some."""
KEPT = _("the agreement lasts, or ended less than ten years ago")


def signing_purge(today: dt.date) -> Purged:
    """What evidence tells of people, with its PDF; reasons of refusals, guests and messages. The digest of the evidence stays."""
    evidences, over = _parted(Evidence, today, "seat__sending__version__agreement")
    removed = _blanked(over.exclude(told={}), told={})
    _sendings, closed = _parted(Sending, today, "version__agreement")
    closed.exclude(guests="", message="").update(guests="", message="")
    _seats, answered = _parted(Seat, today, "sending__version__agreement")
    answered.exclude(reason__in=("", NOTHING)).update(reason=NOTHING)
    return Purged(removed + _proofs_purge(closed.exclude(proof=None)), ((KEPT, evidences.count()),))


def _proofs_purge(closed: QuerySet[Sending]) -> int:
    files = list(closed.values_list("proof", flat=True))
    if not files:
        return 0
    closed.update(proof=None)
    removed: int = StoredFile.objects.using("owner").filter(pk__in=files).delete()[0]
    note_again(StoredFile)
    return removed


def signatures_purge(today: dt.date) -> Purged:
    """Words beside deliveries and notices; the names go with the accounts and the sheets, which nothing keeps any more."""
    steps, over = _parted(DeliveryStep, today, "delivery__commitment__agreement")
    said = Case(When(state=DeliveryState.CONTESTED, then=Value(NOTHING)), default=Value(""))
    removed = _blanked(over.exclude(words__in=("", NOTHING)), words=said)
    _notices, given = _parted(Notice, today, "version__agreement")
    return Purged(removed + _blanked(given.exclude(reason=NOTHING), reason=NOTHING), ((KEPT, steps.count()),))


def review_purge(today: dt.date) -> Purged:
    """Words of steps, rounds and approvals, remarks, and those in the margin of texts that came back."""
    steps, over = _parted(VersionStep, today, "version__agreement")
    removed = _blanked(over.exclude(words=""), words="")
    _returned, margins = _parted(ReturnedText, today, "sent__version__agreement")
    removed += _blanked(margins.exclude(remarks=[]), remarks=[])
    _rounds, rounds = _parted(ReviewRound, today, "version__agreement")
    removed += rounds.exclude(words="").update(words="")
    _approvals, approvals = _parted(Approval, today, "round__version__agreement")
    removed += approvals.exclude(words__in=("", NOTHING)).update(words=Case(When(is_given=False, then=Value(NOTHING)), default=Value("")))
    _comments, comments = _parted(Comment, today, "version__agreement")
    return Purged(removed + comments.exclude(words=NOTHING).update(words=NOTHING), ((KEPT, steps.count()),))


def _parted(model: type[Any], today: dt.date, agreement: str) -> tuple[QuerySet[Any], QuerySet[Any]]:
    """Rows of agreements that are kept, and of those that ended long ago."""
    rows = model.objects.using("owner")
    return rows.filter(Q(alive(today, agreement))), rows.filter(~alive(today, agreement))


def _blanked(over: QuerySet[Any], **values: Any) -> int:
    """How many; the rows of a noted table are noted anew, which the audit tells."""
    count: int = over.update(**values)
    if count and issubclass(over.model, Noted):
        note_again(over.model)
    return count
