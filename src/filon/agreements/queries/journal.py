"""The journal of one agreement: what the audit recorded of it, in words."""

from __future__ import annotations

from django.db.models import QuerySet

from filon.agreements.models import Agreement
from filon.kernel import audit, journal
from filon.kernel.lists import Definition
from filon.kernel.models import AuditEvent
from filon.people.queries import with_actors

DEFINITION: Definition[AuditEvent] = Definition(
    page="agreements:journal",
    columns=(*journal.COLUMNS, *journal.PROOF),
    order=journal.NEWEST_FIRST,
    filters=journal.DAYS,
    per_page=journal.PER_PAGE,
)


def events_of(agreement: Agreement) -> QuerySet[AuditEvent]:
    """Every write of an agreement names it in its payload (`services.opening.note`)."""
    return with_actors(audit.events_saying(agreement=str(agreement.uuid)))
