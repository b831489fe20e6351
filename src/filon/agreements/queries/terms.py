"""Dates of the term of an agreement, and which version rules on a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from filon.agreements.models import Agreement, AgreementVersion
from filon.agreements.states import BINDING_STATES


def term_start(version: AgreementVersion) -> dt.date | None:
    """The first day of the agreement: an amendment changes what holds from a date on, not when the term began."""
    first = version.agreement.versions.filter(state__in=BINDING_STATES, number__lte=version.number).order_by("number").first()
    return version.effective_from if first is None else first.effective_from


def version_on(agreement: Agreement, day: dt.date) -> AgreementVersion | None:
    """The version in force on a day, if any."""
    return agreement.versions.filter(state__in=BINDING_STATES, validity__contains=day).first()


def ruling_version(agreement: Agreement, day: dt.date) -> AgreementVersion | None:
    """The last version that took effect by that day, even when its term is over; else the first to come."""
    versions = binding_versions(agreement)
    reached = [version for version in versions if (version.effective_from or dt.date.min) <= day]
    return reached[-1] if reached else next(iter(versions), None)


def binding_versions(agreement: Agreement) -> list[AgreementVersion]:
    return list(agreement.versions.filter(state__in=BINDING_STATES).order_by("number"))


def last_binding(agreement: Agreement) -> AgreementVersion | None:
    versions = binding_versions(agreement)
    return versions[-1] if versions else None


def covered(agreement: Agreement) -> tuple[dt.date, dt.date | None] | None:
    """First day and end (half-open, None = not stated) of the days on which some version is in force; None before any is.

    A first day that no source states is the first of the calendar."""
    return covered_by(binding_versions(agreement))


def covered_by(versions: Iterable[AgreementVersion]) -> tuple[dt.date, dt.date | None] | None:
    """The same, of the versions that bind."""
    ranges = [version.validity for version in versions if version.validity and not version.validity.isempty]
    if not ranges:
        return None
    ends = [each.upper for each in ranges]
    return min(each.lower or dt.date.min for each in ranges), None if None in ends else max(ends)
