"""The lists of money: bank lines, and what is expected."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from filon.kernel.lists import Column, Definition, Filter
from filon.kernel.search import matching
from filon.ledger.kinds import ReceivableState
from filon.ledger.models import BankLine, Receivable
from filon.people.models import User


def lines(viewer: User) -> QuerySet[BankLine]:
    return BankLine.objects.visible_to(viewer).with_sums().select_related("account__entity", "statement")


def receivables(viewer: User) -> QuerySet[Receivable]:
    return Receivable.objects.visible_to(viewer).with_paid().select_related("fund", "earmark", "creditor")


def _euros(cents: int) -> float:
    return cents / 100


def _line_state(found: QuerySet[BankLine], state: str) -> QuerySet[BankLine]:
    narrowed = {
        "open": Q(left_cents__gt=0, amount_cents__gt=0),
        "out": Q(left_cents__gt=0, amount_cents__lt=0),
        "done": Q(left_cents=0),
    }
    if state not in narrowed:
        raise ValueError(state)
    return found.filter(narrowed[state])


def _since(found: QuerySet[BankLine], text: str) -> QuerySet[BankLine]:
    return found.filter(booked_on__gte=dt.date.fromisoformat(text))


def _until(found: QuerySet[BankLine], text: str) -> QuerySet[BankLine]:
    return found.filter(booked_on__lte=dt.date.fromisoformat(text))


def _line_states() -> Sequence[tuple[str, Any]]:
    return [("", _("All")), ("open", _("to identify")), ("out", _("to explain")), ("done", _("done"))]


def line_search(found: QuerySet[BankLine], words: str) -> QuerySet[BankLine]:
    return matching(found, words, names=["payer_name", "label", "reference"])


LINES: Definition[BankLine] = Definition(
    page="ledger:lines",
    columns=(
        Column("day", gettext_lazy("Day"), lambda line: line.booked_on, sort=("booked_on",)),
        Column("payer", gettext_lazy("Who paid"), lambda line: line.payer_name, sort=("payer_name",)),
        Column("label", gettext_lazy("Words of the bank"), lambda line: line.label, spare=True),
        Column("reference", gettext_lazy("Reference"), lambda line: line.reference, spare=True),
        Column("account", gettext_lazy("Account"), lambda line: line.account.label, spare=True),
        Column("amount", gettext_lazy("Amount"), lambda line: _euros(line.amount_cents), sort=("amount_cents",), number=True),
        Column("left", gettext_lazy("To identify"), lambda line: _euros(line.left_cents), sort=("left_cents",), number=True),
    ),
    order=("-booked_on", "-id"),
    filters=(
        Filter("state", gettext_lazy("State"), _line_state, _line_states),
        Filter("from", gettext_lazy("From day"), _since),
        Filter("to", gettext_lazy("To day"), _until),
    ),
    search=line_search,
    ready_views=((gettext_lazy("To identify"), "state=open"), (gettext_lazy("To explain"), "state=out")),
)


def _receivable_state(found: QuerySet[Receivable], state: str) -> QuerySet[Receivable]:
    if state == "unpaid":
        return found.filter(Q(left_cents__gt=0, closed_on=None))
    if state not in ReceivableState.values:
        raise ValueError(state)
    return found.filter(Q(state_now=state))


def _receivable_states() -> Sequence[tuple[str, Any]]:
    return [("", _("All")), ("unpaid", _("not paid")), *ReceivableState.choices]


def receivable_search(found: QuerySet[Receivable], words: str) -> QuerySet[Receivable]:
    return matching(found, words, names=["debtor_name", "reference", "label"])


RECEIVABLES: Definition[Receivable] = Definition(
    page="ledger:list",
    columns=(
        Column("debtor", gettext_lazy("Who pays"), lambda one: one.debtor_name, sort=("debtor_name", "due_on")),
        Column("reference", gettext_lazy("Reference"), lambda one: one.reference, sort=("reference",)),
        Column("for", gettext_lazy("For"), lambda one: str(one.earmark or one.fund or one.creditor), spare=True),
        Column("due", gettext_lazy("Due on"), lambda one: one.due_on, sort=("due_on",)),
        Column("amount", gettext_lazy("Amount"), lambda one: _euros(one.amount_cents), sort=("amount_cents",), number=True),
        Column("paid", gettext_lazy("Paid"), lambda one: _euros(one.paid_cents), sort=("paid_cents",), number=True),
        Column("left", gettext_lazy("Still expected"), lambda one: _euros(one.left_cents), sort=("left_cents",), number=True),
        Column("state", gettext_lazy("State"), lambda one: str(ReceivableState(one.state_now).label)),
    ),
    order=("due_on", "id"),
    filters=(Filter("state", gettext_lazy("State"), _receivable_state, _receivable_states),),
    search=receivable_search,
    ready_views=((gettext_lazy("Not paid"), "state=unpaid"), (gettext_lazy("Late"), "state=late"), (gettext_lazy("Paid"), "state=paid")),
)
