"""The dates of agreements for somebody's calendar: what is due, days to decide, ends, signatures to give, ceremonies."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import Exists, Max, Min, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from filon.agreements import rules
from filon.agreements.models import Agreement, AgreementVersion, Seat, Sending
from filon.agreements.models.kind import in_language
from filon.agreements.models.sending import LINK_LIFETIME
from filon.agreements.queries.sums_sql import AHEAD
from filon.agreements.states import SeatState, VersionState
from filon.kernel.addresses import address
from filon.kernel.formats import amount
from filon.kernel.registry import CalendarEntry
from filon.partners.models import Access

if TYPE_CHECKING:
    from filon.people.models import User

ONE_DAY = dt.timedelta(days=1)


class Due(NamedTuple):
    """What is still missing of a due item with its day."""

    agreement_id: int
    commitment: UUID
    debtor: str
    what_fr: str
    what_en: str
    unit: str
    due_on: dt.date
    state: str
    missing: Decimal


def calendar_titles(viewer: User, agreements: Sequence[UUID]) -> Mapping[UUID, str]:
    return {found.uuid: found.title for found in Agreement.objects.visible_to(viewer).filter(uuid__in=agreements)} if agreements else {}


def calendar_entries(viewer: User, about: UUID | None, start: dt.date, end: dt.date) -> Iterator[CalendarEntry]:
    """Of the agreements she sees today; what she is asked to sign, she is told before it binds."""
    seen = Agreement.objects.visible_to(viewer)
    agreements = {found.pk: found for found in (seen if about is None else seen.filter(uuid=about))}
    yield from (entry for entry in _of_agreements(viewer, agreements) if start <= entry.on < end)
    yield from _due_entries(agreements, start, end)
    yield from (entry for entry in _signatures(viewer, about) if start <= entry.on < end)


def _of_agreements(viewer: User, agreements: Mapping[int, Agreement]) -> Iterator[CalendarEntry]:
    for version in _in_force(agreements):
        yield from _term(agreements[version.agreement_id], version)
    sendings = Sending.objects.visible_to(viewer).filter(version__agreement__in=agreements, ceremony_at__isnull=False)
    for sending in sendings.exclude(outcome=Sending.Outcome.WITHDRAWN).select_related("version"):
        yield _ceremony(sending, agreements[sending.version.agreement_id].title)


def _in_force(agreements: Mapping[int, Agreement]) -> QuerySet[Any]:
    """The versions in force, each with the end that renewals give it and the one that a notice does."""
    rows = AgreementVersion.objects.filter(agreement__in=agreements, state=VersionState.IN_FORCE)
    return rows.annotate(renewed=Max("renewals__end"), ended=Min("notices__ends_on"))


def _term(agreement: Agreement, version: Any) -> Iterator[CalendarEntry]:
    end = version.ended or version.renewed or version.term_end
    if end is None:
        return
    url = address("agreements:detail", agreement.uuid)
    last = _("Last day of “%(title)s”") % {"title": agreement.title}
    yield CalendarEntry(f"term-{agreement.uuid}", end - ONE_DAY, last, url, agreement.reference)
    decide_by = rules.decision_day(end, notice_months=version.notice_months, is_noticed=version.ended is not None)
    if decide_by is not None:
        words = _("It is renewed by itself unless notice is given") if version.is_tacit else _("It ends unless it is renewed")
        title = _("Last day to decide: “%(title)s”") % {"title": agreement.title}
        yield CalendarEntry(f"notice-{agreement.uuid}", decide_by, title, url, words)


def _due_entries(agreements: Mapping[int, Agreement], start: dt.date, end: dt.date) -> Iterator[CalendarEntry]:
    """One entry for each commitment and day: an amendment that leaves both leaves the entry."""
    for (commitment, day), items in groupby(_due(agreements, start, end), lambda item: (item.commitment, item.due_on)):
        yield _due_entry(agreements, list(items), f"due-{commitment}-{day:%Y%m%d}")


def _due_entry(agreements: Mapping[int, Agreement], items: list[Due], key: str) -> CalendarEntry:
    first, agreement = items[0], agreements[items[0].agreement_id]
    missing, what = sum((item.missing for item in items), Decimal(0)), in_language(first.what_fr, first.what_en)
    counted = f"{what}, {amount(missing, first.unit)}" if first.unit == "eur" or missing != 1 else what
    states = {item.state for item in items}
    title = _("%(name)s: %(what)s") % {"name": first.debtor, "what": counted}
    if "late" in states:
        title = _("Late: %(title)s") % {"title": title}
    elif "contested" in states:
        title = _("Contested: %(title)s") % {"title": title}
    return CalendarEntry(key, first.due_on, title, address("agreements:commitment", agreement.uuid, first.commitment), agreement.title)


def _due(agreements: Mapping[int, Agreement], start: dt.date, end: dt.date) -> list[Due]:
    if not agreements:
        return []
    with connection.cursor() as cursor:
        days = {"today": timezone.localdate(), "since": start, "until": end, "now": timezone.now()}
        cursor.execute(AHEAD, {"agreements": list(agreements), **days})
        return [Due(*row) for row in cursor.fetchall()]


def _signatures(viewer: User, about: UUID | None) -> Iterator[CalendarEntry]:
    """Where her signature is awaited: by her access, or by the address of her sheet, as on the page of the link."""
    accesses = Access.objects.filter(user=viewer.pk, affiliation=OuterRef("affiliation"), end=None)
    hers = Q(Exists(accesses)) | Q(affiliation__contact__email__iexact=viewer.email)
    seats = Seat.objects.filter(hers, state=SeatState.INVITED, sending__closed_at=None, invited_at__isnull=False)
    asked = seats if about is None else seats.filter(sending__version__agreement__uuid=about)
    for seat in asked.select_related("sending__version__agreement", "party__entity", "party__fund"):
        yield from _signature(seat, is_ceremony_told=bool(about))


def _signature(seat: Seat, *, is_ceremony_told: bool) -> Iterator[CalendarEntry]:
    title, sending = seat.sending.version.agreement.title, seat.sending
    told = _("The letter that asks for it holds the link; it lapses on that day, and a new one is asked for on its page.")
    day = timezone.localdate((seat.reminded_at or seat.invited_at or sending.sent_at) + LINK_LIFETIME)
    yield CalendarEntry(f"sign-{seat.uuid}", day, _("To sign at the latest: “%(title)s”") % {"title": title}, "", told)
    if sending.ceremony_at and not is_ceremony_told:
        yield _ceremony(sending, title)


def _ceremony(sending: Sending, title: str) -> CalendarEntry:
    assert sending.ceremony_at is not None
    words = _("Signing ceremony: “%(title)s”") % {"title": title}
    day = timezone.localdate(sending.ceremony_at)
    return CalendarEntry(f"ceremony-{sending.uuid}", day, words, place=sending.place, at=sending.ceremony_at)
