"""`filon agreement …`: the list and the balance, for people in a terminal and for other programs."""

from __future__ import annotations

import datetime as dt
import json
import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Sequence

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from filon.agreements.models import Agreement, AgreementVersion
from filon.agreements.queries.balance import agreement_balance, known_by_the_end_of
from filon.agreements.states import BINDING_STATES, VersionState
from filon.engines.balance import Balance, ItemBalance, ItemState, as_json
from filon.kernel import formats
from filon.kernel.registry import Command

REFUSED = 1


def day_argument(text: str) -> dt.date:
    """A date like 2026-01-31. Raises ArgumentTypeError (exit code 2)."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(_("“%(text)s” is not a date: write it like 2026-01-31") % {"text": text}) from None


def _list_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="one JSON document, for another program")


def _balance_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("reference", metavar="REF", help="reference of the agreement, like MEC-2022-003; SCHOOL/REF where several have it")
    parser.add_argument("--as-of", type=day_argument, metavar="DATE", help="what was true on that day (today)")
    parser.add_argument("--known-at", type=day_argument, metavar="DATE", help="with what was recorded by the end of that day (now)")
    parser.add_argument("--json", action="store_true", help="one JSON document, for another program")


def list_run(arguments: Namespace) -> int:
    """Every agreement of the installation, by reference."""
    states = _states()
    rows = [
        {
            "reference": agreement.reference,
            "title": agreement.title,
            "kind": agreement.kind.code,
            "school": agreement.host.name,
            "state": states.get(agreement.pk, VersionState.DRAFT.value),
        }
        for agreement in Agreement.objects.select_related("kind", "host").order_by("reference", "pk")
    ]
    _print(json.dumps(rows, ensure_ascii=False, indent=2) if arguments.json else _table([list(row.values()) for row in rows]))
    return 0


def _states() -> dict[int, str]:
    """State of the last binding version, else of the last one."""
    rows = AgreementVersion.objects.order_by("number").values_list("agreement_id", "state")
    states = dict(rows)
    return states | dict(rows.filter(state__in=BINDING_STATES))


def balance_run(arguments: Namespace) -> int:
    """The balance of one agreement, as everybody reads it."""
    found = agreements_called(arguments.reference)
    if len(found) != 1:
        _print(_refusal(arguments.reference, found), error=True)
        return REFUSED
    known_at = known_by_the_end_of(arguments.known_at) if arguments.known_at else None
    state = agreement_balance(found[0], as_of=arguments.as_of or timezone.localdate(), known_at=known_at)
    if arguments.json:
        _print(json.dumps(as_json(state, found[0].reference), ensure_ascii=False, indent=2))
    else:
        _print(balance_in_words(state, found[0]))
    return 0


def agreements_called(name: str) -> list[Agreement]:
    """By reference, in any school; `École du Gardon/MEC-2024-001` looks in that school only, by its short or its whole name."""
    school, _slash, reference = name.rpartition("/")
    found = Agreement.objects.filter(reference=reference.strip()).select_related("host").order_by("host__short_name")
    if school:
        found = found.filter(Q(host__short_name__iexact=school.strip()) | Q(host__name__iexact=school.strip()))
    return list(found)


def _refusal(name: str, found: Sequence[Agreement]) -> str:
    if not found:
        return _("No agreement is called “%(reference)s”: `filon agreement list` shows them.") % {"reference": name}
    one = f"{found[0].host.short_name}/{found[0].reference}"
    sentence = _('Several schools have an agreement called “%(reference)s”: say which one, like `filon agreement balance "%(one)s"`.')
    return sentence % {"reference": name, "one": one}


def balance_in_words(state: Balance, agreement: Agreement) -> str:
    """A title, then one table a party."""
    title = f"{agreement.reference}  {agreement.title}, {formats.day(state.as_of)}"
    blocks = [title]
    for party in state.parties:
        rows = [[_("Commitment"), _("Due on"), _("Quantity"), _("Delivered"), _("State")]]
        for line in party.commitments:
            rows += [[line.what, *_item_cells(item)] for item in line.items]
        figures = {
            "owed": formats.euros(party.owed_cents),
            "kept": formats.euros(party.kept_cents),
            "late": formats.euros(party.late_cents),
        }
        blocks.append(f"{party.name}: " + _("owed %(owed)s, kept %(kept)s, late %(late)s") % figures)
        blocks.append(_table(rows) if len(rows) > 1 else "  " + _("nothing is dated"))
    return "\n\n".join(blocks)


def _item_cells(item: ItemBalance) -> list[str]:
    due = formats.day_short(item.due) or "—"
    return [due, formats.number(item.quantity), formats.number(item.delivered), _said(item.state)]


def _said(state: ItemState) -> str:
    """The state of a due item as people say it."""
    return {
        ItemState.KEPT: _("kept"),
        ItemState.LATE: _("late"),
        ItemState.CONTESTED: _("contested"),
        ItemState.DUE: _("due soon"),
        ItemState.TO_COME: _("to come"),
        ItemState.WAIVED: _("waived"),
        ItemState.UNSTATED: _("date not stated"),
    }[state]


def _table(rows: list[list[str]]) -> str:
    """Columns aligned on their widest cell."""
    if not rows:
        return _("There is no agreement yet.")
    widths = [max(len(str(cell)) for cell in column) for column in zip(*rows, strict=True)]
    return "\n".join("  ".join(str(cell).ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows)


def _print(text: str, *, error: bool = False) -> None:
    (sys.stderr if error else sys.stdout).write(f"{text}\n")


LIST = Command(("agreement", "list"), "lists the agreements of the installation", "filon agreement list --json", _list_arguments, list_run)
BALANCE = Command(
    ("agreement", "balance"),
    "shows what each party of an agreement owes, has delivered and is late with",
    "filon agreement balance MEC-2022-003 --as-of 2024-10-14 --json",
    _balance_arguments,
    balance_run,
)
