"""The plan of a pledge follows the versions of its agreement, in the transaction in which they take effect."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, Max, OuterRef
from django.utils.translation import gettext as _

from filon.agreements.models import AgreementVersion, DueItem, MoneyLine
from filon.agreements.services.due import due_entries_of
from filon.agreements.services.opening import locked_agreement
from filon.agreements.states import BINDING_STATES
from filon.agreements.units import Nature, Unit
from filon.giving import rules
from filon.giving.models import Instalment, Pledge, PledgeTerm
from filon.giving.queries.settled import NOTHING, settled_of
from filon.giving.rules import Due, Standing
from filon.giving.services.donors import entity_donor
from filon.kernel import audit
from filon.kernel.models import uuid7
from filon.ledger.inputs import ReceivableInput
from filon.ledger.models import Programme
from filon.ledger.services.receivables import receivable_close, receivable_open

if TYPE_CHECKING:
    from filon.people.models import User

INSTALMENT = "giving.instalment"


def pledges_follow(by: User, version: AgreementVersion) -> None:
    """Every mécénat line with an amount has its pledge, and every pledge the plan of this version. The agreement is held by the caller."""
    lines = list(version.money_lines.filter(nature=Nature.GIVING, amount_cents__isnull=False).select_related("payer__entity", "payee"))
    left = list(Pledge.objects.filter(agreement=version.agreement_id).select_related("donor__entity", "beneficiary", "fund"))
    for line in lines:
        pledge = _same(line, left)
        if pledge is None:
            pledge = _made(by, version, line)
        else:
            left.remove(pledge)
        _follow(by, pledge, version, line)
    for pledge in left:
        _follow(by, pledge, version, None)


def pledges_catch_up() -> int:
    """Agreements that were in force before gifts were followed get their pledges, from the version that binds last. How many."""
    pledged = PledgeTerm.objects.filter(pledge__agreement=OuterRef("agreement"))
    giving = MoneyLine.objects.filter(version=OuterRef("pk"), nature=Nature.GIVING, amount_cents__isnull=False)
    binding = AgreementVersion.objects.filter(~Exists(pledged), Exists(giving), state__in=BINDING_STATES, effective_from__isnull=False)
    last = list(binding.order_by("agreement_id", "-number").distinct("agreement_id").values_list("pk", flat=True))
    for key in last:
        _catch_up(key)
    return len(last)


@transaction.atomic
def _catch_up(version_key: int) -> None:
    version = AgreementVersion.objects.select_related("created_by").get(pk=version_key)
    version.agreement = locked_agreement(version.agreement_id)
    pledges_follow(version.created_by, version)


def _same(line: MoneyLine, pledges: Iterable[Pledge]) -> Pledge | None:
    """The pledge that this line goes on with: between the same two parties, by the same commitments if it can be, else the same earmark,
    else the first."""
    between = [one for one in pledges if (one.payer_id, one.payee_id) == (line.payer_id, line.payee_id)]
    commitments = set(line.schedule.values_list("commitment_id", flat=True))

    def likeness(pledge: Pledge) -> tuple[int, int, int]:
        shared = pledge.instalments.filter(commitment__in=commitments).count() if commitments else 0
        last = pledge.terms.last()
        return shared, int(last is not None and last.earmark_fr == line.earmark_fr), -pledge.ordinal

    return max(between, key=likeness, default=None)


def _made(by: User, version: AgreementVersion, line: MoneyLine) -> Pledge:
    agreement, payer, payee = version.agreement, line.payer, line.payee
    last = Pledge.objects.filter(agreement=agreement, payer=payer, payee=payee).aggregate(last=Max("ordinal"))["last"]
    pledge = Pledge.objects.create(
        host_id=agreement.host_id,
        agreement=agreement,
        payer=payer,
        payee=payee,
        ordinal=(last or 0) + 1,
        donor=entity_donor(by, agreement.host_id, payer.entity),
        credited=payer.entity,
        beneficiary=payee.entity,
        fund=payee.fund,
    )
    audit.record(by, "pledge.made", pledge, agreement=str(agreement.uuid), cents=line.amount_cents)
    return pledge


def _follow(by: User, pledge: Pledge, version: AgreementVersion, line: MoneyLine | None) -> None:
    """Replace what is not settled; write down what this version promises."""
    instalments = list(pledge.instalments.select_for_update(of=("self",)).select_related("receivable"))
    settled = settled_of(instalments)
    standing = [_standing(one, settled.get(one.pk, NOTHING).cents) for one in instalments if one.counted_cents]
    stated = None if line is None else line.amount_cents
    total = max(stated or 0, sum(one.settled_cents for one in standing))
    effective = version.effective_from or version.validity.lower
    plan = rules.replanned(standing, dues=_dues(version, line), total_cents=total, effective=effective)
    rows = {one.pk: one for one in instalments}
    for key, kept in plan.retire:
        _retire(by, rows[key], version, kept)
    for number, due in enumerate(plan.make, start=len(instalments) + 1):
        instalment_make(by, pledge, version, due, number)
    _term(pledge, version, line, stated, total)
    audit.record(by, "pledge.followed", pledge, version=version.number, cents=total)


def _standing(one: Instalment, settled_cents: int) -> Standing:
    """A retired one counts for what it keeps, all of it settled."""
    if one.retired_by_id is not None:
        return Standing(one.pk, one.due_on, one.counted_cents, one.counted_cents)
    return Standing(one.pk, one.due_on, one.amount_cents, min(settled_cents, one.amount_cents))


def _term(pledge: Pledge, version: AgreementVersion, line: MoneyLine | None, stated: int | None, total: int) -> None:
    earmark = {} if line is None else {"earmark_fr": line.earmark_fr, "earmark_en": line.earmark_en}
    PledgeTerm.objects.create(pledge=pledge, version=version, line=line, stated_cents=stated, total_cents=total, **earmark)


def _dues(version: AgreementVersion, line: MoneyLine | None) -> list[Due]:
    """The due dates of the commitments that pay the line; without one, all of it on the day the version takes effect."""
    if line is None or line.amount_cents is None:
        return []
    first = version.effective_from or version.validity.lower
    terms = line.schedule.filter(unit=Unit.EURO, quantity__isnull=False).select_related("commitment")
    entries = [
        (on or _unstated(version, first), int(part * 100), term.commitment_id)
        for term in terms
        for on, part in due_entries_of(term, version)
    ]
    dues = [Due(*entry) for entry in sorted(entries)]
    return dues or [Due(first, line.amount_cents)]


def _unstated(version: AgreementVersion, first: dt.date) -> dt.date:
    """A due date that the agreement does not state is its last day, so that it is never late before."""
    return first if version.term_end is None else max(first, version.term_end - dt.timedelta(days=1))


def _retire(by: User, one: Instalment, version: AgreementVersion, kept: int) -> None:
    one.retired_by, one.kept_cents = version, kept
    one.save(update_fields=["retired_by", "kept_cents"])
    if one.receivable.closed_on is None:
        reason = _("Amendment: version %(number)d replaces this due date.") % {"number": version.number}
        receivable_close(by=by, receivable_id=one.receivable.uuid, reason=reason)


def instalment_make(by: User, pledge: Pledge, version: AgreementVersion, due: Due, number: int) -> Instalment:
    """An instalment and what the ledger expects of it."""
    identity = uuid7()
    receivable = receivable_open(
        by=by,
        receivable=ReceivableInput(
            creditor_id=pledge.beneficiary.uuid,
            host_id=pledge.host_id,
            amount_cents=due.cents,
            due_on=due.on,
            fund_id=pledge.fund.uuid if pledge.fund else None,
            debtor_id=pledge.donor.entity.uuid if pledge.donor.entity else None,
            debtor_name=pledge.donor.entity.name if pledge.donor.entity else "",
            label=pledge.agreement.title_fr,
            earmark_id=earmarked_programme(pledge, version),
            source_type=INSTALMENT,
            source_uuid=identity,
        ),
    )
    return Instalment.objects.create(
        uuid=identity,
        pledge=pledge,
        number=number,
        version=version,
        commitment_id=due.commitment_id,
        due_item=_due_item(due),
        receivable=receivable,
        due_on=due.on,
        amount_cents=due.cents,
    )


def earmarked_programme(pledge: Pledge, version: AgreementVersion) -> UUID | None:
    """The programme that bears the name the line is earmarked for, if the school has one there; else the money is for all of them."""
    line = version.money_lines.filter(payer=pledge.payer_id, payee=pledge.payee_id, nature=Nature.GIVING).exclude(earmark_fr="")
    names = [one.earmark_fr.strip() for one in line[:1]]
    own = Programme.objects.filter(host=pledge.host_id, fund=pledge.fund_id)
    return own.filter(name_fr__iexact=names[0]).values_list("uuid", flat=True).first() if names else None


def _due_item(due: Due) -> DueItem | None:
    """The due item of the agreement that this instalment pays, so that its delivery names it."""
    if due.commitment_id is None:
        return None
    return DueItem.objects.filter(commitment=due.commitment_id, retired_by=None, due_on=due.on).first()
