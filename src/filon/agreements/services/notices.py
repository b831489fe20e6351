"""A party gives notice, or the parties let the agreement run on."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from psycopg.types.range import Range

from filon.agreements import rules
from filon.agreements.models import Agreement, AgreementVersion, Notice, Renewal
from filon.agreements.queries.terms import last_binding
from filon.agreements.services.life import may_renew, version_renew
from filon.agreements.services.opening import locked_agreement, note
from filon.agreements.services.parties import party_term
from filon.agreements.states import VersionState
from filon.kernel import events, formats
from filon.kernel.errors import Refused
from filon.kernel.periods import add_months
from filon.kernel.rights import get_visible_or_404

if TYPE_CHECKING:
    from filon.people.models import User


@transaction.atomic
def notice_give(*, by: User, agreement_id: UUID, party_id: UUID, given_on: dt.date, ends_on: dt.date, reason: str) -> Notice:
    """A party lets the agreement end on a day. At the term: no renewal. Before it: early end, what falls due later is released."""
    agreement = get_visible_or_404(Agreement, viewer=by, id=agreement_id, may="agreements.agreement.write")
    agreement = locked_agreement(agreement.pk)
    version = last_binding(agreement)
    if version is None or version.state != VersionState.IN_FORCE:
        raise Refused(_("No version is in force: there is nothing to give notice of."))
    _check_notice(version, given_on=given_on, ends_on=ends_on, reason=reason)
    party = party_term(version, party_id).party
    notice = Notice.objects.create(version=version, party=party, given_on=given_on, ends_on=ends_on, reason=reason.strip(), recorded_by=by)
    if version.validity.upper is None or ends_on < version.validity.upper:
        version.validity = Range(version.validity.lower, ends_on)
        version.save(update_fields=["validity"])
    note(by, "agreement.notice_given", notice, agreement, party=party.name, ends_on=ends_on)
    events.publish("agreements.notice_given", agreement.uuid, notice=str(notice.uuid))
    return notice


def _check_notice(version: AgreementVersion, *, given_on: dt.date, ends_on: dt.date, reason: str) -> None:
    rules.check_reason(reason)
    if version.notices.exists():
        raise Refused(_("Notice of this agreement has already been given."))
    if given_on > timezone.localdate():
        raise Refused(_("The day of the notice has not come yet."), field="given_on")
    earliest = add_months(given_on, version.notice_months or 0)
    if ends_on < earliest or ends_on <= (version.validity.lower or dt.date.min):
        day = formats.day(max(earliest, (version.validity.lower or dt.date.min) + dt.timedelta(days=1)))
        raise Refused(_("With the notice agreed, it can end on %(day)s at the earliest.") % {"day": day}, field="ends_on")
    if version.validity.upper is not None and ends_on > version.validity.upper:
        day = formats.day(version.validity.upper)
        raise Refused(_("It ends on %(day)s anyway: choose that day or an earlier one.") % {"day": day}, field="ends_on")


@transaction.atomic
def renewal_record(*, by: User | None, version_id: UUID) -> Renewal:
    """The agreement runs on for the months its text gives. ``by`` None: the calendar itself."""
    version = _renewable(by, version_id)
    version.agreement = locked_agreement(version.agreement_id)
    version.refresh_from_db(fields=["state", "validity"])
    if version.state != VersionState.IN_FORCE or not may_renew(version):
        raise Refused(_("This version is not renewed tacitly: it is not in force, its text does not say so, or notice has been given."))
    renewal = version_renew(version, by=by)
    events.publish("agreements.renewed", version.agreement.uuid, renewal=str(renewal.uuid))
    return renewal


def _renewable(by: User | None, version_id: UUID) -> AgreementVersion:
    if by is None:
        return AgreementVersion.objects.get(uuid=version_id)
    return get_visible_or_404(AgreementVersion, viewer=by, id=version_id, may="agreements.agreement.write")
