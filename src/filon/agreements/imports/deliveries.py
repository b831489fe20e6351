"""Past deliveries: what each side has done already, so that the balance begins true."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from filon.agreements import rules
from filon.agreements.imports.fields import DELIVERY
from filon.agreements.inputs import DeliveryInput
from filon.agreements.models import Commitment
from filon.agreements.queries.known import KnownAgreement, KnownAgreements, deliveries_there
from filon.agreements.services.taking_over_deliveries import DeliveryLine, deliveries_take_over
from filon.engines.sheets import plain
from filon.kernel.errors import Refused
from filon.kernel.imports.cells import Cells
from filon.kernel.imports.kinds import Examined, GivenRow, ImportKind, Written
from filon.kernel.models import Outcome
from filon.partners.imports.organisations import hosts
from filon.people.models import User


def examine(_viewer: User, host_id: int, rows: Sequence[GivenRow]) -> list[Examined]:
    """Against the agreements of the school. As many deliveries of one day and quantity as stand already are known; one more is new."""
    cells = [Cells(DELIVERIES, row) for row in rows]
    known = KnownAgreements.of(host_id, [one.text("reference", most=24) for one in cells])
    there = deliveries_there([one.id for one in known.by_reference.values()])
    told: Counter[tuple[int, str, str]] = Counter()
    return [_examined(one, known, there, told) for one in cells]


def _examined(
    cells: Cells, known: KnownAgreements, there: Mapping[int, Counter[tuple[str, str]]], told: Counter[tuple[int, str, str]]
) -> Examined:
    commitment = _commitment(cells, known)
    delivery = _delivery(cells)
    if commitment is None or delivery is None or not cells.is_sound:
        return Examined(cells.line, Outcome.REFUSED, cells.line, problems=cells.problems)
    what = (delivery.occurred_on.isoformat(), f"{delivery.quantity:.2f}")
    key = str(commitment.uuid)
    told[(commitment.pk, *what)] += 1
    standing = there.get(commitment.pk, Counter())[what]
    times = told[(commitment.pk, *what)]
    if times <= standing:
        return Examined(cells.line, Outcome.SAME, cells.line, key=key)
    if times == 1:
        return Examined(cells.line, Outcome.NEW, cells.line, key=key)
    sentence = _("The same commitment, day and quantity stand on another line: say whether this is one more delivery.")
    return Examined(cells.line, Outcome.DOUBTFUL, cells.line, key, problems=[("", sentence)])


def _commitment(cells: Cells, known: KnownAgreements) -> Commitment | None:
    """By its words or its number; the only one there is, where nothing is said."""
    reference = cells.text("reference", most=24)
    agreement = known.by_reference.get(reference)
    if agreement is None:
        if reference:
            sentence = _("Your school has no agreement called “%(name)s”: take the agreements over first, or correct the reference.")
            cells.refuse("reference", sentence % {"name": reference})
        return None
    if not agreement.is_bound:
        cells.refuse("reference", _("This agreement is a draft: nothing is delivered before it is signed."))
        return None
    found = _named(cells.text("what", most=160), agreement)
    if found is None:
        words = ", ".join(f"{number}" for number in sorted(agreement.numbers))
        sentence = _("This agreement has no such commitment: give its words or its number (%(numbers)s).")
        cells.refuse("what", sentence % {"numbers": words})
    return found


def _named(what: str, agreement: KnownAgreement) -> Commitment | None:
    if not what:
        return next(iter(agreement.numbers.values())) if len(agreement.numbers) == 1 else None
    if what.isdecimal() and int(what) in agreement.numbers:
        return agreement.numbers[int(what)]
    return agreement.promises.get(plain(what))


def _delivery(cells: Cells) -> DeliveryInput | None:
    """None when it cannot be read."""
    day, quantity = cells.day("occurred_on"), cells.figure("quantity")
    cells.is_yes("is_accepted")
    if day is None or quantity is None:
        return None
    try:
        rules.check_quantity(quantity)
    except Refused as refused:
        cells.refuse("quantity", refused.sentence)
    if day > timezone.localdate():
        cells.refuse("occurred_on", _("This day has not come yet: a delivery is declared once it has happened."))
    return DeliveryInput(day, quantity, words=cells.prose("words"))


def write(viewer: User, _host_id: int, rows: Sequence[GivenRow], _import_id: UUID) -> Written:
    """As if each were declared on the page; one that is refused leaves the others."""
    read = {row.line: _line(row) for row in rows}
    written = deliveries_take_over(by=viewer, lines=[line for line in read.values() if line is not None])
    unread = {number: _("This line can no longer be read.") for number, line in read.items() if line is None}
    return Written(written.targets, {**written.refused, **unread})


def _line(row: GivenRow) -> DeliveryLine | None:
    cells = Cells(DELIVERIES, row)
    given = _delivery(cells)
    return None if given is None else DeliveryLine(row.line, UUID(row.key), given, cells.is_yes("is_accepted"))


DELIVERIES = ImportKind(
    "deliveries",
    40,
    gettext_lazy("Past deliveries"),
    gettext_lazy("What each side has done already, one line each: payments received, interns hosted, events held."),
    "agreements:list",
    DELIVERY,
    hosts,
    examine,
    write,
)
