"""A version takes effect, is amended, renewed, given notice of, withdrawn; and what each day brings."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from psycopg.types.range import Range

from filon.agreements import hooks, rules
from filon.agreements.inputs import SignatureInput
from filon.agreements.models import Agreement, AgreementVersion, ReviewRound, Signature
from filon.agreements.queries.content import content_hash
from filon.agreements.queries.readiness import obstacles
from filon.agreements.queries.terms import last_binding
from filon.agreements.services.copying import version_copy
from filon.agreements.services.due import due_items_make, renewed_end
from filon.agreements.services.evidence import effect_record
from filon.agreements.services.life import version_advance
from filon.agreements.services.notices import notice_give, renewal_record
from filon.agreements.services.opening import locked_agreement, note, opened_version
from filon.agreements.services.papers import uploaded_pdf_store
from filon.agreements.services.passing import step_keep, version_pass
from filon.agreements.services.signing import checked_signatures, last_signed_on
from filon.agreements.states import OPEN_STATES, VERSION_TRANSITIONS, VersionState
from filon.kernel import clock, events, formats
from filon.kernel.errors import Refused, refuse_if_any
from filon.kernel.models import StoredFile
from filon.kernel.rights import get_visible_or_404

if TYPE_CHECKING:
    from filon.people.models import User

__all__ = ["agreement_amend", "effect_of_the_day", "notice_give", "renewal_record", "version_put_in_force", "version_withdraw"]


@transaction.atomic
def version_put_in_force(
    *, by: User, version_id: UUID, signed_pdf: Any, place: str, signatures: Sequence[SignatureInput]
) -> AgreementVersion:
    """The draft becomes what holds from its date on. Raises every refusal at once, or does all of it: file, signatures, hash,
    validity, due items, fact. Its terms never change again."""
    version = opened_version(by, version_id)
    agreement = locked_agreement(version.agreement_id)
    version.agreement = agreement
    rules.check_not_out_to_sign(version.state)
    VERSION_TRANSITIONS.check(version.state, to=VersionState.SIGNED)
    refuse_if_any(obstacles(version))
    signed = checked_signatures(by, version, signatures)
    kept = uploaded_pdf_store(by, version, signed_pdf, field="signed_pdf", missing=_("Choose the signed PDF."))
    return version_take_effect(by, version, signed, signed_file=kept, place=place)


def version_take_effect(
    by: User, version: AgreementVersion, signatures: Sequence[Signature], *, signed_file: StoredFile, place: str
) -> AgreementVersion:
    """All of it in one transaction, whoever sealed the file: signatures, hash, validity, due items, fact. The caller holds the agreement
    and has checked who signs."""
    former = last_binding(version.agreement)
    version.signed_file = signed_file
    version.signed_on = last_signed_on(signatures)
    version.signed_at_place = place.strip()
    for signature in signatures:
        signature.save()
    _bind(by, version, former)
    due_items_make(version, former)
    hooks.version_takes_effect.run(by, version)
    effect_record(by, version)
    note(by, "agreement.version_in_force", version, version.agreement, number=version.number, sha256=version.content_hash)
    events.publish("agreements.version_in_force", version.agreement.uuid, version=str(version.uuid))
    for each in filter(None, (former, version)):
        version_advance(each, timezone.localdate())
    return version


def _bind(by: User, version: AgreementVersion, former: AgreementVersion | None) -> None:
    """Close the former validity, open this one. The database itself refuses two versions in force on one day."""
    version.state = VersionState.SIGNED
    version.content_hash = content_hash(version)
    version.validity = Range(version.effective_from, version.term_end)
    version.took_effect_at = clock.now()
    try:
        with transaction.atomic():
            if former is not None:
                _close(former, version)
            version.save()
            step_keep(version, by=by)
    except IntegrityError as error:
        if "version_one_in_force_at_any_date" not in str(error):
            raise
        raise Refused(_("Another version is in force on some of these days: correct the dates."), field="effective_from") from error


def _close(former: AgreementVersion, following: AgreementVersion) -> None:
    """The former version holds until the day the next one takes effect."""
    end = former.validity.upper
    if following.effective_from is not None and (end is None or end > following.effective_from):
        former.validity = Range(former.validity.lower, following.effective_from)
        former.save(update_fields=["validity"])


@transaction.atomic
def agreement_amend(*, by: User, agreement_id: UUID, effective_from: dt.date) -> AgreementVersion:
    """A draft of the next version, with the terms of the one in force."""
    agreement = get_visible_or_404(Agreement, viewer=by, id=agreement_id, may="agreements.agreement.write")
    agreement = locked_agreement(agreement.pk)
    current = _amendable(agreement)
    rules.check_follows(effective_from, former=current.validity.lower or dt.date.min, former_end=current.validity.upper)
    draft = version_copy(by, current, effective_from=effective_from, term_end=renewed_end(current))
    note(by, "agreement.amended", draft, agreement, number=draft.number, effective_from=effective_from)
    return draft


def _amendable(agreement: Agreement) -> AgreementVersion:
    """The version in force, when no other draft and no signed version waits."""
    open_draft = agreement.versions.filter(state__in=OPEN_STATES).first()
    if open_draft is not None and open_draft.number > 1:
        raise Refused(_("Amendment no. %(number)d is already being written: finish it or withdraw it.") % {"number": open_draft.number - 1})
    current = last_binding(agreement)
    if current is None:
        raise Refused(_("No version is in force yet: there is nothing to amend. Correct the draft instead."))
    if current.state == VersionState.SIGNED:
        day = formats.day(current.effective_from)
        raise Refused(_("Version %(number)d takes effect on %(day)s: amend it from then on.") % {"number": current.number, "day": day})
    if current.state != VersionState.IN_FORCE:
        sentence = _("The agreement is no longer in force (ended on %(day)s): write a new one.")
        raise Refused(sentence % {"day": formats.day(current.validity.upper)})
    return current


@transaction.atomic
def version_withdraw(*, by: User, version_id: UUID, reason: str) -> AgreementVersion:
    """The draft is given up, with a reason; it stays in the history."""
    version = opened_version(by, version_id)
    rules.check_reason(reason)
    rules.check_not_out_to_sign(version.state)
    version.review_rounds.filter(closed_at=None).update(outcome=ReviewRound.Outcome.WITHDRAWN, closed_at=clock.now())
    version_pass(version, to=VersionState.WITHDRAWN, by=by, words=reason)
    note(by, "agreement.version_withdrawn", version, version.agreement, number=version.number, reason=reason)
    return version


def effect_of_the_day(today: dt.date) -> int:
    """Versions whose day has come take effect, end or are renewed; how many moved. Each in its own transaction."""
    moving = AgreementVersion.objects.filter(state__in=(VersionState.SIGNED, VersionState.IN_FORCE), validity__startswith__lte=today)
    signed = moving.filter(state=VersionState.SIGNED)
    over = moving.filter(state=VersionState.IN_FORCE, validity__endswith__lte=today)
    moved = 0
    for key in [*signed.values_list("pk", flat=True), *over.values_list("pk", flat=True)]:
        moved += _advance_alone(key, today)
    return moved


@transaction.atomic
def _advance_alone(version_key: int, today: dt.date) -> int:
    version = AgreementVersion.objects.get(pk=version_key)
    version.agreement = locked_agreement(version.agreement_id)
    version.refresh_from_db(fields=["state", "validity"])
    return version_advance(version, today)
