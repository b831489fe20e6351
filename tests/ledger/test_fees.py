"""The fee of an umbrella as it is typed, told in words and taken once a year."""

import datetime as dt
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from filon.kernel.errors import Refused
from filon.ledger.kinds import BorneBy
from filon.ledger.models import FeeRule, Movement
from filon.ledger.queries.fees import fee_words
from filon.ledger.services.funds import fee_year_take
from filon.ledger.services.matches import match_confirm
from filon.ledger.services.opening import today
from tests.factories.ledger import Books, expected, line_of, take_fee, umbrella_books

pytestmark = pytest.mark.django_db

TYPED = {"valid_from": "2026-01-01", "borne_by": "gift", "source": "Convention, article 7"}


@pytest.fixture
def books(client: Client) -> Books:
    """Of a fund; the officer of its umbrella is signed in."""
    found = umbrella_books()
    client.force_login(found.keeper)
    return found


def write(client: Client, books: Books, **typed: str) -> tuple[int, str]:
    """Status, and the page."""
    assert books.fund is not None
    answer = client.post(reverse("ledger:fee_rule", args=[books.fund.uuid]), {"idempotency_key": str(uuid4()), **TYPED, **typed})
    return answer.status_code, answer.content.decode()


def test_rule_by_slices_with_floor_and_yearly_fee_is_written_and_told_in_words(client: Client, books: Books) -> None:
    slices = {"start_1": "0", "share_1": "8", "start_2": "100 000", "share_2": "5", "start_3": "500 000", "share_3": "2,5"}

    status, _page = write(client, books, floor_cents="20", yearly_cents="300", **slices)

    rule = FeeRule.objects.get()
    assert (status, rule.tiers, rule.percent_bp) == (303, [[0, 800], [100_000_00, 500], [500_000_00, 250]], 0)
    with override("en"):
        assert fee_words(rule) == (
            "From 1\u00a0January 2026, the umbrella takes of what the fund receives in a year: 8% up to €100,000, "
            "5% up to €500,000, 2.5% beyond, at least €20 for one gift, €300 each year; it is taken from the gifts."
        )


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({}, "Dites ce que prend la fondation"),
        ({"percent_bp": "101"}, "Une part est comprise entre 0 et 100"),
        ({"percent_bp": "-1"}, "Une part est comprise entre 0 et 100"),
        ({"floor_cents": "-1"}, "Des frais ne sont pas inférieurs à zéro"),
        ({"percent_bp": "8", "start_1": "0", "share_1": "8"}, "Donnez une part de chaque don, ou des parts par tranches"),
        ({"start_1": "10", "share_1": "8"}, "La première tranche commence à 0"),
        ({"start_1": "0", "share_1": "8", "start_2": "0", "share_2": "5"}, "Chaque tranche commence au-dessus de la précédente"),
        ({"start_1": "0"}, "Une tranche a les deux"),
        ({"start_1": "0", "share_1": "108"}, "Une part est comprise entre 0 et 100"),
    ],
)
def test_rule_that_does_not_add_up_is_refused_with_a_sentence(client: Client, books: Books, typed: dict[str, str], sentence: str) -> None:
    status, shown = write(client, books, **typed)

    assert (status, FeeRule.objects.count()) == (422, 0)
    assert sentence in shown


def test_books_tell_the_rule_and_take_the_fee_of_the_year_once(client: Client, books: Books) -> None:
    assert books.fund is not None
    take_fee(books, yearly_cents=300_00, valid_from=dt.date(today().year, 1, 1))
    line, receivable = line_of(books, 1_000_00), expected(books, 1_000_00)
    match_confirm(by=books.keeper, line_id=line.uuid, parts=[(receivable.uuid, 1_000_00)])
    here, address = (reverse(f"ledger:{name}", args=[books.fund.uuid]) for name in ("books", "fee_year"))
    shown = client.get(here).content.decode()

    taken, again = (client.post(address, {"idempotency_key": str(uuid4()), "year": today().year}).status_code for _time in range(2))

    assert "chaque année" in shown
    assert f"Prendre les frais de {today().year}" in shown
    assert f"Prendre les frais de {today().year}" not in client.get(here).content.decode()
    assert (taken, again, Movement.objects.get(kind="yearly_fee").amount_cents) == (303, 422, 300_00)


def test_yearly_fee_beyond_what_is_to_allocate_is_refused_on_the_page_of_the_books(client: Client, books: Books) -> None:
    assert books.fund is not None
    take_fee(books, yearly_cents=300_00)

    answer = client.post(reverse("ledger:fee_year", args=[books.fund.uuid]), {"idempotency_key": str(uuid4()), "year": today().year})

    assert (answer.status_code, Movement.objects.count()) == (422, 0)


def test_yearly_fee_of_a_year_to_come_is_refused(books: Books) -> None:
    assert books.fund is not None
    take_fee(books, yearly_cents=300_00)

    with pytest.raises(Refused, match=str(today().year + 1)):
        fee_year_take(by=books.keeper, fund_id=books.fund.uuid, year=today().year + 1)


@pytest.mark.parametrize("borne_by", [BorneBy.SCHOOL, BorneBy.UMBRELLA])
def test_fee_that_others_bear_is_not_offered_to_be_taken(client: Client, books: Books, borne_by: BorneBy) -> None:
    assert books.fund is not None
    take_fee(books, yearly_cents=300_00, borne_by=borne_by)

    shown = client.get(reverse("ledger:books", args=[books.fund.uuid])).content.decode()

    assert "les dons restent entiers" in shown
    assert reverse("ledger:fee_year", args=[books.fund.uuid]) not in shown
