"""The only place that asks the public register. It is free and needs no key: seven questions a second, and 429 beyond."""

from __future__ import annotations

import time
from contextlib import suppress

from django.conf import settings
from django.utils.translation import gettext as _

from filon.engines.company_register import RegisterSheet, Unreadable, sheet_in
from filon.kernel import outbound
from filon.kernel.outbound import Unreachable

ADDRESS = "https://recherche-entreprises.api.gouv.fr/search"
INCLUDE = "siege,finances,complements"
SPACING = 0.2
"""Seconds between two questions of a process: five a second leave room for another process under the limit of seven."""
LONGEST_WAIT = 60.0
NOT_NOW = 429

_last_asked = [0.0]


class NotNow(Unreachable):
    """It asks to wait `seconds`."""

    def __init__(self, seconds: float) -> None:
        super().__init__(_("The public register asks to wait %(seconds)d seconds: try again then.") % {"seconds": round(seconds)})
        self.seconds = seconds


def ask(siren: str, *, patience: float = 0.0) -> RegisterSheet | None:
    """The company of that number, None when the register does not show it. Waits up to `patience` seconds when it is asked to. Raises
    Unreachable with a sentence: off-line, refused, unreadable, or in a demo."""
    deadline = time.monotonic() + patience
    while True:
        try:
            return _ask_once(siren)
        except NotNow as wait:
            if time.monotonic() + wait.seconds > deadline:
                raise
            time.sleep(wait.seconds)


def _ask_once(siren: str) -> RegisterSheet | None:
    _keep_pace()
    address = f"{getattr(settings, 'REGISTER_ADDRESS', ADDRESS)}?q={siren}&minimal=true&include={INCLUDE}&per_page=1"
    answer = outbound.fetch(address, headers={"Accept": "application/json"})
    if answer.status == NOT_NOW:
        raise NotNow(_seconds(answer.headers.get("retry-after", "")))
    if answer.status != 200:
        raise Unreachable(_("The public register answers with the error %(status)d: try again later.") % {"status": answer.status})
    try:
        return sheet_in(answer.body, siren)
    except Unreadable as unreadable:
        raise Unreachable(_("The public register answers in a form that is not known: nothing was taken from it.")) from unreadable


def _keep_pace() -> None:
    left = _last_asked[0] + SPACING - time.monotonic()
    if left > 0:
        time.sleep(left)
    _last_asked[0] = time.monotonic()


def _seconds(told: str) -> float:
    """`Retry-After`, at least one second and at most a minute; a date counts as ten seconds."""
    with suppress(ValueError):
        return min(max(float(told), 1.0), LONGEST_WAIT)
    return 10.0
