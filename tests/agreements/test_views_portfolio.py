"""The pages of the portfolio: what they say, what they cost, and who sees them."""

import datetime as dt
import io

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pyhanko.pdf_utils.reader import PdfFileReader
from pytest_django import DjangoAssertNumQueries

from filon.agreements.queries.portfolio.network import DRAWN_PARTNERS, Member, Network, Tie, chosen
from filon.agreements.queries.portfolio.network_picture import picture_of
from filon.agreements.queries.portfolio.renewals import Renewals
from filon.kernel.periods import add_months
from filon.people.roles import Role
from tests.agreements.pages import read
from tests.factories.agreements import ONCE, World, in_force, member

pytestmark = pytest.mark.django_db
PAGES = ("portfolio", "portfolio_renewals", "portfolio_network", "portfolio_territory")


def over(end: dt.date) -> World:
    """An agreement whose term is over; of its one promise nothing was kept."""
    world = World()
    world.set_term(term_end=end, notice_months=2)
    world.pay(1_000_000)
    world.promise(ONCE, 1)
    world.sign()
    return world


def test_portfolio_counts_by_kind_partner_and_department(client: Client) -> None:
    world, _meetings, _payments = in_force()

    shown = " ".join(read(client, world.officer, reverse("agreements:portfolio")).split())

    assert "1 agreement binds today, with 1 partner." in shown
    assert f">{world.company.name}</a>" in shown
    assert 'department=30">30 Gard</a>' in shown


def test_two_years_asked_are_compared(client: Client) -> None:
    world, _meetings, _payments = in_force()

    shown = read(client, world.officer, reverse("agreements:portfolio"), annee="2025", avec="2024")

    assert '<th scope="col" class="num">2025</th><th scope="col" class="num">2024</th>' in shown
    assert "<option selected>2025</option>" in shown


@pytest.mark.parametrize("name", PAGES)
def test_page_of_a_school_without_agreements_says_so(client: Client, name: str) -> None:
    world = World()

    shown = read(client, member(world.host, Role.AUDITOR), reverse(f"agreements:{name}"))

    assert shown.count("<h1>") == 1


@pytest.mark.parametrize("name", PAGES)
def test_page_asks_at_most_ten_queries_of_many_agreements(
    client: Client, name: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    world, _meetings, _payments = in_force()
    read(client, world.officer, reverse(f"agreements:{name}"))

    with django_assert_max_num_queries(10):
        answer = client.get(reverse(f"agreements:{name}"))

    assert answer.status_code == 200


def test_contact_of_a_company_does_not_see_the_portfolio(client: Client) -> None:
    world, _meetings, _payments = in_force()

    shown = read(client, world.contact, reverse("agreements:portfolio"), status=403)

    assert world.agreement.title_fr not in shown


def test_term_that_ends_is_told_with_its_reasons(client: Client) -> None:
    today = timezone.localdate()
    world, meetings, _payments = in_force(term_end=add_months(today, 6))

    shown = read(client, world.officer, reverse("agreements:portfolio_renewals"))

    assert reverse("agreements:commitment", args=[world.agreement.uuid, meetings.uuid]) in shown
    assert "On our side: 1 promise of 1 is behind" in shown
    assert "No term of the last five years is over yet" in shown


def test_term_that_is_over_and_was_not_renewed_is_tested_against_its_reasons() -> None:
    today = timezone.localdate()
    world = over(add_months(today, -7))

    tested = Renewals(world.officer, today).backtest

    assert (tested.whole, tested.flagged, tested.says_something) == ((1, 1), (1, 1), False)


def test_term_that_ended_lately_is_not_judged_yet() -> None:
    today = timezone.localdate()
    world = over(today - dt.timedelta(days=30))

    assert Renewals(world.officer, today).backtest.whole.terms == 0


def test_term_that_ends_after_a_year_is_not_ahead_though_its_notice_is() -> None:
    today = timezone.localdate()
    world, _meetings, _payments = in_force(term_end=add_months(today, 14), notice_months=6)

    assert Renewals(world.officer, today).ahead == []


def test_network_draws_the_heaviest_and_counts_the_others() -> None:
    partners: dict[object, Member] = {number: Member(f"P{number}", agreements=1, cents=100 - number) for number in range(60)}
    network = Network({"s": Member("School")}, partners, {}, [Tie("s", number, 100 - number) for number in range(60)])

    drawn = chosen(network)

    assert list(drawn.partners)[:3] == [0, 1, 2]
    assert (len(drawn.partners), list(drawn.partners.values())[-1].others) == (DRAWN_PARTNERS + 1, 60 - DRAWN_PARTNERS)
    assert sum(tie.cents for tie in drawn.ties) == sum(tie.cents for tie in network.ties)
    assert sum(member.agreements for member in drawn.partners.values()) == 60


def test_picture_of_twenty_thousand_partners_is_as_large_as_that_of_thirty() -> None:
    many: dict[object, Member] = {number: Member(f"P{number}", cents=1) for number in range(20_000)}
    few = dict(list(many.items())[:30])
    pictures = [picture_of(chosen(Network({"s": Member("S")}, column, {}, [Tie("s", key, 1) for key in column]))) for column in (many, few)]

    sizes = [(len(picture.marks), len(picture.lines), picture.height) for picture in pictures if picture]

    assert sizes[0] == sizes[1]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_board_report_is_the_same_paper_twice_in_each_language(client: Client, language: str) -> None:
    world, _meetings, _payments = in_force()
    client.force_login(world.auditor)

    first, second = (client.get(reverse("agreements:board_report"), {"langue": language}).content for _turn in range(2))

    assert first == second
    assert str(PdfFileReader(io.BytesIO(first)).root["/Lang"]) == language


def test_partner_sheet_is_a_paper_for_members_alone(client: Client) -> None:
    world, _meetings, _payments = in_force()
    address = reverse("agreements:partner_paper", args=[world.company.uuid])
    client.force_login(world.officer)

    answer = client.get(address)

    assert (answer.status_code, answer.headers["Content-Type"], answer.content[:5]) == (200, "application/pdf", b"%PDF-")
    assert address in read(client, world.officer, reverse("partners:detail", args=[world.company.uuid]))
    assert address not in read(client, world.contact, reverse("partners:detail", args=[world.company.uuid]))
