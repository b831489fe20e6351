"""Whatever people do with money, in whatever order, everything sums to the cent after each step; what is not possible is refused."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from filon.kernel.errors import Refused
from filon.ledger.contributions import INVARIANTS
from filon.ledger.inputs import SpendingInput
from filon.ledger.models import BankLine, Match, Movement, Programme, Receivable
from filon.ledger.queries.books import books_seen
from filon.ledger.services.matches import match_confirm, match_undo
from filon.ledger.services.movements import (
    line_give_back,
    line_set_aside,
    match_refund,
    money_allocate,
    money_reallocate,
    money_spend,
    movement_take_back,
)
from filon.ledger.services.receivables import receivable_give_up
from tests.factories.ledger import DAY, Books, expected, line_of, programme_of, take_fee, umbrella_books

MOVES = (
    *("import", "pay", "expect", "match", "split", "undo", "refund"),
    *("give_back", "aside", "allocate", "reallocate", "spend", "reverse", "close"),
)


OWN = {
    BankLine: "account__host",
    Receivable: "host",
    Match: "receivable__host",
    Programme: "host",
    Movement: "host",
}
"""Where the school stands."""


class Treasury:
    """One fund and what is done with it: each number chooses among what is there."""

    def __init__(self) -> None:
        self.books: Books = umbrella_books()
        take_fee(self.books, percent_bp=0, floor_cents=150, tiers=((0, 733), (500_00, 311)))
        department = programme_of(self.books, "Sous-sol", is_department=True)
        self.purposes = [None, department]
        for name, parent in (("Microscopes", department), ("Bourses", None)):
            programme_of(self.books, name, parent_id=parent.uuid if parent else None)

    def step(self, move: str, cents: int, choice: int) -> bool:
        """Was it possible?"""
        act: Callable[[int, int], object] = getattr(self, f"do_{move}")
        try:
            with transaction.atomic():
                act(cents, choice)
        except (Refused, LookupError):
            return False
        return True

    @staticmethod
    def among(rows: list, choice: int):  # type: ignore[no-untyped-def, type-arg]
        return rows[choice % len(rows)] if rows else {}["nothing is there"]

    def one(self, model, choice: int):  # type: ignore[no-untyped-def]
        return self.among(list(model.objects.filter(**{OWN[model]: self.books.host}).order_by("pk")[:60]), choice)

    def do_import(self, cents: int, choice: int) -> None:
        line_of(self.books, cents)

    def do_pay(self, cents: int, choice: int) -> None:
        line_of(self.books, -cents)

    def do_expect(self, cents: int, choice: int) -> None:
        expected(self.books, cents, earmark=self.purposes[choice % 2])

    def do_match(self, cents: int, choice: int) -> None:
        line, receivable = self.one(BankLine, choice), self.one(Receivable, choice // 3)
        match_confirm(by=self.books.keeper, line_id=line.uuid, parts=[(receivable.uuid, cents)])

    def do_split(self, cents: int, choice: int) -> None:
        line, first, second = self.one(BankLine, choice), self.one(Receivable, choice // 2), self.one(Receivable, choice // 5)
        parts = [(first.uuid, max(1, cents // 3)), (second.uuid, max(1, cents // 4))]
        match_confirm(by=self.books.keeper, line_id=line.uuid, parts=parts)

    def do_undo(self, cents: int, choice: int) -> None:
        match_undo(by=self.books.keeper, match_id=self.one(Match, choice).uuid, reason="Erreur")

    def do_refund(self, cents: int, choice: int) -> None:
        match_refund(by=self.books.keeper, match_id=self.one(Match, choice).uuid, amount_cents=cents, reason="Trop versé")

    def do_give_back(self, cents: int, choice: int) -> None:
        line_give_back(by=self.books.keeper, line_id=self.one(BankLine, choice).uuid, amount_cents=cents, reason="Inconnu")

    def do_aside(self, cents: int, choice: int) -> None:
        line_set_aside(by=self.books.keeper, line_id=self.one(BankLine, choice).uuid, amount_cents=cents, reason="Frais")

    def do_allocate(self, cents: int, choice: int) -> None:
        programme, purpose = self.one(Programme, choice), self.purposes[choice // 3 % 2]
        earmark_id = purpose.uuid if purpose else None
        money_allocate(by=self.books.school_officer, programme_id=programme.uuid, amount_cents=cents, words="Oui", earmark_id=earmark_id)

    def do_reallocate(self, cents: int, choice: int) -> None:
        source, target = self.one(Programme, choice), self.one(Programme, choice // 3)
        money_reallocate(by=self.books.school_officer, from_id=source.uuid, to_id=target.uuid, amount_cents=cents, words="Oui")

    def do_spend(self, cents: int, choice: int) -> None:
        bought = SpendingInput(programme_id=self.one(Programme, choice).uuid, amount_cents=cents, on=DAY, words="Achat")
        money_spend(by=self.books.school_officer, spending=bought)

    def do_reverse(self, cents: int, choice: int) -> None:
        movement_take_back(by=self.books.keeper, movement_id=self.one(Movement, choice).uuid, reason="Erreur")

    def do_close(self, cents: int, choice: int) -> None:
        receivable_give_up(by=self.books.school_officer, receivable_id=self.one(Receivable, choice).uuid, reason="Abandon")

    def broken(self) -> list[str]:
        """Every invariant of the ledger, and the page of the books."""
        found = [sentence for invariant in INVARIANTS for sentence in invariant.check().violations]
        (books,) = books_seen(self.books.keeper)
        live = sum(Match.objects.live().filter(receivable__host=self.books.host).values_list("amount_cents", flat=True))
        return found + ([f"{books.sums.received} shown, {live} matched"] if books.sums.received != live else [])


STEPS = st.lists(st.tuples(st.sampled_from(MOVES), st.integers(1, 300_00), st.integers(0, 10_000)), min_size=4, max_size=14)


class TestMoneyThroughServices(TestCase):
    @settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(STEPS)
    def test_everything_sums_to_the_cent_after_each_step(self, steps: list[tuple[str, int, int]]) -> None:
        treasury = Treasury()
        for start in ("import", "expect"):
            treasury.step(start, 250_00, 0)

        for move, cents, choice in steps:
            treasury.step(move, cents, choice)

            assert treasury.broken() == []


@pytest.mark.slow
@pytest.mark.django_db
def test_everything_sums_to_the_cent_through_ten_thousand_operations() -> None:
    """What is checked by all of it at the end is checked every hundred steps; what is refused counts too. Each treasury is undone at its
    end: the statements that prove would be planned without statistics, on ever more rows of a transaction nobody else sees."""
    chance, done, tried = random.Random(20261130), 0, 0
    weights = [3 if move in ("import", "expect", "match", "split", "allocate") else 1 for move in MOVES]

    for _treasury in range(20):
        with transaction.atomic():
            treasury = Treasury()
            for step in range(500):
                (move,) = chance.choices(MOVES, weights)
                done += treasury.step(move, chance.randint(1, 90_00), chance.randrange(10_000))
                tried += 1
                if step % 100 == 99:
                    assert treasury.broken() == []
            transaction.set_rollback(True)

    assert tried == 10_000
    assert done > 3_000


def test_move_has_a_way_to_be_done() -> None:
    assert [move for move in MOVES if not hasattr(Treasury, f"do_{move}")] == []
