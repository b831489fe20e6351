"""The annual declaration: sums by the day received, documents by the day issued, every difference with the ledger explained."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied

from filon.giving import invariants
from filon.giving.kinds import Difference
from filon.giving.models import AnnualDeclaration
from filon.giving.services.declarations import declaration_freeze
from filon.giving.services.receipts import receipt_cancel, receipt_issue
from filon.kernel.clock import told_on
from filon.kernel.errors import Refused
from filon.ledger.services.matches import match_confirm
from filon.people.roles import Role
from tests.factories.agreements import member
from tests.factories.giving import Giving, ready
from tests.factories.ledger import expected, line_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
YEAR = {"start": dt.date(2024, 1, 1), "end": dt.date(2025, 1, 1)}


def frozen(giving: Giving, **period: dt.date) -> AnnualDeclaration:
    return declaration_freeze(by=giving.officer, issuer_id=giving.world.school.uuid, **(YEAR | period))


def issued_on(giving: Giving, gift: object, day: dt.date) -> object:
    with told_on(day):
        return receipt_issue(by=giving.officer, gift_ids=[gift.uuid])


def differences(declaration: AnnualDeclaration) -> list[tuple[str, int]]:
    return sorted(declaration.lines.filter(part="difference").values_list("difference", "amount_cents"))


def test_amount_follows_the_day_received_and_number_the_day_issued():
    giving = ready()
    first, second, third = (giving.pay(one) for one in giving.instalments()[:3])
    issued_on(giving, first, dt.date(2024, 2, 10))
    issued_on(giving, second, dt.date(2025, 1, 15))
    issued_on(giving, third, dt.date(2025, 2, 10))

    of_2024, of_2025 = frozen(giving), frozen(giving, start=dt.date(2025, 1, 1), end=dt.date(2026, 1, 1))

    assert (of_2024.amount_cents, of_2024.documents, of_2024.ledger_cents) == (8_000_000, 1, 8_000_000)
    assert (of_2025.amount_cents, of_2025.documents, of_2025.ledger_cents) == (4_000_000, 2, 4_000_000)
    assert differences(of_2024) == []
    assert invariants.declaration_adds_up().violations == []


def test_every_difference_with_the_ledger_is_a_line():
    giving = ready()
    receipted, _without = (giving.pay(one) for one in giving.instalments()[:2])
    issued_on(giving, receipted, dt.date(2024, 3, 1))
    line_of(giving.books, 12_345, day=dt.date(2024, 4, 1))
    rent = line_of(giving.books, 70_000, day=dt.date(2024, 5, 1))
    match_confirm(by=giving.books.keeper, line_id=rent.uuid, parts=[(expected(giving.books, 70_000).uuid, 70_000)])
    kind = giving.in_kind(giving.pledge.donor, cents=50_000, day=dt.date(2024, 6, 1))
    issued_on(giving, kind, dt.date(2024, 6, 2))

    declaration = frozen(giving)

    assert declaration.ledger_cents == 4_000_000 + 4_000_000 + 12_345 + 70_000
    assert declaration.amount_cents == 4_050_000
    assert differences(declaration) == sorted(
        [
            (Difference.NO_RECEIPT, -4_000_000),
            (Difference.UNIDENTIFIED, -12_345),
            (Difference.NOT_GIVING, -70_000),
            (Difference.IN_KIND, 50_000),
        ]
    )


def test_cancelled_receipt_counts_for_nothing_and_the_next_declaration_replaces():
    giving = ready()
    receipt = issued_on(giving, giving.pay(giving.instalments()[0]), dt.date(2024, 3, 1))
    first = frozen(giving)
    receipt_cancel(by=giving.officer, receipt_id=receipt.uuid, reason="Erreur")

    second = frozen(giving)

    assert (first.amount_cents, second.amount_cents, second.documents) == (4_000_000, 0, 0)
    assert second.replaces == first
    assert invariants.declaration_adds_up().violations == []


def test_period_that_is_not_over_is_refused():
    giving = ready()

    with pytest.raises(Refused, match="not over yet"):
        frozen(giving, start=dt.date(2026, 1, 1), end=dt.date(2099, 1, 1))


def test_auditor_freezes_nothing():
    giving = ready()

    with pytest.raises(PermissionDenied):
        declaration_freeze(by=member(giving.world.host, Role.AUDITOR), issuer_id=giving.world.school.uuid, **YEAR)
