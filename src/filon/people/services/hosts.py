"""A school joins the installation: with a director, who invites the others."""

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from filon.kernel import audit
from filon.kernel.errors import Refused
from filon.people.hooks import host_created
from filon.people.models import Host
from filon.people.roles import Role
from filon.people.services.accounts import account_open
from filon.people.services.memberships import membership_begin


@transaction.atomic
def host_create(
    *,
    name: str,
    short_name: str,
    city: str,
    director_email: str,
    director_name: str,
    since: dt.date | None = None,
    is_invented: bool = False,
) -> Host:
    """Done by whoever runs the installation (`filon host add`) or by the demonstration. Raises Refused for a name already taken.
    `since`: the first day of the director, None = today."""
    if not name.strip():
        raise Refused(_("A school has a name."), field="name")
    if Host.objects.filter(name__iexact=name.strip()).exists():
        raise Refused(_("A school called “%(name)s” is already here.") % {"name": name.strip()}, field="name")
    host = Host.objects.create(name=name.strip(), short_name=short_name.strip() or name.strip()[:40], city=city, is_invented=is_invented)
    audit.record(None, "host.created", host, host_id=host.pk)
    director = account_open(by=None, email=director_email, name=director_name)
    membership_begin(by=None, user=director, host=host, role=Role.DIRECTOR, start=since or timezone.localdate())
    host_created.run(host)
    return host
