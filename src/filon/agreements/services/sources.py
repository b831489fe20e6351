"""Agreements known from a published source, or from the school's own files: recorded as told, without the signed file and without inventing
what is not said."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from psycopg.types.range import Range

from filon.agreements.models import Agreement, AgreementVersion
from filon.agreements.queries.content import content_hash
from filon.agreements.services.due import due_items_make
from filon.agreements.services.evidence import effect_record
from filon.agreements.services.life import version_advance
from filon.agreements.services.opening import locked_agreement, note, opened_version
from filon.agreements.services.passing import step_keep, version_pass
from filon.agreements.states import VERSION_TRANSITIONS, VersionState
from filon.kernel import clock
from filon.kernel.errors import Refused

if TYPE_CHECKING:
    from filon.people.models import User


@transaction.atomic
def version_record_from_source(*, by: User, version_id: UUID, signed_on: dt.date | None, place: str = "") -> AgreementVersion:
    """The draft holds from its date on, as a source says. No file, no signature, no due date: nothing can be late.

    An unknown first day leaves the validity open; the page says "not stated". Such a version is marked ``is_from_source``.
    """
    version = opened_version(by, version_id)
    agreement = locked_agreement(version.agreement_id)
    VERSION_TRANSITIONS.check(version.state, to=VersionState.SIGNED)
    version.state = VersionState.SIGNED
    version.is_from_source = True
    version.signed_on, version.signed_at_place = signed_on, place
    version.content_hash = content_hash(version)
    version.validity = Range(version.effective_from, version.term_end)
    version.took_effect_at = clock.now()
    version.save()
    step_keep(version, by=by)
    _advance(by, version, timezone.localdate())
    note(by, "agreement.version_from_source", version, agreement, number=version.number, sha256=version.content_hash)
    return version


@transaction.atomic
def version_record_from_files(*, by: User, version_id: UUID, signed_on: dt.date | None) -> AgreementVersion:
    """The draft holds from its date on, as the school's own files say: no signed file, but its promises fall due, are renewed and end as
    those of any other. ``signed_on`` None: not stated, and then no fact tells of the signature."""
    version = opened_version(by, version_id)
    version.agreement = locked_agreement(version.agreement_id)
    VERSION_TRANSITIONS.check(version.state, to=VersionState.SIGNED)
    if version.effective_from is None:
        raise Refused(_("Say when the agreement took effect: its promises fall due from that day on."), field="start")
    version.state, version.is_from_source, version.signed_on = VersionState.SIGNED, True, signed_on
    version.content_hash = content_hash(version)
    version.validity = Range(version.effective_from, version.term_end)
    version.took_effect_at = clock.now()
    version.save()
    step_keep(version, by=by)
    due_items_make(version, None)
    if signed_on is not None:
        effect_record(by, version)
    note(by, "agreement.version_from_source", version, version.agreement, number=version.number, sha256=version.content_hash)
    version_advance(version, timezone.localdate())
    return version


def _advance(by: User, version: AgreementVersion, today: dt.date) -> None:
    """In force if its first day has come or is not known, ended if its last one has passed."""
    if version.effective_from is None or version.effective_from <= today:
        version_pass(version, to=VersionState.IN_FORCE, by=by)
        if version.term_end is not None and version.term_end <= today:
            version_pass(version, to=VersionState.ENDED, by=by)


@transaction.atomic
def provenance_set(*, by: User, agreement: Agreement, french: str, english: str) -> Agreement:
    """Where the data of an agreement come from, shown on its page."""
    agreement.provenance_fr, agreement.provenance_en = french.strip(), english.strip()
    agreement.save(update_fields=["provenance_fr", "provenance_en"])
    note(by, "agreement.provenance_set", agreement, agreement)
    return agreement
