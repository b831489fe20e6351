"""Bank accounts, funds that serve a school, what the umbrella takes, and programmes."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from filon.kernel import audit
from filon.kernel.errors import Refused
from filon.kernel.rights import get_visible_or_404
from filon.ledger import rules
from filon.ledger.inputs import BankAccountInput, EntryInput, FeeRuleInput, ProgrammeInput
from filon.ledger.kinds import Account, BorneBy, MovementKind
from filon.ledger.models import BankAccount, FeeRule, FundService, Movement, Programme
from filon.ledger.rights import access_host_id, keeps_books_of
from filon.ledger.services.matches import fee_rule_on
from filon.ledger.services.movements import movement_post
from filon.ledger.services.opening import locked_books, today
from filon.partners.models import Fund, LegalEntity, accesses_today
from filon.people.models import Host, User
from filon.people.roles import WORKING


@transaction.atomic
def bank_account_open(*, by: User, account: BankAccountInput) -> BankAccount:
    """An account on which an entity receives, by who keeps its books."""
    entity = get_visible_or_404(LegalEntity, viewer=by, id=account.entity_id)
    if not keeps_books_of(by, entity):
        raise PermissionDenied
    iban = rules.checked_iban(account.iban)
    if BankAccount.objects.filter(entity=entity, iban=iban).exists():
        raise Refused(_("This account is there already."), field="iban")
    host_id = entity.host_id or _school_of_officer(by, entity)
    opened = BankAccount.objects.create(
        entity=entity, host_id=host_id, iban=iban, label=account.label.strip()[:120] or iban[-4:], opened_by=by
    )
    audit.record(by, "bank_account.opened", opened)
    return opened


def _school_of_officer(by: User, entity: LegalEntity) -> int:
    """The school that let the officer of an umbrella in; the one whose access began last, when there are several."""
    return next(access_host_id(access) for access in accesses_today(by) if access.affiliation.entity_id == entity.pk)


@transaction.atomic
def fund_serve(*, by: User, fund_id: UUID, host_id: int, start: dt.date) -> FundService:
    """From that day the fund serves that school."""
    fund = get_visible_or_404(Fund.objects.select_related("umbrella"), viewer=by, id=fund_id)
    if not (by.standing.has(WORKING, host_id=host_id) or keeps_books_of(by, fund.umbrella, host_id=host_id)):
        raise PermissionDenied
    try:
        with transaction.atomic():
            service = FundService.objects.create(fund=fund, host=Host.objects.get(pk=host_id), start=start)
    except IntegrityError:
        raise Refused(_("This fund serves a school already at that time."), field="start") from None
    audit.record(by, "fund_service.began", service, fund=str(fund.uuid))
    return service


@transaction.atomic
def fee_rule_write(*, by: User, rule: FeeRuleInput) -> FeeRule:
    """What the umbrella takes from a day on; what was taken before stays as it was."""
    fund = get_visible_or_404(Fund.objects.select_related("umbrella"), viewer=by, id=rule.fund_id)
    service = FundService.objects.visible_to(by).filter(fund=fund).order_by("-start").first()
    if service is None or not keeps_books_of(by, fund.umbrella, host_id=service.host_id):
        raise PermissionDenied
    rules.check_fee(rule)
    if FeeRule.objects.filter(fund=fund, valid_from=rule.valid_from).exists():
        raise Refused(_("A rule holds from that very day already."), field="valid_from")
    written = FeeRule.objects.create(
        fund=fund,
        valid_from=rule.valid_from,
        percent_bp=rule.percent_bp,
        tiers=[list(tier) for tier in rule.tiers],
        floor_cents=rule.floor_cents,
        yearly_cents=rule.yearly_cents,
        borne_by=rule.borne_by,
        source=rules.check_reason(rule.source, field="source")[:200],
        written_by=by,
    )
    audit.record(by, "fee_rule.written", written, host_id=service.host_id)
    return written


@transaction.atomic
def programme_add(*, by: User, programme: ProgrammeInput) -> Programme:
    """A department, a project of one, or a programme of the whole school."""
    fund = get_visible_or_404(Fund, viewer=by, id=programme.fund_id) if programme.fund_id else None
    parent = get_visible_or_404(Programme, viewer=by, id=programme.parent_id) if programme.parent_id else None
    added = Programme(
        host_id=programme.host_id,
        fund=fund,
        parent=parent,
        name_fr=programme.name_fr.strip(),
        name_en=programme.name_en.strip(),
        is_department=programme.is_department,
        purpose_fr=programme.purpose_fr.strip(),
        purpose_en=programme.purpose_en.strip(),
    )
    if not by.has_perm("ledger.money.move", added):
        raise PermissionDenied
    _check_programme(added)
    added.save()
    audit.record(by, "programme.added", added)
    return added


def _check_programme(programme: Programme) -> None:
    if not programme.name_fr:
        raise Refused(_("Give it a name."), field="name_fr")
    parent = programme.parent
    if parent is not None and (parent.host_id, parent.fund_id, parent.parent_id) != (programme.host_id, programme.fund_id, None):
        raise Refused(_("A project belongs to a programme of the same school and fund, not to another project."), field="parent")
    same = Programme.objects.filter(host_id=programme.host_id, fund=programme.fund, name_fr=programme.name_fr)
    if same.exists():
        raise Refused(_("A programme of this fund bears that name already."), field="name_fr")


@transaction.atomic
def fee_year_take(*, by: User, fund_id: UUID, year: int) -> Movement:
    """The yearly fee of the umbrella, once a year, from what is to allocate and was given for all programmes."""
    fund = get_visible_or_404(Fund.objects.select_related("umbrella"), viewer=by, id=fund_id)
    service = FundService.objects.visible_to(by).filter(fund=fund).order_by("-start").first()
    if service is None or not keeps_books_of(by, fund.umbrella, host_id=service.host_id):
        raise PermissionDenied
    locked_books(fund.umbrella_id)
    day, rule = _yearly_rule(fund, year)
    movement = Movement.objects.create(
        kind=MovementKind.YEARLY_FEE,
        entity=fund.umbrella,
        host_id=service.host_id,
        fund=fund,
        on=day,
        amount_cents=rule.yearly_cents,
        words=_("Yearly fee %(year)d") % {"year": year},
        made_by=by,
    )
    entries = [
        EntryInput(account=Account.UNALLOCATED, amount_cents=-rule.yearly_cents, fund_id=fund.pk),
        EntryInput(account=Account.FEE, amount_cents=rule.yearly_cents, fund_id=fund.pk),
    ]
    return movement_post(by, movement, entries)


def _yearly_rule(fund: Fund, year: int) -> tuple[dt.date, FeeRule]:
    """On which day it is taken, and by which rule. Raises Refused before the year, without a yearly fee, and the second time."""
    if year > today().year:
        raise Refused(_("The year %(year)d has not begun.") % {"year": year}, field="year")
    day = min(today(), dt.date(year, 12, 31))
    rule = fee_rule_on(fund.pk, day)
    if rule is None or not rule.yearly_cents or rule.borne_by != BorneBy.GIFT:
        raise Refused(_("This fund has no yearly fee on that day."), field="year")
    if Movement.objects.standing().filter(fund=fund, kind=MovementKind.YEARLY_FEE, on__year=year).exists():
        raise Refused(_("A fee of this year was taken already."), field="year")
    return day, rule
