"""What the public register says is kept beside the sheet; what changes there is told, and never edits a sheet."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import logging
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, F, OuterRef
from django.utils.translation import gettext as _

from filon.engines.company_register import RegisterSheet, changes, from_json, standing_of, to_json
from filon.kernel import audit, clock, demo
from filon.kernel.errors import Refused
from filon.kernel.outbound import Unreachable
from filon.kernel.rights import get_visible_or_404
from filon.kernel.tasks import enqueue
from filon.partners import register
from filon.partners.models import LegalEntity, RegisterChange, RegisterRecord, RegisterSettlement, Relationship
from filon.people.models import User

logger = logging.getLogger(__name__)

A_NIGHT = 5_000
"""Organisations asked for in one night, those asked for longest ago first: a quarter of an hour at five a second."""
PATIENCE = 120.0


@dataclass(frozen=True)
class Watched:
    """What a watch found: how many were asked for, how many are not shown, how many changes, and why it stopped early."""

    asked: int = 0
    missing: int = 0
    changed: int = 0
    refusal: str = ""


def register_watch(*, limit: int = A_NIGHT, siren: str | None = None) -> Watched:
    """Asks about the organisations that schools follow, each in its own transaction. Stops at the first silence: the next night goes on."""
    if demo.is_demo():
        return Watched(refusal=_("This is a demo: nothing goes out of it."))
    asked = missing = changed = 0
    for entity in _watched(limit, siren):
        try:
            sheet = register.ask(str(entity.siren), patience=PATIENCE)
        except Unreachable as silence:
            logger.warning("The register was left after %s questions: %s", asked, silence.sentence)
            return Watched(asked, missing, changed, silence.sentence)
        asked += 1
        missing += sheet is None
        changed += len(register_note(entity=entity, sheet=sheet))
    return Watched(asked, missing, changed)


def _watched(limit: int, siren: str | None) -> list[LegalEntity]:
    followed = Relationship.objects.filter(entity=OuterRef("pk"))
    found = LegalEntity.objects.filter(Exists(followed), merged_into=None).exclude(siren=None)
    if siren is not None:
        found = found.filter(siren=siren)
    return list(found.order_by(F("register_record__seen_at").asc(nulls_first=True), "pk")[:limit])


@transaction.atomic
def register_note(*, entity: LegalEntity, sheet: RegisterSheet | None) -> list[RegisterChange]:
    """Keeps the answer and tells what has changed since the former one. A company that is not shown keeps its last state."""
    record, _is_new = RegisterRecord.objects.select_for_update().get_or_create(entity=entity)
    record.seen_at = clock.now()
    if sheet is None:
        record.missing_since = record.missing_since or clock.now()
        record.save()
        return []
    former = from_json(record.sheet) if record.sheet else None
    found = [_told(entity, one.kind, one.before, one.after, one.on) for one in changes(former, sheet)]
    record.sheet, record.standing, record.missing_since = to_json(sheet), standing_of(sheet).value, None
    record.payload_sha256 = hashlib.sha256(json.dumps(record.sheet, sort_keys=True).encode()).hexdigest()
    record.save()
    return found


def _told(entity: LegalEntity, kind: str, before: str, after: str, on: str) -> RegisterChange:
    day = dt.date.fromisoformat(on) if on else None
    told = RegisterChange.objects.create(entity=entity, kind=kind, before=before[:200], after=after[:200], occurred_on=day)
    audit.record(None, "entity.register_changed", entity, kind=kind)
    return told


@transaction.atomic
def register_change_settle(*, by: User, change_id: UUID) -> RegisterChange:
    """The schools for which she works, and which follow the organisation, have taken note."""
    change = get_visible_or_404(RegisterChange.objects.select_related("entity"), viewer=by, id=change_id, may="partners.register.settle")
    following = Relationship.objects.visible_to(by).filter(entity=change.entity).values_list("host_id", flat=True)
    for host_id in following:
        _settled, is_new = RegisterSettlement.objects.get_or_create(change=change, host_id=host_id, defaults={"settled_by": by})
        if is_new:
            audit.record(by, "entity.register_noted", change.entity, host_id=host_id, kind=change.kind)
    return change


@transaction.atomic
def register_ask_for(*, by: User, entity_id: UUID) -> LegalEntity:
    """Has the register asked about one organisation, in the background. Raises Refused when it bears no number."""
    from filon.partners.tasks import ask_register  # noqa: PLC0415  the task calls this module

    entity = get_visible_or_404(LegalEntity, viewer=by, id=entity_id, may="partners.entity.change")
    if entity.siren is None:
        raise Refused(_("This organisation bears no SIREN: write it in its identity first."))
    enqueue(ask_register, entity.siren)
    audit.record(by, "entity.register_asked", entity)
    return entity
