"""Values of the terms that a clause names between braces: `{parties}`, `{montant}`. One list for both languages."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from filon.agreements.models import AgreementVersion, CommitmentTerm, PartyTerm
from filon.agreements.queries.difference import due_in_words
from filon.agreements.queries.printed import PrintedTerms
from filon.agreements.units import Capacity, counted
from filon.kernel.errors import Refused
from filon.kernel.formats import day, euros

NAMED = re.compile(r"\{([^{}\n]*)\}")


class Values:
    """What the variables are worth for one version, in the language of the moment; each is read once, when a text first names it."""

    def __init__(self, version: AgreementVersion, terms: PrintedTerms) -> None:
        self._version, self._terms = version, terms
        self._found: dict[str, str] = {}

    def get(self, name: str) -> str | None:
        """None for a name that is none."""
        if name in VARIABLES and name not in self._found:
            self._found[name] = VARIABLES[name].read(self._version, self._terms)
        return self._found.get(name)


class Worth(Protocol):
    """What tells the value of a name; None for a name that it does not know."""

    def get(self, name: str) -> str | None: ...


class Samples:
    """Invented values, for a text that is read without an agreement."""

    def get(self, name: str) -> str | None:
        return str(VARIABLES[name].sample) if name in VARIABLES else None


def filled(text: str, values: Worth) -> str:
    """The text with its variables replaced. A name that is none is left as it was typed: saving refused it."""
    return NAMED.sub(lambda match: match[0] if (value := values.get(match[1].strip())) is None else value, text)


def check_variables(text: str, *, field: str) -> None:
    """A clause names values that there are. Raises Refused with the first that is none, its line and what there is."""
    for number, line in enumerate(text.splitlines(), start=1):
        for match in NAMED.finditer(line):
            if match[1].strip() not in VARIABLES:
                words = {"line": number, "name": match[0], "known": ", ".join(f"{{{name}}}" for name in VARIABLES)}
                raise Refused(_("Line %(line)s: %(name)s names no value of the terms. These do: %(known)s.") % words, field=field)


def check_no_variable(heading: str, *, field: str) -> None:
    """A heading is printed as it is typed. Raises Refused."""
    if match := NAMED.search(heading):
        raise Refused(_("%(name)s stands in a heading, where no value is filled in: put it in the text.") % {"name": match[0]}, field=field)


def _names(terms: list[PartyTerm]) -> str:
    return get_text_list([term.party.name for term in terms], _("and"))


def _parties(_version: AgreementVersion, terms: PrintedTerms) -> str:
    return _names(terms.parties)


def _school(version: AgreementVersion, _terms: PrintedTerms) -> str:
    return version.agreement.host.name


def _partners(version: AgreementVersion, terms: PrintedTerms) -> str:
    return _names([term for term in terms.parties if term.party.entity.host_id != version.agreement.host_id]) or _("not stated")


def _signatories(_version: AgreementVersion, terms: PrintedTerms) -> str:
    signing = [term.signatory for term in terms.parties if term.signatory and term.capacity != Capacity.OBSERVER]
    return get_text_list([f"{each.contact.name} ({each.function})" for each in signing], _("and")) or _("not stated")


def _amount(_version: AgreementVersion, terms: PrintedTerms) -> str:
    stated = [line.amount_cents for line in terms.money if line.amount_cents is not None]
    return euros(sum(stated)) if stated else _("not stated")


def _start(version: AgreementVersion, _terms: PrintedTerms) -> str:
    return day(version.effective_from) or _("not stated")


def _end(version: AgreementVersion, _terms: PrintedTerms) -> str:
    return day(version.term_end) or _("not stated")


def _notice(version: AgreementVersion, _terms: PrintedTerms) -> str:
    months = version.notice_months
    return ngettext("%(count)d month", "%(count)d months", months) % {"count": months} if months else _("none")


def _reference(version: AgreementVersion, _terms: PrintedTerms) -> str:
    return version.agreement.reference


def _title(version: AgreementVersion, _terms: PrintedTerms) -> str:
    return version.agreement.title


def _themes(version: AgreementVersion, terms: PrintedTerms) -> str:
    themes = [str(theme) for theme in version.themes.all()] if terms.themes is None else terms.themes
    return get_text_list(themes, _("and")) or _("not stated")


def _commitments(_version: AgreementVersion, terms: PrintedTerms) -> str:
    """One line a commitment, as a list."""
    return "\n" + "\n".join(f"- {_sentence(term)}" for term in terms.commitments) if terms.commitments else _("not stated")


def _sentence(term: CommitmentTerm) -> str:
    words = {
        "debtor": term.commitment.debtor.name,
        "creditor": term.commitment.creditor.name,
        "what": term.what,
        "quantity": counted(term.quantity, term.unit) or _("quantity not stated"),
        "when": due_in_words(term.due_rule),
    }
    return _("%(debtor)s owes %(creditor)s: %(what)s, %(quantity)s, %(when)s.") % words


@dataclass(frozen=True)
class Variable:
    """What a name stands for: in words, read from the terms, and an invented value."""

    label: object
    read: Callable[[AgreementVersion, PrintedTerms], str]
    sample: object


VARIABLES: Mapping[str, Variable] = {
    "titre": Variable(gettext_lazy("title of the agreement"), _title, gettext_lazy("Sample agreement")),
    "reference": Variable(gettext_lazy("reference"), _reference, "XXX-2026-001"),
    "ecole": Variable(gettext_lazy("the school"), _school, gettext_lazy("Sample School")),
    "partenaires": Variable(gettext_lazy("the other parties"), _partners, gettext_lazy("Sample Company")),
    "parties": Variable(gettext_lazy("all the parties"), _parties, gettext_lazy("Sample School and Sample Company")),
    "signataires": Variable(gettext_lazy("who signs"), _signatories, gettext_lazy("Camille Durand (director) and Alex Martin (chair)")),
    "montant": Variable(gettext_lazy("sum of the amounts"), _amount, gettext_lazy("€30,000")),
    "debut": Variable(gettext_lazy("first day"), _start, gettext_lazy("1 January 2026")),
    "fin": Variable(gettext_lazy("end"), _end, gettext_lazy("1 January 2029")),
    "preavis": Variable(gettext_lazy("notice"), _notice, gettext_lazy("three months")),
    "themes": Variable(gettext_lazy("the themes"), _themes, gettext_lazy("decarbonation and biodiversity")),
    "engagements": Variable(
        gettext_lazy("the commitments, one sentence each"),
        _commitments,
        gettext_lazy("\n- Sample School owes Sample Company: meetings with students, 4 events, on 30 June 2026."),
    ),
}
