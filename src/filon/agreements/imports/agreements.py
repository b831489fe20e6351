"""Agreements: a line for each commitment, the agreement told again on each of its lines."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from filon.agreements import rules
from filon.agreements.imports.fields import AGREEMENT, DRAFT, RHYTHMS, SCHOOL, SIGNED
from filon.agreements.queries.known import KIND, AgreementAlike, KnownAgreements
from filon.agreements.services.taking_over import PromiseTold, Told, agreement_take_over
from filon.agreements.units import Nature, Unit
from filon.engines.balance.due_rule import DueRule, Every, Once, OverTerm, Unstated
from filon.engines.sheets import plain
from filon.kernel.errors import Refused
from filon.kernel.imports.cells import Cells
from filon.kernel.imports.keys import remember_keys
from filon.kernel.imports.kinds import Examined, GivenRow, ImportKind, Written
from filon.kernel.models import Outcome
from filon.partners.imports.organisations import candidates_of, hosts
from filon.partners.queries.known import KnownOrganisation, KnownOrganisations
from filon.partners.rules import checked_siren
from filon.partners.services.taking_over import OrganisationLine
from filon.people.models import User

ONCE_TOLD = ("title", "kind", "partner", "siren", "status", "start", "end", "signed_on", "notice", "renewal", "amount", "nature")
"""What lines of one agreement must not say differently."""
DEFAULT_KIND = "mecenat"


@dataclass
class _Group:
    """The lines of one agreement. `head`: the cells of the first one, on which it is told."""

    reference: str
    lines: list[Cells] = field(default_factory=list)
    told: Told | None = None

    @property
    def head(self) -> Cells:
        return self.lines[0]


def examine(_viewer: User, host_id: int, rows: Sequence[GivenRow]) -> list[Examined]:
    """Against the partners of the school and the agreements it has."""
    cells = [Cells(AGREEMENTS, _completed(row)) for row in rows]
    groups = _grouped(cells)
    named = {group.reference: _partner(group.head) for group in groups}
    partners = KnownOrganisations.of(host_id, list(named.values()))
    found = [entity for one in named.values() if (entity := partners.sure(one)) is not None]
    known = KnownAgreements.of(host_id, [group.reference for group in groups], partners=[entity.id for entity in found])
    return [one for group in groups for one in _examined(group, named[group.reference], partners, known)]


def _completed(row: GivenRow) -> GivenRow:
    """A line without a title is one more commitment of the agreement: it is not refused for that."""
    return row if row.given.get("title") else GivenRow(row.line, {**row.given, "title": " "}, row.key, row.target)


def _grouped(cells: Sequence[Cells]) -> list[_Group]:
    """By reference; a line without one stands alone, and is refused."""
    groups: dict[str, _Group] = {}
    for one in cells:
        reference = one.text("reference", most=24)
        groups.setdefault(reference or f"\x00{one.line}", _Group(reference)).lines.append(one)
    return list(groups.values())


def _partner(cells: Cells) -> OrganisationLine:
    number = "".join(cells.given.get("siren", "").split())[:9]
    siren = cells.checked("siren", lambda _text: checked_siren(number))
    return OrganisationLine(line=cells.line, name=cells.text("partner"), siren=siren)


def _examined(group: _Group, named: OrganisationLine, partners: KnownOrganisations, known: KnownAgreements) -> list[Examined]:
    """All lines of a sound agreement, or none: a promise left out would make it another agreement."""
    entity = partners.followed(named)
    alike = partners.alike(named) if entity is None else []
    if entity is None and not alike:
        group.head.refuse("partner", _unknown(named))
    told = told_of(group.reference, group.lines, entity.uuid if entity else None)
    _check(told, group, known)
    unsound = [one for one in group.lines if not one.is_sound]
    first = group.head.line
    if unsound:
        others = _("Line %(line)d of the same agreement is refused, and an agreement is taken over whole.") % {"line": unsound[0].line}
        return [Examined(one.line, Outcome.REFUSED, first, problems=one.problems or [("", others)]) for one in group.lines]
    if entity is None:
        return _whose(group, named, alike)
    there = known.alike(told, entity.id)
    if there:
        return _which(group, entity, there)
    return [Examined(one.line, known.outcome(told), first, str(entity.uuid), known.target(group.reference)) for one in group.lines]


def _whose(group: _Group, named: OrganisationLine, alike: Sequence[KnownOrganisation]) -> list[Examined]:
    """The partner is to be said; it becomes the target, for there is no key."""
    sentence = _("No partner of your school is called “%(name)s”: say which one it is, or leave the agreement out.")
    problem = ("partner", sentence % {"name": named.name})
    candidates, first = candidates_of(alike), group.head.line
    return [Examined(one.line, Outcome.DOUBTFUL, first, problems=[problem], candidates=candidates, may_be_new=False) for one in group.lines]


def _which(group: _Group, entity: KnownOrganisation, there: Sequence[AgreementAlike]) -> list[Examined]:
    """Perhaps it is here under another reference."""
    problem = ("title", _("Your school has an agreement with this partner and this title: say whether it is this one."))
    candidates = [(one.uuid, one.title, one.reference) for one in there[:5]]
    key, first = str(entity.uuid), group.head.line
    return [Examined(one.line, Outcome.DOUBTFUL, first, key, problems=[problem], candidates=candidates) for one in group.lines]


def _unknown(named: OrganisationLine) -> str:
    if not named.name and not named.siren:
        return _("This line names no partner: give its name or its SIREN.")
    sentence = _("No partner of your school is called “%(name)s”: take the organisations over first, or correct the name.")
    return sentence % {"name": named.name or named.siren}


def told_of(reference: str, lines: Sequence[Cells], entity_id: UUID | None) -> Told:
    """The agreement as its lines tell it; what cannot be read stays in their problems."""
    head = lines[0]
    if not head.text("title").strip():
        head.refuse("title", _("This cell is empty: the first line of an agreement gives its title."))
    last_day, renewal = head.day("end"), head.whole("renewal", least=0, most=120)
    amount = head.figure("amount")
    return Told(
        reference=reference,
        title=head.text("title").strip(),
        kind=head.chosen("kind", DEFAULT_KIND),
        partner_id=entity_id,
        is_signed=head.chosen("status", SIGNED) != DRAFT,
        start=head.day("start"),
        end=last_day and last_day + dt.timedelta(days=1),
        signed_on=head.day("signed_on"),
        notice_months=head.whole("notice", least=0, most=120),
        renewal_months=renewal or None,
        amount_cents=None if amount is None or amount <= 0 else int(amount * 100),
        nature=head.chosen("nature", Nature.GIVING.value),
        promises=[promise for one in lines if (promise := _promise(one)) is not None],
    )


def _promise(cells: Cells) -> PromiseTold | None:
    """None on a line that tells of the agreement alone."""
    what = cells.text("what", most=160)
    if not what:
        if cells.given.get("quantity") or cells.given.get("due_on"):
            cells.refuse("what", _("This line counts something and does not say what is promised: say it in a few words."))
        return None
    if not cells.given.get("debtor"):
        cells.refuse("debtor", _("Say who owes this: the school or the partner."))
    value = cells.figure("unit_value")
    return PromiseTold(
        line=cells.line,
        what=what,
        by_school=cells.chosen("debtor") == SCHOOL,
        unit=cells.chosen("unit", Unit.UNSTATED.value),
        quantity=cells.figure("quantity"),
        unit_value_cents=None if value is None else int(value * 100),
        is_counterpart=cells.is_yes("is_counterpart"),
        due_rule=_due_rule(cells),
    )


def _due_rule(cells: Cells) -> DueRule:
    """Once or in a rhythm from a date; over the term; else no date is stated."""
    rhythm, first = cells.chosen("rhythm"), cells.day("due_on")
    if rhythm == "over_term":
        return OverTerm()
    if first is None:
        if rhythm and not cells.given.get("due_on"):
            cells.refuse("due_on", _("Say when this is due first: without a date nothing falls due."))
        return Unstated()
    return Every(first, RHYTHMS[rhythm]) if rhythm in RHYTHMS else Once(first)


def _check(told: Told, group: _Group, known: KnownAgreements) -> None:
    """The rules of the house, each refusal at its cell."""
    head = group.head
    _tries(head, lambda: rules.check_term(told.start, told.end), "end")
    _tries(
        head, lambda: rules.check_renewal(is_tacit=bool(told.renewal_months), renewal_months=told.renewal_months, term_end=told.end), "end"
    )
    if told.is_signed and told.start is None and head.is_sound:
        head.refuse("start", _("A signed agreement takes effect on a day: give it, or write “draft” in the column of the state."))
    for one in group.lines[1:]:
        _check_says_the_same(one, head)
    for promise in told.promises:
        _check_promise(told, promise, next(one for one in group.lines if one.line == promise.line))
    refusal = known.refusal(told)
    if refusal:
        head.refuse("reference", refusal)


def _check_says_the_same(one: Cells, head: Cells) -> None:
    for code in ONCE_TOLD:
        text, first = (plain(cells.given.get(code, "")) for cells in (one, head))
        if text and text != first:
            sentence = _("Line %(line)d says otherwise of the same agreement: correct one of the two.")
            one.refuse(code, sentence % {"line": head.line})


def _check_promise(told: Told, promise: PromiseTold, cells: Cells) -> None:
    _tries(cells, lambda: rules.check_quantity(promise.quantity), "quantity")
    _tries(cells, lambda: rules.value_of_one(promise.unit, promise.unit_value_cents), "unit_value")
    start = told.start
    if start is not None and cells.is_sound:
        _tries(
            cells,
            lambda: rules.due_entries(promise.due_rule, quantity=promise.quantity, start=start, end=told.end, unit=promise.unit),
            "due_on",
        )


def _tries(cells: Cells, check: Callable[[], object], code: str) -> None:
    try:
        check()
    except Refused as refused:
        cells.refuse(code, refused.sentence)


def write(viewer: User, host_id: int, rows: Sequence[GivenRow], import_id: UUID) -> Written:
    """Each agreement in a transaction of its own inside the caller's: one that is refused leaves the others."""
    groups = _grouped([Cells(AGREEMENTS, _completed(row)) for row in rows])
    heads: Mapping[int, GivenRow] = {row.line: row for row in rows}
    targets: dict[int, UUID] = {}
    refused: dict[int, str] = {}
    others: dict[str, UUID] = {}
    for group in groups:
        partner, known = _identities(heads[group.head.line])
        told = told_of(group.reference, group.lines, partner)
        try:
            with transaction.atomic():
                agreement = agreement_take_over(by=viewer, host_id=host_id, told=told, import_id=import_id, known_id=known)
        except Refused as refusal:
            refused |= {one.line: refusal.sentence for one in group.lines}
        else:
            targets |= {one.line: agreement.uuid for one in group.lines}
            if agreement.reference != group.reference:
                others[group.reference] = agreement.uuid
    remember_keys(host_id, KIND, others)
    return Written(targets, refused)


def _identities(head: GivenRow) -> tuple[UUID | None, UUID | None]:
    """The partner, and the agreement it is already: the target is the partner where the preview had to ask for it."""
    return (UUID(head.key), head.target) if head.key else (head.target, None)


AGREEMENTS = ImportKind(
    KIND,
    30,
    gettext_lazy("Agreements and commitments"),
    gettext_lazy("One line for each commitment. Signed agreements count at once in the balance, as known from your own files."),
    "agreements:list",
    AGREEMENT,
    hosts,
    examine,
    write,
)
