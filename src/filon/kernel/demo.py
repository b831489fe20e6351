"""The demo is a property of the database, not of the environment."""

import time

from django.apps import apps
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from filon.kernel.errors import Refused
from filon.kernel.models import AuditEvent, Installation

REMEMBERED = 5.0
"""Seconds for which a process believes its last look."""

_looks: dict[str, tuple[float, bool]] = {}


def is_demo() -> bool:
    """Is this database a demo? One query every five seconds and process."""
    name = str(connection.settings_dict["NAME"])
    looked_at, answer = _looks.get(name, (-REMEMBERED, False))
    if time.monotonic() - looked_at >= REMEMBERED:
        answer = Installation.objects.filter(demo=True).exists()
        _looks[name] = (time.monotonic(), answer)
    return answer


def forget_answer() -> None:
    """The next question looks again; for the process that has just changed the row."""
    _looks.clear()


def mark_demo(seed: int) -> Installation:
    """Makes this database a demo. Refused when it holds anything, real or demo."""
    with transaction.atomic():
        if Installation.objects.select_for_update().exists():
            raise Refused(_("This database is a demo already: nothing was changed."))
        if AuditEvent.objects.exists() or _has_users():
            raise Refused(_("This database holds data: a demo is only made in an empty one. Nothing was changed."))
        forget_answer()
        return Installation.objects.create(demo=True, seed=seed, seeded_at=timezone.now())


def _has_users() -> bool:
    from django.contrib.auth import get_user_model  # noqa: PLC0415  the user is an upper floor's

    return apps.is_installed("django.contrib.auth") and get_user_model()._default_manager.exists()
