"""The journal of a school: everything the audit recorded for it, in words."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet, Subquery, UUIDField
from django.db.models.fields.json import KT
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from filon.agreements.models import Agreement
from filon.agreements.models.kind import in_language
from filon.kernel import audit, journal
from filon.kernel.lists import Column, Definition, Filter
from filon.kernel.models import AuditEvent
from filon.kernel.registry import Sentence
from filon.partners.models import Access
from filon.people.models import Host, Membership, User
from filon.people.queries import with_actors

BY_ITSELF = "filon"
"""In the address: what no person did."""


def journal_of(viewer: User, host: Host, *, export: str | None) -> QuerySet[AuditEvent]:
    """The events of the school; where one is about an agreement the viewer sees, with its titles. Reading it is itself recorded."""
    audit.record(viewer, "journal.exported" if export else "journal.read", None, host_id=host.pk)
    about = Agreement.objects.visible_to(viewer).filter(uuid=OuterRef("agreement_uuid"))
    named = with_actors(audit.events_of(host.pk)).annotate(agreement_uuid=Cast(KT("payload__agreement"), UUIDField()))
    return named.annotate(title_fr=Subquery(about.values("title_fr")), title_en=Subquery(about.values("title_en")))


def agreement_title(event: AuditEvent) -> str:
    """Of an event of `journal_of`; empty where it is about no agreement."""
    french, english = (getattr(event, name) or "" for name in ("title_fr", "title_en"))
    return in_language(french, english)


def journal_definition(host: Host) -> Definition[AuditEvent]:
    return Definition(
        page="journal",
        columns=(*journal.COLUMNS, Column("agreement", _("Agreement"), agreement_title), *journal.PROOF),
        order=journal.NEWEST_FIRST,
        filters=(Filter("person", _("Who"), _of_person, partial(_persons, host)), journal.SUBJECT, *journal.DAYS),
        per_page=journal.PER_PAGE,
    )


def _of_person(events: QuerySet[AuditEvent], value: str) -> QuerySet[AuditEvent]:
    if value == BY_ITSELF:
        return events.filter(actor_id__isnull=True)
    return events.filter(actor_id__in=User.objects.filter(uuid=UUID(value)).values("pk"))


def _persons(host: Host) -> Sequence[tuple[str, Sentence]]:
    """Whoever ever held a role at the school, or an access that it opened."""
    members = Membership.objects.filter(user=OuterRef("pk"), host=host)
    guests = Access.objects.filter(user=OuterRef("pk"), affiliation__contact__host=host)
    people = User.objects.filter(Exists(members) | Exists(guests)).order_by("name")
    known = [(str(uuid), name) for uuid, name in people.values_list("uuid", "name")]
    return [("", _("Everybody")), *known, (BY_ITSELF, _("Filon, by itself"))]
