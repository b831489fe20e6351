"""Two sheets about an agreement, as PDF: a press text, which holds nothing confidential, and a summary of one page for those who read it.

What a press text may say is decided here: title, kind, parties, term, themes, and the wording of what the parties do in kind. It says no
amount, no quantity, no due date, no clause and no person, unless the version is known from a published source: then its amounts are public.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from django.http import Http404
from django.utils import timezone
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from filon.agreements.models import Agreement, AgreementVersion, CommitmentTerm
from filon.agreements.queries.document import Language
from filon.agreements.queries.printed import PrintedTerms, printed_terms
from filon.agreements.queries.sentence import opening_sentence
from filon.agreements.queries.sheet import agreement_sheet
from filon.agreements.queries.terms import ruling_version
from filon.agreements.states import OPEN_STATES
from filon.agreements.units import Unit, counted
from filon.kernel import clock
from filon.kernel.formats import day, euros
from filon.kernel.manuscript import Column, Table, blocks
from filon.kernel.pdf import Imprint, typeset
from filon.kernel.rights import get_visible_or_404
from filon.people.models import User

SOURCE = "agreements/leaflet"
MOST_PARTIES, MOST_LINES = 6, 9
"""Rows of a table of the summary; the others are counted, so that it stays on one page."""
LONGEST = 90
"""letters of a cell of the summary."""


@dataclass(frozen=True)
class Told:
    """The version a sheet tells of: the one that rules today, else the draft, for those who read drafts."""

    agreement: Agreement
    version: AgreementVersion
    terms: PrintedTerms

    @property
    def is_draft(self) -> bool:
        return self.version.state in OPEN_STATES


@dataclass(frozen=True)
class Section:
    heading: str
    text: str = ""
    tables: Sequence[Table] = ()


def told_of(viewer: User, agreement_id: UUID) -> Told:
    """404 for who does not see the agreement, and while she sees no version of it."""
    agreement = get_visible_or_404(Agreement.objects.select_related("kind", "host"), viewer=viewer, id=agreement_id)
    version = ruling_version(agreement, timezone.localdate())
    if version is None and viewer.has_perm("agreements.draft.read", agreement):
        version = agreement.versions.filter(state__in=OPEN_STATES).first()
    if version is None:
        raise Http404
    version.agreement = agreement
    return Told(agreement, version, printed_terms([version])[version.pk])


def press_pdf(viewer: User, agreement_id: UUID, language: Language) -> bytes:
    """What may be published; the same bytes as long as the version is the same."""
    with override(language):
        told = told_of(viewer, agreement_id)
        return _set(told, press_values(told), language, dated=_noon(told.version.effective_from))


def summary_pdf(viewer: User, agreement_id: UUID, language: Language) -> bytes:
    """The agreement on one page, as it stands today; the same bytes all day long while nothing changes."""
    with override(language):
        told = told_of(viewer, agreement_id)
        return _set(told, summary_values(viewer, told), language, dated=_noon(timezone.localdate()))


def press_values(told: Told) -> dict[str, Any]:
    """What is printed, in the language of the moment."""
    note = _("Press text made from the agreement: it says no amount, no figure, no clause and no person. Every party agrees to it first.")
    if told.version.is_from_source:
        note = _(
            "Press text made from an agreement known from a published source, whose amounts are public. Every party agrees to it first."
        )
    parties = get_text_list([term.party.name for term in told.terms.parties], _("and"))
    return {
        "subtitle": _("Press text"),
        "lede": _("%(parties)s commit themselves together.") % {"parties": parties},
        "sections": [_section(one) for one in _press(told)],
        "note": note,
    }


def summary_values(viewer: User, told: Told) -> dict[str, Any]:
    """The same for the summary."""
    sheet = agreement_sheet(viewer, told.agreement.uuid)
    return {
        "subtitle": _("Summary"),
        "lede": "".join(segment.text for segment in opening_sentence(sheet)),
        "sections": [_section(one) for one in _summary(told)],
        "note": _("For those who read this agreement: it is not to be published. As it stood on %(day)s.") % {"day": day(sheet.as_of)},
    }


def _set(told: Told, values: dict[str, Any], language: Language, *, dated: dt.datetime | None) -> bytes:
    agreement = told.agreement
    subtitle = f"{values['subtitle']} · {agreement.kind.label}"
    imprint = Imprint(
        title=agreement.title,
        author=agreement.host.name,
        dated=dated or timezone.localtime(told.version.created_at),
        reference=agreement.reference,
        watermark=_("DRAFT") if told.is_draft else "",
    )
    return typeset(SOURCE, {**values, "title": agreement.title, "subtitle": subtitle}, imprint=imprint, language=language)


def _section(one: Section) -> dict[str, Any]:
    found = [
        {"kind": block.kind, "items": [list(item) for item in block.items], "lines": list(block.items[0])} for block in blocks(one.text)
    ]
    return {"heading": one.heading, "text": found, "tables": [asdict(table) for table in one.tables]}


def _noon(day_of: dt.date | None) -> dt.datetime | None:
    """The same day in every zone of Europe."""
    return None if day_of is None else clock.at(day_of, 12)


def _press(told: Told) -> Iterable[Section]:
    yield Section(_("The agreement"), _term(told.version))
    themes = [str(theme) for theme in told.version.themes.all()]
    if themes:
        yield Section(_("The themes"), "\n".join(f"- {theme}" for theme in themes))
    done = [term for term in told.terms.commitments if term.unit != Unit.EURO]
    if done:
        yield Section(_("What the parties do"), "\n".join(f"- {_done(term)}" for term in done))
    if told.version.is_from_source and told.terms.money:
        yield Section(_("Amounts that are public"), "", (_money(told, most=len(told.terms.money)),))
    where = ", ".join(filter(None, (told.agreement.host.name, told.agreement.host.city)))
    yield Section(_("Press contact"), _("%(school)s. Contact: to be completed.") % {"school": where})


def _done(term: CommitmentTerm) -> str:
    return _("%(name)s: %(what)s") % {"name": term.commitment.debtor.name, "what": term.what}


def _summary(told: Told) -> Iterable[Section]:
    yield Section(_("The parties"), "", (_party_table(told),))
    yield Section(_("The term"), _term(told.version))
    if told.terms.money:
        yield Section(_("The money"), "", (_money(told, most=MOST_PARTIES),))
    if told.terms.commitments:
        yield Section(_("The commitments"), "", (_commitments(told),))


def _term(version: AgreementVersion) -> str:
    start, end = day(version.effective_from), day(version.term_end)
    words = {"start": start, "end": end, "months": version.notice_months}
    if not start:
        return _("Its dates are not stated.")
    said = [_("In force from %(start)s to %(end)s.") % words if end else _("In force from %(start)s on.") % words]
    if version.is_tacit:
        said.append(_("It is renewed tacitly."))
    if version.notice_months:
        notice = ngettext("Notice is given %(months)d month ahead.", "Notice is given %(months)d months ahead.", version.notice_months)
        said.append(notice % words)
    return " ".join(said)


def _party_table(told: Told) -> Table:
    rows = [(term.party.name, str(term.get_capacity_display()), _signs(term.signatory)) for term in told.terms.parties]
    return Table((Column(_("Party")), Column(_("Capacity")), Column(_("Signs"))), _cut(rows, MOST_PARTIES))


def _signs(signatory: Any) -> str:
    return f"{signatory.contact.name}, {signatory.function}" if signatory else "—"


def _money(told: Told, *, most: int) -> Table:
    rows = [
        (
            str(line.get_nature_display()),
            _("%(payer)s to %(payee)s") % {"payer": line.payer.name, "payee": line.payee.name},
            euros(line.amount_cents) or _("not stated"),
        )
        for line in told.terms.money
    ]
    return Table((Column(_("Nature")), Column(_("From whom to whom")), Column(_("Amount"), is_number=True)), _cut(rows, most))


def _commitments(told: Told) -> Table:
    rows = [
        (
            term.what,
            _("%(debtor)s to %(creditor)s") % {"debtor": term.commitment.debtor.name, "creditor": term.commitment.creditor.name},
            counted(term.quantity, term.unit) or _("not stated"),
        )
        for term in told.terms.commitments
    ]
    return Table((Column(_("Commitment")), Column(_("Who owes whom")), Column(_("Quantity"), is_number=True)), _cut(rows, MOST_LINES))


def _cut(rows: Sequence[tuple[str, ...]], most: int) -> tuple[tuple[str, ...], ...]:
    """So many rows of so many letters; the last says how many others there are."""
    short = [tuple(cell if len(cell) <= LONGEST else f"{cell[: LONGEST - 1]}…" for cell in row) for row in rows]
    if len(short) <= most:
        return tuple(short)
    others = _("and %(count)d others") % {"count": len(short) - most + 1}
    return (*short[: most - 1], (others, *[""] * (len(short[0]) - 1)))
