"""The life of a signed version as the days go by."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _
from psycopg.types.range import Range

from filon.agreements.models import AgreementVersion, DueItem, Notice, Renewal, Waiver
from filon.agreements.queries.balance import open_quantities
from filon.agreements.services.due import due_items_extend
from filon.agreements.services.opening import note
from filon.agreements.services.passing import version_pass
from filon.agreements.states import VersionState
from filon.kernel.periods import add_months
from filon.people.models import User


def version_advance(version: AgreementVersion, today: dt.date) -> int:
    """Signed to in force on its day; at its end, renewed tacitly or over. The caller holds the agreement. How many steps were taken."""
    steps = 0
    if version.state == VersionState.SIGNED and (version.validity.lower or today) <= today:
        version_pass(version, to=VersionState.IN_FORCE, by=None)
        note(None, "agreement.version_took_effect", version, version.agreement, number=version.number)
        steps += 1
    while _is_over(version, today) and may_renew(version):
        version_renew(version, by=None)
        steps += 1
    if _is_over(version, today):
        _end(version)
        steps += 1
    return steps


def _is_over(version: AgreementVersion, today: dt.date) -> bool:
    end = version.validity.upper
    return version.state == VersionState.IN_FORCE and end is not None and end <= today


def may_renew(version: AgreementVersion) -> bool:
    """Tacit, without notice, and the last version there is."""
    is_last = not version.agreement.versions.filter(number__gt=version.number, validity__isnull=False).exists()
    return version.is_tacit and bool(version.renewal_months) and is_last and not version.notices.exists()


def version_renew(version: AgreementVersion, *, by: User | None) -> Renewal:
    """A row that extends the term by the months the text gives, with the due items that this brings."""
    start = version.validity.upper
    renewal = Renewal.objects.create(version=version, start=start, end=add_months(start, version.renewal_months or 0), recorded_by=by)
    version.validity = Range(version.validity.lower, renewal.end)
    version.save(update_fields=["validity"])
    due_items_extend(renewal)
    note(by, "agreement.renewed", version, version.agreement, start=renewal.start, end=renewal.end)
    return renewal


def _end(version: AgreementVersion) -> None:
    """Terminated when a notice ended it before its term: what was due later is no longer owed."""
    notice = version.notices.first()
    is_early = notice is not None and is_before_term(version, notice.ends_on)
    reason = notice.reason if notice is not None else ""
    version_pass(version, to=VersionState.TERMINATED if is_early else VersionState.ENDED, by=None, words=reason)
    if is_early and notice is not None:
        _release(version, notice)
    note(None, "agreement.version_over", version, version.agreement, number=version.number, state=version.state)


def is_before_term(version: AgreementVersion, day: dt.date) -> bool:
    """Does that day cut the signed term, with its renewals?"""
    last = version.renewals.last()
    end = last.end if last else version.term_end
    return end is None or day < end


def _release(version: AgreementVersion, notice: Notice) -> None:
    """Waive what falls due after the end that a notice gave."""
    left = open_quantities(version.agreement, as_of=notice.ends_on)
    items = DueItem.objects.in_bulk(key for key, quantity in left.items() if quantity > 0)
    for key, item in items.items():
        if item.due_on is None or item.due_on > notice.ends_on:
            Waiver.objects.create(
                item=item,
                quantity=left[key],
                waived_on=notice.ends_on,
                reason=_("The agreement was ended before this fell due."),
                recorded_by=notice.recorded_by,
            )
