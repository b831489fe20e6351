"""Invitations go a year after they ended."""

import datetime as dt

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from filon.kernel.registry import Purged
from filon.people.models import Invitation

KEPT = dt.timedelta(days=365)


def invitations_purge(today: dt.date) -> Purged:
    """Answered, withdrawn or lapsed: whichever ended it."""
    invitations, limit = Invitation.objects.using("owner"), today - KEPT
    answered = Q(accepted_at__date__lt=limit) | Q(withdrawn_at__date__lt=limit)
    lapsed = Q(accepted_at=None, withdrawn_at=None, expires_at__date__lt=limit)
    removed = invitations.filter(answered | lapsed).delete()[0]
    return Purged(removed, ((_("waiting, or ended less than a year ago"), invitations.count()),))
