"""Templates of a school: begun from the one that comes with Filon, written clause by clause, withdrawn."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.http import Http404
from django.utils.translation import gettext as _

from filon.agreements.inputs import ClauseInput
from filon.agreements.models import AgreementKind, TemplateClause, TextTemplate
from filon.agreements.queries.templates import template_for
from filon.agreements.services.clauses import WORDS, checked_clause
from filon.kernel import audit, clock
from filon.kernel.errors import Refused
from filon.kernel.rights import get_visible_or_404
from filon.people.models import Host

if TYPE_CHECKING:
    from filon.people.models import User

MOST_CLAUSES = 100


@transaction.atomic
def template_begin(*, by: User, host_id: UUID, kind_id: UUID) -> TextTemplate:
    """The school's own template of a kind: a copy of the one that comes with Filon, which it replaces there; empty where there is none."""
    host = get_visible_or_404(Host, viewer=by, id=host_id, may="agreements.house.write", lock=True)
    kind = AgreementKind.objects.filter(uuid=kind_id).first()
    if kind is None:
        raise Http404
    former = template_for(host.pk, kind.pk)
    if former is not None and former.host_id == host.pk:
        raise Refused(_("%(school)s has its own template for this kind already: change that one.") % {"school": host.name})
    template = TextTemplate.objects.create(host=host, kind=kind, changed_by=by)
    copied = [] if former is None else former.clauses.order_by("position")
    TemplateClause.objects.bulk_create(
        TemplateClause(template=template, position=place, **{name: getattr(each, name) for name in WORDS})
        for place, each in enumerate(copied, start=1)
    )
    audit.record(by, "text_template.begun", template, host_id=host.pk, kind=kind.code)
    return template


@transaction.atomic
def template_withdraw(*, by: User, template_id: UUID) -> AgreementKind:
    """Drafts keep what they took from it; new ones start with the template that comes with Filon again."""
    template = _written_template(by, template_id)
    audit.record(by, "text_template.withdrawn", template, host_id=template.host_id, kind=template.kind.code)
    kind = template.kind
    template.delete()
    return kind


@transaction.atomic
def template_clause_add(*, by: User, template_id: UUID, clause: ClauseInput) -> TemplateClause:
    """A clause after the last one; drafts already written do not change."""
    template = _written_template(by, template_id)
    last: int | None = template.clauses.aggregate(last=Max("position"))["last"]
    if template.clauses.count() >= MOST_CLAUSES:
        raise Refused(_("A template has at most 100 clauses: join some of them."))
    added = TemplateClause.objects.create(template=template, position=(last or 0) + 1, **checked_clause(clause))
    _told(by, "text_template.clause_added", template, added.heading_fr)
    return added


@transaction.atomic
def template_clause_change(*, by: User, template_id: UUID, clause_id: UUID, clause: ClauseInput) -> TemplateClause:
    template = _written_template(by, template_id)
    changed = _clause(template, clause_id)
    for name, value in checked_clause(clause).items():
        setattr(changed, name, value)
    changed.save()
    _told(by, "text_template.clause_changed", template, changed.heading_fr)
    return changed


@transaction.atomic
def template_clause_move(*, by: User, template_id: UUID, clause_id: UUID, places: int) -> None:
    """One place up (-1) or down (1) among the clauses of its part; at either end it stays."""
    template = _written_template(by, template_id)
    moved = _clause(template, clause_id)
    beside = template.clauses.filter(part=moved.part)
    neighbour = (
        beside.filter(position__lt=moved.position).order_by("-position").first()
        if places < 0
        else beside.filter(position__gt=moved.position).order_by("position").first()
    )
    if neighbour is None:
        return
    moved.position, neighbour.position = neighbour.position, moved.position
    for each in (moved, neighbour):  # two clauses of a template may share a place until the transaction ends
        each.save(update_fields=["position"])
    _told(by, "text_template.clause_moved", template, moved.heading_fr)


@transaction.atomic
def template_clause_remove(*, by: User, template_id: UUID, clause_id: UUID) -> None:
    template = _written_template(by, template_id)
    removed = _clause(template, clause_id)
    removed.delete()
    _told(by, "text_template.clause_removed", template, removed.heading_fr)


def _written_template(by: User, template_id: UUID) -> TextTemplate:
    """A school's own, locked; 404 if foreign, 403 for one of the house and for whoever does not work there."""
    return get_visible_or_404(
        TextTemplate.objects.select_related("kind"), viewer=by, id=template_id, may="agreements.house.write", lock=True
    )


def _clause(template: TextTemplate, clause_id: UUID) -> TemplateClause:
    found = template.clauses.filter(uuid=clause_id).first()
    if found is None:
        raise Http404
    return found


def _told(by: User, action: str, template: TextTemplate, heading: str) -> None:
    """The event, and who changed the template last."""
    template.changed_at, template.changed_by = clock.now(), by
    template.save(update_fields=["changed_at", "changed_by"])
    audit.record(by, action, template, host_id=template.host_id, kind=template.kind.code, heading=heading)
