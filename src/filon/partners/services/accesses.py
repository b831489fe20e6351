"""Partners' people who sign in."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from filon.kernel import audit
from filon.kernel.errors import Refused
from filon.kernel.rights import get_visible_or_404
from filon.kernel.tasks import enqueue
from filon.partners import letters
from filon.partners.kinds import AccessLevel
from filon.partners.models import Access, Affiliation
from filon.people.models import User
from filon.people.services import account_open


@transaction.atomic
def access_grant(*, by: User, affiliation_id: UUID, email: str, level: str = AccessLevel.CONFIRMS) -> Access:
    """Lets a partner's person sign in with that address and see what binds her organisation to the school; ``level``: what she may do
    besides. The letter leaves in the background. An access that was closed opens again."""
    affiliation = get_visible_or_404(Affiliation, viewer=by, id=affiliation_id, may="partners.affiliation.change", lock=True)
    today = timezone.localdate()
    if not affiliation.holds_on(today):
        raise Refused(_("This function does not hold today: an access is opened only to somebody who acts for the organisation."))
    return access_open(by, affiliation, email=email, level=AccessLevel(level))


def access_open(by: User, affiliation: Affiliation, *, email: str, level: AccessLevel) -> Access:
    """The caller has checked that ``by`` may, and holds the affiliation."""
    today = timezone.localdate()
    user = account_open(by=by, email=email, name=affiliation.contact.name)
    if user == by:
        raise Refused(_("Nobody opens an access to herself."), field="email")
    _check_single(affiliation, user)
    access, _is_new = Access.objects.update_or_create(
        user=user, affiliation=affiliation, defaults={"granted_by": by, "start": today, "end": None, "level": level}
    )
    audit.record(by, "access.granted", access, host_id=affiliation.contact.host_id, user=user.uuid, level=access.level)
    enqueue(letters.access_send, access_id=access.pk)
    return access


def _check_single(affiliation: Affiliation, user: User) -> None:
    """One person, one address; and a colleague is no partner's person."""
    if affiliation.accesses.filter(end__isnull=True).exists():
        raise Refused(_("This person already signs in: close her access before you open another one."), field="email")
    if user.memberships.on(timezone.localdate()).filter(host_id=affiliation.contact.host_id).exists():
        raise Refused(_("This address belongs to a member of your school, who already sees what concerns her."), field="email")


@transaction.atomic
def access_end(*, by: User, access_id: UUID) -> Access:
    """Closes an access at once."""
    access = get_visible_or_404(Access, viewer=by, id=access_id, may="partners.access.end", lock=True)
    if access.end is not None:
        raise Refused(_("This access is already closed."))
    access.end = timezone.localdate()
    access.save(update_fields=["end"])
    audit.record(by, "access.ended", access, host_id=access.affiliation.contact.host_id)
    return access
