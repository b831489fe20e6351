"""Values of the terms that a clause names between braces: `{parties}`, `{montant}`. One list for both languages."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from filon.agreements.models import AgreementVersion, CommitmentTerm, PartyTerm
from filon.agreements.queries.difference import due_in_words
from filon.agreements.queries.draft_choices import commitment_terms, money_lines
from filon.agreements.units import Capacity, counted
from filon.kernel.errors import Refused
from filon.kernel.formats import day, euros

NAMED = re.compile(r"\{([^{}\n]*)\}")


@dataclass(frozen=True)
class Values:
    """What the variables are worth for one version, in the language of the moment."""

    found: Mapping[str, str]

    @classmethod
    def of(cls, version: AgreementVersion, parties: Sequence[PartyTerm]) -> Values:
        return cls({name: read(version, parties) for name, (_label, read) in VARIABLES.items()})


def filled(text: str, values: Values) -> str:
    """The text with its variables replaced. A name that is none is left as it was typed: saving refused it."""
    return NAMED.sub(lambda match: values.found.get(match[1].strip(), match[0]), text)


def check_variables(text: str, *, field: str) -> None:
    """A clause names values that there are. Raises Refused with the first that is none."""
    for match in NAMED.finditer(text):
        if match[1].strip() not in VARIABLES:
            words = {"name": match[0], "known": ", ".join(f"{{{name}}}" for name in VARIABLES)}
            raise Refused(_("%(name)s names no value. There are: %(known)s.") % words, field=field)


def _names(terms: Sequence[PartyTerm]) -> str:
    return ", ".join(term.party.name for term in terms)


def _parties(_version: AgreementVersion, parties: Sequence[PartyTerm]) -> str:
    return _names(parties)


def _school(version: AgreementVersion, _parties: Sequence[PartyTerm]) -> str:
    return version.agreement.host.name


def _partners(version: AgreementVersion, parties: Sequence[PartyTerm]) -> str:
    return _names([term for term in parties if term.party.entity.host_id != version.agreement.host_id])


def _signatories(_version: AgreementVersion, parties: Sequence[PartyTerm]) -> str:
    signing = [term.signatory for term in parties if term.signatory and term.capacity != Capacity.OBSERVER]
    return ", ".join(f"{each.contact.name}, {each.function}" for each in signing)


def _amount(version: AgreementVersion, _parties: Sequence[PartyTerm]) -> str:
    stated = [line.amount_cents for line in money_lines(version) if line.amount_cents is not None]
    return euros(sum(stated)) if stated else _("not stated")


def _start(version: AgreementVersion, _parties: Sequence[PartyTerm]) -> str:
    return day(version.effective_from) or _("not stated")


def _end(version: AgreementVersion, _parties: Sequence[PartyTerm]) -> str:
    return day(version.term_end) or _("not stated")


def _notice(version: AgreementVersion, _parties: Sequence[PartyTerm]) -> str:
    months = version.notice_months
    return ngettext("%(count)d month", "%(count)d months", months) % {"count": months} if months else _("none")


def _reference(version: AgreementVersion, _parties: Sequence[PartyTerm]) -> str:
    return version.agreement.reference


def _title(version: AgreementVersion, _parties: Sequence[PartyTerm]) -> str:
    return version.agreement.title


def _commitments(version: AgreementVersion, _parties: Sequence[PartyTerm]) -> str:
    """One line a commitment, as a list."""
    return "\n" + "\n".join(f"- {_sentence(term)}" for term in commitment_terms(version))


def _sentence(term: CommitmentTerm) -> str:
    words = {
        "debtor": term.commitment.debtor.name,
        "creditor": term.commitment.creditor.name,
        "what": term.what,
        "quantity": counted(term.quantity, term.unit) or _("quantity not stated"),
        "when": due_in_words(term.due_rule),
    }
    return _("%(debtor)s owes %(creditor)s: %(what)s, %(quantity)s, %(when)s.") % words


Read = Callable[[AgreementVersion, Sequence[PartyTerm]], str]
VARIABLES: Mapping[str, tuple[object, Read]] = {
    "titre": (gettext_lazy("title of the agreement"), _title),
    "reference": (gettext_lazy("reference"), _reference),
    "ecole": (gettext_lazy("the school"), _school),
    "partenaires": (gettext_lazy("the other parties"), _partners),
    "parties": (gettext_lazy("all the parties"), _parties),
    "signataires": (gettext_lazy("who signs"), _signatories),
    "montant": (gettext_lazy("sum of the amounts"), _amount),
    "debut": (gettext_lazy("first day"), _start),
    "fin": (gettext_lazy("end"), _end),
    "preavis": (gettext_lazy("notice"), _notice),
    "engagements": (gettext_lazy("the commitments, one sentence each"), _commitments),
}
