"""What still stands between a draft and its taking effect, each a sentence beside the field to correct."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from filon.agreements import rules
from filon.agreements.models import AgreementVersion, CommitmentTerm, MoneyLine, PartyTerm
from filon.agreements.queries.draft_choices import commitment_terms, money_lines, party_terms
from filon.agreements.queries.terms import binding_versions
from filon.agreements.units import Capacity
from filon.engines.balance.due_rule import rule_from_json
from filon.kernel.errors import Refused


@dataclass(frozen=True)
class Terms:
    """The terms of a version and the signed versions before it, each table read once. ``signed``: the oldest first."""

    version: AgreementVersion
    parties: Sequence[PartyTerm]
    commitments: Sequence[CommitmentTerm]
    money: Sequence[MoneyLine]
    signed: Sequence[AgreementVersion]

    @property
    def former(self) -> AgreementVersion | None:
        """The last signed version of the agreement."""
        return self.signed[-1] if self.signed else None

    @property
    def start(self) -> dt.date | None:
        """The first day of the agreement: an amendment does not change when the term began."""
        return self.signed[0].effective_from if self.signed else self.version.effective_from


Check = Callable[[Terms], object]


def terms_of(version: AgreementVersion) -> Terms:
    """Four queries."""
    return Terms(
        version=version,
        parties=party_terms(version),
        commitments=list(commitment_terms(version)),
        money=list(money_lines(version)),
        signed=[one for one in binding_versions(version.agreement) if one.number <= version.number],
    )


def obstacles(version: AgreementVersion) -> list[Refused]:
    return obstacles_in(terms_of(version))


def obstacles_in(terms: Terms) -> list[Refused]:
    """Everything that is missing or wrong in the terms, in the order of the wizard; empty when it can be signed."""
    found = [_refusal(terms, check) for check in (_check_parties, _check_dates, _check_required)]
    return [refused for refused in found if refused] + [*_fund_refusals(terms), *_split_refusals(terms), *_due_refusals(terms)]


def _refusal(terms: Terms, check: Check) -> Refused | None:
    try:
        check(terms)
    except Refused as refused:
        return refused
    return None


def _check_parties(terms: Terms) -> None:
    if sum(term.capacity != Capacity.OBSERVER for term in terms.parties) < 2:
        raise Refused(_("An agreement binds at least two parties: add the other one."), field="parties")


def _check_dates(terms: Terms) -> None:
    version, former = terms.version, terms.former
    if version.effective_from is None:
        raise Refused(_("Say on which day it takes effect."), field="effective_from")
    rules.check_term(version.effective_from, version.term_end)
    rules.check_renewal(is_tacit=version.is_tacit, renewal_months=version.renewal_months, term_end=version.term_end)
    if former is not None and former.validity is not None:
        rules.check_follows(version.effective_from, former=former.validity.lower or dt.date.min, former_end=former.validity.upper)


def _check_required(terms: Terms) -> None:
    """Fields that this kind of agreement requires."""
    version = terms.version
    sentences: dict[str, tuple[Callable[[], bool], str]] = {
        "money_lines": (lambda: bool(terms.money), _("This kind of agreement states money: add a money line.")),
        "term_end": (lambda: version.term_end is not None, _("This kind of agreement has an end: say when.")),
        "themes": (version.themes.exists, _("This kind of agreement has themes: choose at least one.")),
        "clauses": (version.clauses.exists, _("This kind of agreement has a text: add its clauses.")),
    }
    for name in version.agreement.kind.required_fields:
        is_there, sentence = sentences[name]
        if not is_there():
            raise Refused(sentence, field=name)


def _fund_refusals(terms: Terms) -> Iterator[Refused]:
    """A party that acts for a fund is the fund's umbrella."""
    for term in terms.parties:
        fund, entity = term.party.fund, term.party.entity
        if fund is not None and entity.pk != fund.umbrella_id:
            umbrella = fund.umbrella
            try:
                rules.check_fund(entity_id=entity.pk, entity=entity.name, umbrella_id=umbrella.pk, umbrella=umbrella.name, fund=fund.name)
            except Refused as refused:
                yield refused


def _split_refusals(terms: Terms) -> Iterator[Refused]:
    """Payments tied to a money line make its amount, to the cent."""
    for line in terms.money:
        parts = [term.quantity for term in terms.commitments if term.money_line_id == line.pk]
        try:
            rules.check_split(amount_cents=line.amount_cents, parts=parts)
        except Refused as refused:
            yield refused


def _due_refusals(terms: Terms) -> Iterator[Refused]:
    """Each due rule gives its dates within the term."""
    if terms.start is None:
        return
    for term in terms.commitments:
        rule = rule_from_json(term.due_rule)
        try:
            rules.due_entries(rule, quantity=term.quantity, start=terms.start, end=terms.version.term_end, unit=term.unit)
        except Refused as refused:
            words = {"what": term.what, "sentence": refused.sentence}
            yield Refused(_("“%(what)s”: %(sentence)s") % words, field=refused.field)
