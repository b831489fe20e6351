"""Roles held for a time: they begin and end, they are never edited."""

import datetime as dt
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from filon.kernel import audit, events
from filon.kernel.errors import Refused
from filon.kernel.rights import get_visible_or_404
from filon.people.models import Host, Membership, User
from filon.people.roles import Role


@transaction.atomic
def membership_give(*, by: User, user_id: UUID, host_id: UUID, role: Role, start: dt.date, end: dt.date | None = None) -> Membership:
    """A member of the school gets one more role there, from a day on."""
    host = get_visible_or_404(Host, viewer=by, id=host_id, may="people.membership.give", lock=True)
    user = get_visible_or_404(User.objects.get_queryset(), viewer=by, id=user_id)
    return membership_begin(by=by, user=user, host=host, role=role, start=start, end=end)


def membership_begin(*, by: User | None, user: User, host: Host, role: Role, start: dt.date, end: dt.date | None = None) -> Membership:
    """Writes the membership; the caller has checked that `by` may, and holds the row of the school. Raises Refused."""
    if end is not None and end <= start:
        raise Refused(_("The role would end before it begins: correct one of the two dates."), field="end")
    if _overlapping(user, host, role, start, end):
        raise Refused(_("%(name)s already holds this role in that time.") % {"name": user.name}, field="role")
    membership = Membership.objects.create(user=user, host=host, role=role, start=start, end=end)
    audit.record(by, "membership.given", membership, user=str(user.uuid), role=role.value, start=start, end=end)
    events.publish("membership.given", membership.uuid)
    return membership


@transaction.atomic
def membership_end(*, by: User, membership_id: UUID, end: dt.date) -> Membership:
    """The role is held until that day, not on it. A school keeps a director. Raises Refused."""
    membership = get_visible_or_404(Membership, viewer=by, id=membership_id, may="people.membership.end")
    Host.objects.select_for_update().get(pk=membership.host_id)  # two directors ending each other meet here
    membership.refresh_from_db()
    if end < max(membership.start, timezone.localdate()):
        raise Refused(_("A role ends today at the earliest, and not before it began."), field="end")
    if membership.end is not None and membership.end <= end:
        raise Refused(_("This role already ends before that day."), field="end")
    if membership.role == Role.DIRECTOR and not _directed_without(membership, end):
        raise Refused(_("A school keeps a director: name the next one first."), field="end")
    membership.end = end
    membership.save(update_fields=["end"])
    audit.record(by, "membership.ended", membership, end=end)
    events.publish("membership.ended", membership.uuid)
    return membership


def _overlapping(user: User, host: Host, role: Role, start: dt.date, end: dt.date | None) -> bool:
    same = Membership.objects.filter(user=user, host=host, role=role).exclude(end__lte=start)
    return (same if end is None else same.filter(start__lt=end)).exists()


def _directed_without(membership: Membership, day: dt.date) -> bool:
    others = Membership.objects.on(day).filter(host_id=membership.host_id, role=Role.DIRECTOR, end=None)
    return others.exclude(pk=membership.pk).exists()
