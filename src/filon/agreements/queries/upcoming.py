"""What comes next in an agreement: due dates, the day to decide, the end of the term."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from filon.agreements.queries.sheet import AgreementSheet
from filon.agreements.queries.statement import Ahead
from filon.agreements.states import VersionState
from filon.kernel.addresses import address
from filon.kernel.formats import amount, day_short

DUE_SOON = 31


@dataclass(frozen=True)
class Coming:
    """A line of the list: mark, day, what, context, who; or one action instead of who."""

    kind: str
    on: dt.date
    title: str
    url: str
    context: str
    who: str = ""
    action: str = ""
    action_url: str = ""
    note: str = ""

    @property
    def when(self) -> str:
        return day_short(self.on)


def upcoming(sheet: AgreementSheet) -> list[Coming]:
    """From the day of the sheet on, the nearest first; empty once the agreement is over."""
    if sheet.version is None or sheet.state in (VersionState.ENDED, VersionState.TERMINATED):
        return []
    nearest = [_due(sheet, ahead) for ahead in sheet.ahead]
    return sorted([*nearest, *_decision(sheet), *_end(sheet)], key=lambda coming: coming.on)


def _due(sheet: AgreementSheet, ahead: Ahead) -> Coming:
    line, missing = ahead.line, ahead.item.missing
    days = (ahead.on - sheet.as_of).days
    title = f"{line.what}, {amount(missing, line.unit)}" if line.unit == "eur" or missing != 1 else line.what
    context = " · ".join([_("%(name)s owes it") % {"name": ahead.debtor}, *([_in_days(days)] if days <= DUE_SOON else [])])
    kind = "due" if days <= DUE_SOON else "next"
    return Coming(kind, ahead.on, title, address("agreements:commitment", sheet.agreement.uuid, line.uuid), context, who=line.owner)


def _in_days(days: int) -> str:
    if days == 0:
        return _("today")
    return _("tomorrow") if days == 1 else ngettext("in %(count)d day", "in %(count)d days", days) % {"count": days}


def _decision(sheet: AgreementSheet) -> list[Coming]:
    if sheet.decide_by is None or sheet.version is None or sheet.decide_by < sheet.as_of:
        return []
    months = sheet.version.notice_months or 0
    notice = ngettext("Notice of %(count)d month", "Notice of %(count)d months", months) % {"count": months}
    renewal = _("tacit renewal") if sheet.version.is_tacit else _("no tacit renewal")
    url = address("agreements:renew", sheet.agreement.uuid) if sheet.may_write else ""
    action = _("Decide") if sheet.may_write else ""
    title = _("Last day to decide on the renewal")
    return [Coming("decide", sheet.decide_by, title, url, f"{notice}, {renewal}", action=action, action_url=url)]


def _end(sheet: AgreementSheet) -> list[Coming]:
    if sheet.end is None or sheet.end < sheet.as_of:
        return []
    context = _("Version %(number)s follows, if it is signed") % {"number": sheet.draft.number} if sheet.draft else ""
    return [Coming("next", sheet.end, _("End of the agreement"), "", context)]
