"""Clauses of a draft: written freely, put in order, or taken from the template of its kind."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.http import Http404
from django.utils.translation import gettext as _

from filon.agreements.inputs import ClauseInput
from filon.agreements.models import AgreementVersion, Clause, ClausePart
from filon.agreements.queries.templates import template_for
from filon.agreements.queries.variables import check_no_variable, check_variables
from filon.agreements.services.opening import note, written_version
from filon.kernel.errors import Refused

if TYPE_CHECKING:
    from filon.people.models import User

WORDS = ("part", "heading_fr", "heading_en", "text_fr", "text_en")
LONGEST = 40_000
"""characters of one clause: a dozen pages."""


@transaction.atomic
def clause_add(*, by: User, version_id: UUID, clause: ClauseInput) -> Clause:
    """A clause after the last one."""
    version = written_version(by, version_id)
    added = Clause.objects.create(version=version, position=_last_position(version) + 1, **checked_clause(clause))
    note(by, "agreement.clause_added", version, version.agreement, position=added.position)
    return added


@transaction.atomic
def clause_change(*, by: User, version_id: UUID, position: int, clause: ClauseInput) -> Clause:
    version = written_version(by, version_id)
    changed = _clause(version, position)
    for name, value in checked_clause(clause).items():
        setattr(changed, name, value)
    changed.save()
    note(by, "agreement.clause_changed", version, version.agreement, position=position)
    return changed


@transaction.atomic
def clause_move(*, by: User, version_id: UUID, position: int, places: int) -> None:
    """One place up (-1) or down (1) among the clauses of its part; at either end it stays."""
    version = written_version(by, version_id)
    moved = _clause(version, position)
    beside = version.clauses.filter(part=moved.part)
    neighbour = (
        beside.filter(position__lt=position).order_by("-position").first()
        if places < 0
        else beside.filter(position__gt=position).order_by("position").first()
    )
    if neighbour is None:
        return
    _place(moved, 0)  # two clauses of a version never share a place
    other = neighbour.position
    _place(neighbour, position)
    _place(moved, other)
    note(by, "agreement.clause_moved", version, version.agreement, position=other)


@transaction.atomic
def clause_remove(*, by: User, version_id: UUID, position: int) -> None:
    """The clauses after it move up."""
    version = written_version(by, version_id)
    _clause(version, position).delete()
    for later in version.clauses.filter(position__gt=position):
        _place(later, later.position - 1)
    note(by, "agreement.clause_removed", version, version.agreement, position=position)


@transaction.atomic
def template_apply(*, by: User, version_id: UUID, replaces: bool = False) -> list[Clause]:
    """Adds the clauses of the kind's template whose heading the draft does not have yet; ``replaces``: in place of all it has."""
    version = written_version(by, version_id)
    template = template_for(version.agreement.host_id, version.agreement.kind_id)
    if template is None:
        raise Refused(_("No template is written for this kind of agreement: add its clauses one by one."))
    if replaces:
        version.clauses.all().delete()
    known, last = set(version.clauses.values_list("part", "heading_fr")), _last_position(version)
    new = [each for each in template.clauses.order_by("position") if (each.part, each.heading_fr) not in known]
    rows = [
        Clause(version=version, position=last + place, **{name: getattr(each, name) for name in WORDS})
        for place, each in enumerate(new, start=1)
    ]
    added = Clause.objects.bulk_create(rows)
    note(by, "agreement.template_applied", version, version.agreement, number=version.number, clauses=len(added), replaces=replaces)
    return added


def checked_clause(given: ClauseInput) -> dict[str, str]:
    """The values of a clause, of a draft or of a template. Raises Refused at the field to correct."""
    words = {name: getattr(given, name).strip() for name in WORDS}
    if not words["heading_fr"] or not words["text_fr"]:
        raise Refused(_("A clause has a heading and a text in French."), field="text_fr" if words["heading_fr"] else "heading_fr")
    if words["part"] not in ClausePart.values:
        raise Refused(_("Say where this clause stands."), field="part")
    for language in ("fr", "en"):
        heading, text = f"heading_{language}", f"text_{language}"
        check_no_variable(words[heading], field=heading)
        if len(words[text]) > LONGEST:
            raise Refused(_("This clause is longer than 40,000 characters: divide it, or make it an annex."), field=text)
        check_variables(words[text], field=text)
    return words


def _clause(version: AgreementVersion, position: int) -> Clause:
    found = version.clauses.filter(position=position).first()
    if found is None:
        raise Http404
    return found


def _last_position(version: AgreementVersion) -> int:
    last: int | None = version.clauses.aggregate(last=Max("position"))["last"]
    return last or 0


def _place(clause: Clause, position: int) -> None:
    clause.position = position
    clause.save(update_fields=["position"])
