"""A call for payment and the statement of a year, as PDF."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from filon.agreements.units import counted
from filon.giving.queries.donor_statement import DonorStatement
from filon.kernel import clock, formats
from filon.kernel.manuscript import Column, Table
from filon.kernel.pdf import Imprint, typeset

if TYPE_CHECKING:
    from django.core.mail import EmailMessage

    from filon.giving.models import Call

SHEET = "giving/sheet"


def call_pdf(call: Call, letter: EmailMessage) -> bytes:
    """The letter as it left, in its language; the same bytes each time."""
    with override(call.language):
        subtitle = formats.day(call.called_on)
    paragraphs = [part.split("\n") for part in str(letter.body).split("\n\n") if part.strip()]
    values = {"title": letter.subject, "subtitle": subtitle, "paragraphs": paragraphs, "tables": [], "note": ""}
    imprint = _imprint(str(letter.subject), call.instalment.pledge.agreement.host.name, call.called_on, call.reference)
    return typeset(SHEET, values, imprint=imprint, language=call.language)


def statement_pdf(statement: DonorStatement, language: str) -> bytes:
    """The year of a donor, as it stands today; the same bytes all day long while nothing changes."""
    with override(language):
        title = _("Gifts of %(name)s in %(year)s") % {"name": statement.name, "year": statement.year}
        values = {
            "title": title,
            "subtitle": _("Article 238 bis, 6, of the general tax code"),
            "paragraphs": [[_sums(statement)]],
            "tables": [asdict(table) for table in (_given(statement), _returned(statement)) if table.rows],
            "note": _("As it stood on %(day)s. Your other gifts of the year are not known to this school.")
            % {"day": formats.day(timezone.localdate())},
        }
        imprint = _imprint(title, statement.donor.host.name, timezone.localdate(), "")
    return typeset(SHEET, values, imprint=imprint, language=language)


def _sums(statement: DonorStatement) -> str:
    words = {"name": statement.name, "year": statement.year, "gift": formats.euros(statement.gift_cents)}
    said = _("%(name)s gave %(gift)s in %(year)s.") % words
    if statement.returned_cents is None:
        return f"{said} {_('A counterpart has no value yet: this statement cannot be sent.')}"
    returned = _("It received counterparts worth %(value)s.") % {"value": formats.euros(statement.returned_cents)}
    return f"{said} {returned}"


def _given(statement: DonorStatement) -> Table:
    columns = (Column(_("Date of the gift")), Column(_("Received by")), Column(_("Amount"), is_number=True))
    rows = [(formats.day(gift.gift_date), gift.beneficiary.name, formats.euros(gift.net_cents)) for gift in statement.gifts]
    return Table(columns, tuple(rows), _("Gifts"))


def _returned(statement: DonorStatement) -> Table:
    columns = (Column(_("Counterpart")), Column(_("Day")), Column(_("Quantity"), is_number=True), Column(_("Value"), is_number=True))
    rows = [
        (one.what, formats.day(one.on), counted(one.quantity, one.unit), formats.euros(one.value_cents) or _("not valued"))
        for one in statement.returned
    ]
    return Table(columns, tuple(rows), _("Counterparts received"))


def _imprint(title: str, author: str, on: dt.date, reference: str) -> Imprint:
    return Imprint(title=title, author=author, dated=clock.at(on, 12), reference=reference)
