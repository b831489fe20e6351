"""What still stands between a draft and its taking effect, each a sentence beside the field to correct."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator

from django.utils.translation import gettext as _

from filon.agreements import rules
from filon.agreements.models import AgreementVersion, PartyTerm
from filon.agreements.queries.terms import last_binding, term_start
from filon.agreements.units import Capacity
from filon.engines.balance.due_rule import rule_from_json
from filon.kernel.errors import Refused

Check = Callable[[AgreementVersion], object]


def obstacles(version: AgreementVersion) -> list[Refused]:
    """Everything that is missing or wrong in the terms, in the order of the wizard; empty when it can be signed."""
    found = [_refusal(version, check) for check in (_check_parties, _check_dates, _check_required)]
    return [refused for refused in found if refused] + [*_fund_refusals(version), *_split_refusals(version), *_due_refusals(version)]


def _refusal(version: AgreementVersion, check: Check) -> Refused | None:
    try:
        check(version)
    except Refused as refused:
        return refused
    return None


def _check_parties(version: AgreementVersion) -> None:
    if version.party_terms.exclude(capacity=Capacity.OBSERVER).count() < 2:
        raise Refused(_("An agreement binds at least two parties: add the other one."), field="parties")


def _check_dates(version: AgreementVersion) -> None:
    if version.effective_from is None:
        raise Refused(_("Say on which day it takes effect."), field="effective_from")
    rules.check_term(version.effective_from, version.term_end)
    rules.check_renewal(is_tacit=version.is_tacit, renewal_months=version.renewal_months, term_end=version.term_end)
    former = last_binding(version.agreement)
    if former is not None and former.validity is not None:
        rules.check_follows(version.effective_from, former=former.validity.lower or dt.date.min, former_end=former.validity.upper)


def _check_required(version: AgreementVersion) -> None:
    """Fields that this kind of agreement requires."""
    sentences = {
        "money_lines": (version.money_lines.exists, _("This kind of agreement states money: add a money line.")),
        "term_end": (lambda: version.term_end is not None, _("This kind of agreement has an end: say when.")),
        "themes": (version.themes.exists, _("This kind of agreement has themes: choose at least one.")),
        "clauses": (version.clauses.exists, _("This kind of agreement has a text: add its clauses.")),
    }
    for name in version.agreement.kind.required_fields:
        is_there, sentence = sentences[name]
        if not is_there():
            raise Refused(sentence, field=name)


def _party_terms(version: AgreementVersion) -> Iterator[PartyTerm]:
    yield from version.party_terms.select_related("party__entity", "party__fund__umbrella")


def _fund_refusals(version: AgreementVersion) -> Iterator[Refused]:
    """A party that acts for a fund is the fund's umbrella."""
    for term in _party_terms(version):
        fund, entity = term.party.fund, term.party.entity
        if fund is not None and entity.pk != fund.umbrella_id:
            umbrella = fund.umbrella
            try:
                rules.check_fund(entity_id=entity.pk, entity=entity.name, umbrella_id=umbrella.pk, umbrella=umbrella.name, fund=fund.name)
            except Refused as refused:
                yield refused


def _split_refusals(version: AgreementVersion) -> Iterator[Refused]:
    """Payments tied to a money line make its amount, to the cent."""
    for line in version.money_lines.prefetch_related("schedule"):
        try:
            rules.check_split(amount_cents=line.amount_cents, parts=[term.quantity for term in line.schedule.all()])
        except Refused as refused:
            yield refused


def _due_refusals(version: AgreementVersion) -> Iterator[Refused]:
    """Each due rule gives its dates within the term."""
    start = term_start(version)
    if start is None:
        return
    for term in version.commitment_terms.all():
        rule = rule_from_json(term.due_rule)
        try:
            rules.due_entries(rule, quantity=term.quantity, start=start, end=version.term_end, unit=term.unit)
        except Refused as refused:
            words = {"what": term.what, "sentence": refused.sentence}
            yield Refused(_("“%(what)s”: %(sentence)s") % words, field=refused.field)
