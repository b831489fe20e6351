"""The document of a version: its terms and clauses as a text in articles, from which the PDF that is signed and the DOCX are made."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, Literal

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from filon.agreements.models import AgreementVersion, ClausePart, CommitmentTerm, MoneyLine, PartyTerm
from filon.agreements.models.kind import in_language
from filon.agreements.queries.difference import due_in_words
from filon.agreements.queries.printed import PrintedTerms, Wording, printed_terms, wordings_of
from filon.agreements.queries.variables import Values, Worth, filled
from filon.agreements.units import Capacity, Unit, counted
from filon.kernel.formats import day, euros
from filon.kernel.manuscript import Annex, Article, Column, Manuscript, Recital, SigningPlace, Table, typeset_manuscript

Language = Literal["fr", "en"]


def document_of(
    version: AgreementVersion,
    language: Language,
    *,
    watermark: str = "",
    wordings: Sequence[Wording] | None = None,
    values: type[Values] = Values,
) -> Manuscript:
    """The same terms and clauses give the same text, whoever asks and whenever. ``wordings``: other clauses than the version's own."""
    with override(language):
        terms = printed_terms([version])[version.pk]
        return Manuscript(
            title=in_language(version.agreement.title_fr, version.agreement.title_en),
            author=version.agreement.host.name,
            dated=_dated(version),
            language=language,
            reference=version.agreement.reference,
            subtitle=_subtitle(version),
            between=tuple(_presented(term) for term in terms.parties),
            signing=tuple(_place(term) for term in terms.parties if term.capacity != Capacity.OBSERVER),
            watermark=watermark,
            **parts_in(
                wordings_of(version.clauses.all()) if wordings is None else wordings, values(version, terms), _terms(version, terms)
            ),
        )


def parts_in(wordings: Iterable[Wording], values: Worth, terms: Iterable[Article] = ()) -> dict[str, Any]:
    """`recitals`, `articles` and `annexes` of a manuscript, their values filled in; ``terms`` are its last articles."""
    full = [replace(each, text=filled(each.text, values)) for each in wordings]
    return {
        "recitals": tuple(Recital(each.key, each.text) for each in full if each.part == ClausePart.RECITAL),
        "articles": (*(Article(each.key, each.heading, each.text) for each in full if each.part == ClausePart.ARTICLE), *terms),
        "annexes": tuple(Annex(each.key, each.heading, each.text) for each in full if each.part == ClausePart.ANNEX),
    }


def pdf_of(version: AgreementVersion, language: Language, *, watermark: str = "") -> bytes:
    """PDF/A and PDF/UA; raises CannotTypeset with a sentence."""
    return typeset_manuscript(document_of(version, language, watermark=watermark))


def _dated(version: AgreementVersion) -> dt.datetime:
    """The moment of the content is when the version was begun: printing it later changes nothing."""
    return timezone.localtime(version.created_at)


def _subtitle(version: AgreementVersion) -> str:
    kind = version.agreement.kind.label
    return kind if version.number == 1 else _("%(kind)s · amendment no. %(number)s") % {"kind": kind, "number": version.number - 1}


def _presented(term: PartyTerm) -> str:
    """A party in one text: name, city, register number, capacity, and who signs for it."""
    entity = term.party.entity
    known = [entity.name, entity.city, _("SIREN %(siren)s") % {"siren": entity.siren} if entity.siren else ""]
    who = ", ".join(filter(None, known))
    if term.party.fund:
        who = _("%(umbrella)s, for its fund “%(fund)s”") % {"umbrella": who, "fund": term.party.fund.name}
    if term.signatory:
        words = {"who": who, "name": term.signatory.contact.name, "function": term.signatory.function}
        who = _("%(who)s, represented by %(name)s, %(function)s") % words
    return f"{who} ({term.get_capacity_display()})."


def _place(term: PartyTerm) -> SigningPlace:
    if term.signatory is None:
        return SigningPlace(term.party.name)
    return SigningPlace(term.party.name, term.signatory.contact.name, term.signatory.function)


def _terms(version: AgreementVersion, terms: PrintedTerms) -> Iterable[Article]:
    """What is counted: commitments, money, term. Always the last articles, so that no figure stands only in prose."""
    if terms.commitments:
        yield Article("terms-commitments", _("Commitments of the parties"), "", (_commitments(terms.commitments),))
    if terms.money:
        yield Article("terms-money", _("Money"), "", (_money(terms.money),))
    yield Article("terms-term", _("Term"), _term_words(version))


def _commitments(terms: Sequence[CommitmentTerm]) -> Table:
    heads = (Column(_("Commitment")), Column(_("Who owes whom")), Column(_("Quantity"), is_number=True), Column(_("When")))
    return Table(heads, tuple(_commitment_row(term) for term in terms))


def _commitment_row(term: CommitmentTerm) -> tuple[str, ...]:
    what = f"{term.what} ({_('counterpart')})" if term.is_counterpart else term.what
    sides = {"debtor": term.commitment.debtor.name, "creditor": term.commitment.creditor.name}
    quantity = counted(term.quantity, term.unit) or _("not stated")
    return what, _("%(debtor)s to %(creditor)s") % sides, _worth(quantity, term), due_in_words(term.due_rule)


def _worth(quantity: str, term: CommitmentTerm) -> str:
    if term.unit == Unit.EURO or term.unit_value_cents is None:
        return quantity
    return _("%(quantity)s, %(value)s each") % {"quantity": quantity, "value": euros(term.unit_value_cents)}


def _money(lines: Sequence[MoneyLine]) -> Table:
    heads = (Column(_("Nature")), Column(_("From whom to whom")), Column(_("Amount"), is_number=True), Column(_("Earmarked for")))
    return Table(heads, tuple(_money_row(line) for line in lines))


def _money_row(line: MoneyLine) -> tuple[str, ...]:
    sides = _("%(payer)s to %(payee)s") % {"payer": line.payer.name, "payee": line.payee.name}
    return line.get_nature_display(), sides, euros(line.amount_cents) or _("not stated"), line.earmark or "—"


def _term_words(version: AgreementVersion) -> str:
    """Dates, renewal, notice, and what silence means."""
    words = {"start": day(version.effective_from) or _("a day not stated"), "end": day(version.term_end)}
    lasting = _("It takes effect on %(start)s and ends on %(end)s.") if version.term_end else _("It takes effect on %(start)s.")
    said = [lasting % words]
    if version.is_tacit and version.renewal_months:
        renewed = ngettext(
            "It is then renewed tacitly for %(months)d month.", "It is then renewed tacitly for %(months)d months.", version.renewal_months
        )
        said.append(renewed % {"months": version.renewal_months})
    if version.notice_months:
        notice = ngettext("Notice is given %(months)d month ahead.", "Notice is given %(months)d months ahead.", version.notice_months)
        said.append(notice % {"months": version.notice_months})
    if version.silence_days:
        silence = ngettext(
            "A delivery that nobody contests within %(days)d day is accepted.",
            "A delivery that nobody contests within %(days)d days is accepted.",
            version.silence_days,
        )
        said.append(silence % {"days": version.silence_days})
    return " ".join(said)
