"""What the answers to demands, and the audit, hold of a person."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from filon.kernel.erasing import always, told
from filon.kernel.models import AuditEvent
from filon.kernel.persons import Person, PersonHolding
from filon.privacy.models import Demand


def _demands(person: Person) -> QuerySet[Demand]:
    hers = Q(account=person.account, account__isnull=False) | Q(sheet__in=person.sheets)
    return Demand.objects.filter(hers, person.here("host"))


def _events(person: Person) -> QuerySet[AuditEvent]:
    """What she did; of a school, what she did there."""
    return AuditEvent.objects.filter(person.here("host_id"), actor_id=person.account, actor_id__isnull=False).order_by("pk")


HOLDINGS = (
    PersonHolding(
        "privacy.demand",
        "privacy.demand",
        _("Demands about her data"),
        _demands,
        told("asked_at", "answered_at", "outcome", "reason"),
        always(_("the school must be able to prove that it answered")),
    ),
    PersonHolding(
        "audit",
        "audit",
        _("What she did, in the audit"),
        _events,
        told("at", "action", "object_type", "object_uuid"),
        always(_("the audit proves what was done; it holds numbers, no name")),
    ),
)
