"""How many tries are left, shared by every process through the database: per address and per IP.

Only a hash of what is limited is kept. A refused try is not counted, so that waiting as long as the sentence says is enough.
An address limit can be used to keep somebody from her password, never from her link: the two are counted apart."""

import datetime as dt
import hashlib
import math
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import ngettext

from filon.kernel.errors import Refused
from filon.people.models import SignInAttempt


@dataclass(frozen=True)
class Limit:
    """So many tries within the window that ends now."""

    tries: int
    window: dt.timedelta = dt.timedelta(minutes=15)


#: A whole campus may stand behind one IP, so these are wide; what guesses a password meets the limit of the address.
#: `feed`: how often the address of a calendar is read anew.
LIMITS = {
    "password": {"address": Limit(5), "ip": Limit(100)},
    "link": {"address": Limit(3), "ip": Limit(100)},
    "key": {"ip": Limit(100)},
    "feed": {"address": Limit(12)},
}
KEPT = max(limit.window for limits in LIMITS.values() for limit in limits.values())


class TooManyTries(Refused):
    """`wait` seconds must pass before the next try."""

    def __init__(self, wait: int) -> None:
        minutes = max(1, math.ceil(wait / 60))
        sentence = ngettext(
            "Too many tries in a short time: wait %(minutes)d minute, then try again.",
            "Too many tries in a short time: wait %(minutes)d minutes, then try again.",
            minutes,
        )
        super().__init__(sentence % {"minutes": minutes})
        self.wait = wait


@dataclass(frozen=True)
class Tries:
    """What was counted for one try."""

    ids: list[int]

    def forgive(self) -> None:
        """It succeeded: it does not count."""
        SignInAttempt.objects.filter(id__in=self.ids).delete()


def count_try(kind: str, *, address: str = "", ip: str = "") -> Tries:
    """Counts one try; raises TooManyTries (and counts nothing) when a limit is reached. Call it outside any transaction
    that may be undone. `kind` is a key of LIMITS."""
    named = {"address": address.strip().lower(), "ip": ip}
    counted = Tries(ids=[])
    for what, limit in LIMITS[kind].items():
        attempt = SignInAttempt.objects.create(bucket=_bucket(kind, what, named[what]))
        counted.ids.append(attempt.pk)
        wait = _wait(attempt, limit)
        if wait is not None:
            counted.forgive()
            raise TooManyTries(wait)
    return counted


def forget_old_tries() -> int:
    """Deletes the tries no limit looks at any more; returns how many."""
    return SignInAttempt.objects.filter(at__lt=timezone.now() - KEPT).delete()[0]


def _bucket(kind: str, what: str, value: str) -> str:
    return hashlib.sha256(f"{kind}|{what}|{value}".encode()).hexdigest()


def _wait(attempt: SignInAttempt, limit: Limit) -> int | None:
    """Seconds until the oldest of the tries that fill the limit leaves the window; None when the limit is not reached.
    The try is inserted before it is judged: two at once can only be counted too much, never too little."""
    others = SignInAttempt.objects.filter(bucket=attempt.bucket, at__gt=attempt.at - limit.window).exclude(pk=attempt.pk)
    filling = list(others.order_by("-at").values_list("at", flat=True)[: limit.tries])
    if len(filling) < limit.tries:
        return None
    return max(1, math.ceil((filling[-1] + limit.window - attempt.at).total_seconds()))
