"""A fact is recorded once and never changed: it is reversed by another one; its personal values may be erased."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from filon.facts import rules
from filon.facts.inputs import FactInput
from filon.facts.kinds import kind_called
from filon.facts.models import Fact, FactDocument, FactOrganisation, FactPersonal
from filon.kernel import audit, clock, events
from filon.kernel.errors import Refused
from filon.kernel.files import file_store
from filon.kernel.periods import add_months
from filon.kernel.registry import Purged
from filon.kernel.rights import get_visible_or_404
from filon.partners.models import LegalEntity, Site
from filon.people.models import Host, User

PROOFS = ("pdf", "png", "jpeg", "xlsx", "csv")
"""Kinds of files that may prove a fact."""


@transaction.atomic
def fact_record(*, by: User, fact: FactInput) -> Fact:
    """Writes what happened. By hand, only somebody who records facts at the school may; with a source, the source's service has checked.
    Raises Refused for an unknown kind, a day to come, a negative figure or a goal that does not exist."""
    if not fact.source_type:
        _check_by_hand(by, fact)
    salt = secrets.token_hex(32)
    recorded = _checked(by, fact, salt)
    recorded.save(force_insert=True)
    _attach(recorded, fact, salt)
    audit.record(by, "fact.recorded", recorded, kind=fact.kind)
    events.publish("fact.recorded", recorded.uuid, kind=fact.kind)
    return recorded


@transaction.atomic
def facts_record(*, by: User, facts: Sequence[FactInput]) -> list[Fact]:
    """Many of one school at once, each with its event, for the service of their source, which has checked; without documents, places or
    personal values. Raises Refused at the first that cannot be."""
    if any(not fact.source_type or fact.documents or fact.site_id or fact.personal for fact in facts):
        raise ValueError("Such a fact is recorded by itself")
    recorded = Fact.objects.bulk_create([_checked(by, fact, "") for fact in facts])
    wanted = {uuid for fact in facts for uuid in fact.entity_ids}
    keys = dict(LegalEntity.objects.filter(uuid__in=wanted).values_list("uuid", "pk"))
    FactOrganisation.objects.bulk_create(
        FactOrganisation(fact=one, entity_id=keys[uuid])
        for one, fact in zip(recorded, facts, strict=True)
        for uuid in dict.fromkeys(fact.entity_ids)
    )
    audit.record_many(by, "fact.recorded", ((one, {"kind": one.kind}) for one in recorded))
    events.publish_many("fact.recorded", ((one.uuid, {"kind": one.kind}) for one in recorded))
    return recorded


def _checked(by: User, fact: FactInput, salt: str) -> Fact:
    """The fact to write. Raises Refused."""
    kind = kind_called(fact.kind)
    rules.check_occurred(fact.occurred_on, today=timezone.localdate(clock.now()))
    rules.check_figures(quantity=fact.quantity, value_cents=fact.value_cents, persons=fact.persons)
    return Fact(
        uuid=fact.id,
        recorded_by=by,
        unit=kind.unit,
        goals=rules.checked_goals(fact.goals),
        visibility=rules.visibility_of(kind, asked=fact.visibility, is_personal=bool(fact.personal)),
        personal_digest=rules.personal_digest(salt, fact.personal) if fact.personal else "",
        site=_site(by, fact),
        **_same_columns(fact),
    )


def _same_columns(fact: FactInput) -> dict[str, Any]:
    """What is written as it was given."""
    names = ("kind", "occurred_on", "host_id", "quantity", "value_cents", "persons", "source_type", "source_uuid")
    return {name: getattr(fact, name) for name in names}


def _check_by_hand(by: User, fact: FactInput) -> None:
    """The right to record at that school, and to name these organisations. Raises PermissionDenied or Http404."""
    if not by.has_perm("facts.fact.record", Host(pk=fact.host_id)):
        raise PermissionDenied
    if LegalEntity.objects.visible_to(by).filter(uuid__in=fact.entity_ids).count() != len(set(fact.entity_ids)):
        raise Http404


def _site(by: User, fact: FactInput) -> Site | None:
    return get_visible_or_404(Site, viewer=by, id=fact.site_id) if fact.site_id else None


def _attach(recorded: Fact, fact: FactInput, salt: str) -> None:
    """Organisations, documents and personal values."""
    named = LegalEntity.objects.filter(uuid__in=fact.entity_ids).values_list("pk", flat=True)
    FactOrganisation.objects.bulk_create(FactOrganisation(fact=recorded, entity_id=entity_id) for entity_id in named)
    FactDocument.objects.bulk_create(FactDocument(fact=recorded, file=file, title=title) for file, title in fact.documents)
    if fact.personal:
        FactPersonal.objects.create(fact=recorded, salt=salt, values=fact.personal)


@transaction.atomic
def fact_note(*, by: User, fact: FactInput, uploads: Sequence[UploadedFile] = ()) -> Fact:
    """Records a fact by hand, with the files that prove it."""
    if not by.has_perm("facts.fact.record", Host(pk=fact.host_id)):
        raise PermissionDenied
    stored = [
        file_store(by=by, upload=upload, purpose="proof", allowed=PROOFS, host_id=fact.host_id, owner_type="facts.fact", owner_uuid=fact.id)
        for upload in uploads
    ]
    documents = [(file, file.name[:160]) for file in stored]
    return fact_record(by=by, fact=replace(fact, documents=[*fact.documents, *documents], source_type="", source_uuid=None))


@transaction.atomic
def fact_reverse(*, by: User, fact_id: UUID, reason: str) -> Fact:
    """The fact was wrong: another one with opposite figures says so, on the same day, for the same organisations. For the service of the
    source, which has checked that `by` may; a fact recorded by hand goes through `fact_correct`. Raises Refused the second time."""
    reason = rules.check_reason(reason)
    wrong = get_visible_or_404(Fact.objects.select_related("reversed_by"), viewer=by, id=fact_id)
    rules.check_reversible(is_reversal=wrong.reverses_id is not None, is_reversed=hasattr(wrong, "reversed_by"))
    salt, personal = secrets.token_hex(32), {"reason": reason}
    try:
        with transaction.atomic():
            reversal = Fact.objects.create(**_opposite(wrong), recorded_by=by, personal_digest=rules.personal_digest(salt, personal))
    except IntegrityError:  # somebody else reversed it meanwhile
        raise rules.already_reversed() from None
    FactPersonal.objects.create(fact=reversal, salt=salt, values=personal)
    named = wrong.organisations.values_list("entity_id", flat=True)
    FactOrganisation.objects.bulk_create(FactOrganisation(fact=reversal, entity_id=entity_id) for entity_id in named)
    audit.record(by, "fact.reversed", wrong, reversal=reversal.uuid)
    events.publish("fact.reversed", wrong.uuid, reversal=str(reversal.uuid))
    return reversal


def _opposite(wrong: Fact) -> dict[str, Any]:
    """The columns of the reversing fact."""
    same = ("kind", "occurred_on", "host_id", "site_id", "unit", "goals", "visibility", "source_type", "source_uuid")
    return {
        **{name: getattr(wrong, name) for name in same},
        "quantity": -wrong.quantity,
        "value_cents": None if wrong.value_cents is None else -wrong.value_cents,
        "persons": None if wrong.persons is None else -wrong.persons,
        "reverses": wrong,
    }


def fact_correct(*, by: User, fact_id: UUID, reason: str) -> Fact:
    """Reverses a fact recorded by hand. One that comes from somewhere (a delivery, a session) is taken back there."""
    fact = get_visible_or_404(Fact, viewer=by, id=fact_id, may="facts.fact.reverse")
    if fact.source_type:
        raise Refused(_("This fact comes from elsewhere in Filon: take it back where it was declared, so that both stay true."))
    return fact_reverse(by=by, fact_id=fact_id, reason=reason)


@transaction.atomic
def fact_personal_erase(*, by: User, fact_id: UUID) -> Fact:
    """Erases the names and words kept beside a fact. The fact, its figures and its digest stay: the record is whole, without a person."""
    fact = get_visible_or_404(Fact, viewer=by, id=fact_id, may="facts.personal.erase")
    if not FactPersonal.objects.filter(fact=fact).delete()[0]:
        raise Refused(_("Nothing about a person is kept beside this fact, or it is already erased."))
    audit.record(by, "fact.personal_erased", fact)
    return fact


PERSONAL_YEARS = 5


def personal_purge(today: dt.date) -> Purged:
    """What was said of persons beside facts goes after five years; the facts and their digests stay."""
    values = FactPersonal.objects.using("owner")
    removed = values.filter(fact__occurred_on__lt=add_months(today, -12 * PERSONAL_YEARS)).delete()[0]
    return Purged(removed, ((gettext_lazy("the fact is less than five years old"), values.count()),))
