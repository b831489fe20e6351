"""The pages of money: one right use of each, what is typed wrong, and the same form twice."""

import re
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from filon.ledger.models import BankLine, FeeRule, Match, Movement, Programme, Receivable, Statement
from filon.ledger.services.matches import match_confirm
from filon.ledger.services.movements import money_allocate
from tests.factories.facts import FactFactory
from tests.factories.ledger import Books, expected, line_of, programme_of, school_books, umbrella_books
from tests.factories.partners import FundFactory, RelationshipFactory
from tests.factories.statements import SAMPLE, as_csv

pytestmark = pytest.mark.django_db

BOX = re.compile(r'name="line" value="([^"]+)"')


@pytest.fixture
def books(client: Client) -> Books:
    """Their keeper is signed in."""
    found = school_books()
    client.force_login(found.keeper)
    return found


def send(client: Client, address: str, key: str = "", **fields: object) -> tuple[int, str]:
    """Status, and where it leads to."""
    answer = client.post(address, {"idempotency_key": key or str(uuid4()), **fields})
    return answer.status_code, answer.headers.get("Location", "")


def upload(client: Client, books: Books, content: bytes, name: str = "releve.csv") -> str:
    """The address of the preview."""
    status, preview = send(client, reverse("ledger:upload"), account=str(books.account.uuid), file=SimpleUploadedFile(name, content))
    assert status == 303
    return preview


def test_statement_is_shown_before_it_is_written_then_imported_once(client: Client, books: Books) -> None:
    preview = upload(client, books, as_csv(SAMPLE))
    shown = client.get(preview).content.decode()
    before = BankLine.objects.count()

    first, again = send(client, preview), send(client, preview)

    assert "GARDON ENERGIES (DEM.)" in shown
    assert (before, BankLine.objects.count(), Statement.objects.count()) == (0, 8, 1)
    assert first == again == (303, reverse("ledger:statements"))


def test_file_that_cannot_be_read_says_why_and_writes_nothing(client: Client, books: Books) -> None:
    preview = upload(client, books, b"Date;Montant\n02/03/2026;dix\n")

    answer = client.get(preview)

    assert answer.status_code == 422
    assert "« dix »" in answer.content.decode()
    assert BankLine.objects.count() == 0


def test_columns_are_asked_then_remembered(client: Client, books: Books) -> None:
    preview = upload(client, books, b"Quand;Quoi;Combien\n02/03/2026;Don;10,00\n")

    status, location = send(client, f"{preview}/colonnes", separator=";", heads="1", booked="1", amount="3", label="2")

    assert (status, location) == (303, preview)
    assert client.get(preview).status_code == 200


def test_line_is_matched_once_by_the_same_form_sent_twice(client: Client, books: Books) -> None:
    line, receivable = line_of(books, 100_00), expected(books, 100_00)
    address, key = reverse("ledger:line", args=[line.uuid]), str(uuid4())

    first, again = (send(client, address, key, **{f"cents-{receivable.uuid}": "60,00"}) for _time in range(2))

    assert first == again == (303, address)
    assert [match.amount_cents for match in Match.objects.all()] == [60_00]


def test_line_matched_beyond_what_it_holds_is_refused_and_what_was_typed_is_kept(client: Client, books: Books) -> None:
    line, receivable = line_of(books, 100_00, label="DON"), expected(books, 500_00, reference="DON-1")
    address = reverse("ledger:line", args=[line.uuid])

    answer = client.post(f"{address}?q=DON", {"idempotency_key": str(uuid4()), f"cents-{receivable.uuid}": "1 200,00"})

    assert answer.status_code == 422
    assert 'value="1 200,00"' in answer.content.decode()
    assert Match.objects.count() == 0


@pytest.mark.parametrize("name", ["set_aside", "give_back"])
def test_line_is_set_aside_or_given_back(client: Client, books: Books, name: str) -> None:
    line = line_of(books, 12_34)

    status, location = send(client, reverse(f"ledger:{name}", args=[line.uuid]), amount="12,34", reason="Intérêts")

    assert (status, location) == (303, reverse("ledger:lines"))
    assert BankLine.objects.with_sums().get().left_cents == 0


def test_match_is_refunded_then_cannot_be_undone(client: Client, books: Books) -> None:
    line, receivable = line_of(books, 100_00), expected(books, 100_00)
    (match,) = match_confirm(by=books.keeper, line_id=line.uuid, parts=[(receivable.uuid, 100_00)])

    refunded = send(client, reverse("ledger:refund", args=[match.uuid]), amount="40", reason="Trop versé")
    undone = send(client, reverse("ledger:unmatch", args=[match.uuid]), reason="Erreur")

    assert refunded == (303, reverse("ledger:receivable", args=[receivable.uuid]))
    assert undone[0] == 422
    assert "rendus" in client.get(reverse("ledger:receivable", args=[receivable.uuid])).content.decode()


def test_payment_is_expected_by_hand_then_given_up(client: Client, books: Books) -> None:
    typed = {"books": str(books.entity.uuid), "debtor_name": "Gardon", "amount": "1 200,50", "due_on": "2026-12-01"}

    status, location = send(client, reverse("ledger:receivable_new"), **typed)
    receivable = Receivable.objects.get()
    given_up = send(client, reverse("ledger:give_up", args=[receivable.uuid]), reason="Annulé")

    assert (status, location) == (303, reverse("ledger:receivable", args=[receivable.uuid]))
    assert (receivable.amount_cents, receivable.debtor_name) == (1_200_50, "Gardon")
    assert given_up[0] == 303
    assert Receivable.objects.get().close_reason == "Annulé"


def test_money_is_allocated_spent_and_taken_back(client: Client, books: Books) -> None:
    line, receivable, programme = line_of(books, 100_00), expected(books, 100_00), programme_of(books)
    match_confirm(by=books.keeper, line_id=line.uuid, parts=[(receivable.uuid, 100_00)])
    here = reverse("ledger:programme", args=[programme.uuid])

    allocated = send(client, f"{here}/affecter", earmark="", amount="80", words="Comité")
    spent = send(client, f"{here}/depenser", earmark="", amount="30", words="Lampe", on="2026-03-02")
    too_much = send(client, f"{here}/depenser", earmark="", amount="51", words="Lampe", on="2026-03-02")
    back = send(client, reverse("ledger:take_back", args=[Movement.objects.get(kind="spend").uuid]), reason="Erreur")

    assert (allocated, spent, too_much[0], back) == ((303, here), (303, here), 422, (303, here))


def test_account_with_a_wrong_iban_is_refused(client: Client, books: Books) -> None:
    status, _location = send(client, reverse("ledger:account_new"), entity=str(books.entity.uuid), label="Compte", iban="FR76 0000")

    assert status == 422


def test_export_of_the_entries_is_a_csv_of_eighteen_columns(client: Client, books: Books) -> None:
    line_of(books, 100_00)

    answer = client.get(reverse("ledger:accounting", args=[books.entity.uuid]))

    lines = b"".join(answer).decode("utf-8-sig").splitlines()
    assert len(lines) == 3
    assert lines[0].count(";") + lines[0].count(",") == 17


def test_books_of_a_fund_are_opened_and_its_fee_is_written(client: Client) -> None:
    books = umbrella_books()
    fund = FundFactory.create(umbrella=books.entity)
    client.force_login(books.school_officer)
    opened = send(client, reverse("ledger:fund_new"), fund=str(fund.uuid), start="2026-01-01")
    client.force_login(books.keeper)

    typed = {"valid_from": "2026-01-01", "percent_bp": "7,5", "borne_by": "gift", "source": "Convention, article 7"}
    written = send(client, reverse("ledger:fee_rule", args=[fund.uuid]), **typed)

    assert (opened[0], written) == (303, (303, reverse("ledger:books", args=[fund.uuid])))
    assert FeeRule.objects.get().percent_bp == 750
    assert "7,5" in client.get(reverse("ledger:fee_rule", args=[fund.uuid])).content.decode()


def test_line_is_matched_for_a_donor_who_is_not_the_debtor(client: Client, books: Books) -> None:
    line, receivable = line_of(books, 100_00, payer_name="BANQUE DU GROUPE"), expected(books, 100_00)
    RelationshipFactory.create(host=books.host, entity__name="Fondation Gardon")
    address, typed = reverse("ledger:line", args=[line.uuid]), {f"cents-{receivable.uuid}": "100"}

    unknown = client.post(address, {"idempotency_key": str(uuid4()), "donor": "Fondation Absente", **typed})
    matched = send(client, address, donor="fondation gardon", **typed)

    assert (unknown.status_code, matched) == (422, (303, address))
    assert "«\u00a0Fondation Absente\u00a0»" in unknown.content.decode()
    assert [match.donor.name for match in Match.objects.all() if match.donor] == ["Fondation Gardon"]
    assert "donné par Fondation Gardon" in client.get(address).content.decode()


def test_lines_that_are_sure_are_confirmed_together_and_one_refused_stops_none(client: Client, books: Books) -> None:
    first, second = expected(books, 100_00, reference="DON-2026-1"), expected(books, 50_00, reference="DON-2026-2")
    once, twice = (line_of(books, 100_00, label="DON-2026-1") for _time in range(2))
    other = line_of(books, 50_00, label="DON-2026-2")
    boxes = BOX.findall(client.get(reverse("ledger:sure")).content.decode())

    answer = client.post(reverse("ledger:sure"), {"idempotency_key": str(uuid4()), "line": boxes})

    assert sorted(boxes) == sorted(
        f"{line.uuid} {receivable.uuid}:{receivable.amount_cents}" for line, receivable in ((once, first), (twice, first), (other, second))
    )
    assert answer.status_code == 200
    assert sorted(Match.objects.values_list("line", "receivable")) == [(once.pk, first.pk), (other.pk, second.pk)]
    assert "Seuls 0" in answer.content.decode()


def test_lines_confirmed_together_lead_back_to_the_list_when_none_is_refused(client: Client, books: Books) -> None:
    expected(books, 100_00, reference="DON-2026-1")
    line_of(books, 100_00, label="DON-2026-1")
    boxes = BOX.findall(client.get(reverse("ledger:sure")).content.decode())

    confirmed = send(client, reverse("ledger:sure"), line=boxes)
    nothing = send(client, reverse("ledger:sure"))
    changed = send(client, reverse("ledger:sure"), line="tout")

    assert (confirmed, nothing[0], changed[0]) == ((303, reverse("ledger:lines")), 422, 422)
    assert Match.objects.count() == 1


def test_line_of_another_school_confirmed_with_others_is_not_found_and_nothing_is_matched(client: Client, books: Books) -> None:
    receivable, other = expected(books, 100_00, reference="DON-2026-1"), school_books()
    own, foreign = line_of(books, 100_00, label="DON-2026-1"), line_of(other, 100_00)

    status, _location = send(client, reverse("ledger:sure"), line=[f"{one.uuid} {receivable.uuid}:10000" for one in (own, foreign)])

    assert (status, Match.objects.count()) == (404, 0)


def test_spending_names_a_fact_of_the_school_and_the_line_by_which_it_left(client: Client, books: Books) -> None:
    programme, fact = _funded(books), FactFactory.create(host=books.host)
    payment, here = line_of(books, -30_00, payer_name="Optique SA"), reverse("ledger:spend", args=[programme.uuid])
    typed = {"earmark": "", "amount": "30", "words": "Lampe", "on": "2026-03-02"}

    shown = client.get(f"{here}?q=événement").content.decode()
    spent = send(client, here, fact=str(fact.uuid), paid_by=str(payment.uuid), **typed)

    movement = Movement.objects.get(kind="spend")
    assert [str(one.uuid) in shown for one in (fact, payment)] == [True, True]
    assert (spent[0], movement.fact, movement.paid_by) == (303, fact, payment)
    assert BankLine.objects.with_sums().get(pk=payment.pk).left_cents == 0


def test_spending_names_no_fact_or_line_of_others(client: Client, books: Books) -> None:
    programme, other = _funded(books), school_books()
    here, typed = reverse("ledger:spend", args=[programme.uuid]), {"earmark": "", "amount": "30", "words": "Lampe", "on": "2026-03-02"}

    foreign_fact = send(client, here, fact=str(FactFactory.create(host=other.host).uuid), **typed)
    foreign_line = send(client, here, paid_by=str(line_of(other, -30_00).uuid), **typed)

    assert (foreign_fact[0], foreign_line[0], Movement.objects.filter(kind="spend").count()) == (422, 422, 0)


def _funded(books: Books) -> Programme:
    """A programme with 80 euros."""
    line, receivable, programme = line_of(books, 100_00), expected(books, 100_00), programme_of(books)
    match_confirm(by=books.keeper, line_id=line.uuid, parts=[(receivable.uuid, 100_00)])
    money_allocate(by=books.keeper, programme_id=programme.uuid, amount_cents=80_00, words="Comité")
    return programme
