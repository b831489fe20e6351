"""Every row of the vectors, run."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from filon.engines.tax import NoValue, company, counterparts, declaration, gift_date, ifi, individual, kind, receipts, sheets
from filon.engines.tax.gift_date import Means
from filon.engines.tax.receipts import DonorKind, Need
from filon.engines.tax.tables import read_table
from tests.engines.tax.reading import FOLDER, day_of, numbers, row, rows

SHEETS = {
    "company_238bis": (sheets.COMPANY, 24),
    "individual_200": (sheets.INDIVIDUAL, 27),
    "individual_978_ifi": (sheets.IFI, 14),
    "counterparts_25pct": (sheets.COUNTERPARTS, 8),
}


@pytest.mark.parametrize("name", SHEETS)
def test_sheet_answers_as_its_vectors_say(name: str):
    sheet, count = SHEETS[name]
    table = read_table(FOLDER / f"{name}.csv", sheet.required)

    answers = sheet.compute(table)

    expected = [
        {column: given[f"expected_{column}" if column != "result" else "expected"] for column in sheet.results} for given in rows(name)
    ]
    assert [answer.cells for answer in answers] == expected
    assert len(answers) == count


IN_2026 = date(2026, 3, 1)
GIFTS_IN_KIND = {
    "K1": kind.GoodsInStock(IN_2026, purchase_cents=80_000, rebate_cents=5_000, borne_cents=2_000),
    "K2": kind.GoodsProduced(IN_2026, materials_cents=30_000, charges_cents=20_000),
    "K3": kind.Service(IN_2026, hours=Decimal(12), hour_cost_cents=4_500),
    "K4": kind.Secondment(IN_2026, months=1, cost_cents=900_000),
    "K5": kind.Secondment(IN_2026, months=1, cost_cents=1_500_000),
    "K6": kind.Secondment(IN_2026, months=6, cost_cents=6 * 1_500_000 // 2, share=Fraction(1, 2)),
    "K7": kind.Secondment(date(2026, 1, 1), months=12, cost_cents=20_000_000),
}


@pytest.mark.parametrize("key", GIFTS_IN_KIND)
def test_value_in_kind_is_that_of_the_vector(key: str):
    expected = numbers(row("in_kind_value", key)["expected_receipt_value"])[0]

    found = kind.value(GIFTS_IN_KIND[key])

    assert found.cents == expected


@pytest.mark.parametrize("key", ["K8", "K9"])
def test_value_in_kind_is_never_set_for_the_donor(key: str):
    assert row("in_kind_value", key)["expected_receipt_value"].startswith(("no receipt", "0 or donor-declared"))

    with pytest.raises(NoValue, match="Nobody sets it in the donor’s place"):
        kind.value(kind.Declared(IN_2026, None))


def test_value_in_kind_of_every_vector_is_tested():
    assert [one["id"] for one in rows("in_kind_value")] == [*GIFTS_IN_KIND, "K8", "K9"]


@pytest.mark.parametrize("vector", rows("gift_date"), ids=lambda vector: vector["id"])
def test_gift_date_is_that_of_the_vector(vector: dict[str, str]):
    days = {name: day_of(event, vector["events"]) for name, event in (("credited_on", "credited"), ("handed_on", "handed"))}

    found = gift_date.of(Means(vector["payment_means"]), **days, received_on=day_of("received", vector["events"]))

    assert found.on.isoformat() == vector["expected_gift_date"]
    assert vector["source"].replace("par.", "§") in found.rule.source


def receipt_of(vector: dict[str, str]) -> declaration.Receipt:
    return declaration.Receipt(
        number=vector["receipt_no"],
        issuer="school" if "issued by the school" in vector["status"] else "umbrella",
        received_on=date.fromisoformat(vector["gift_received_on"]),
        issued_on=None if vector["receipt_issued_on"] == "-" else date.fromisoformat(vector["receipt_issued_on"]),
        amount_cents=round(float(vector["amount"]) * 100),
        is_cancelled=vector["status"].startswith("cancelled"),
    )


def test_declaration_counts_as_the_vectors_say():
    *given, total = rows("annual_declaration_222bis")
    start, end = date(2026, 1, 1), date(2027, 1, 1)

    found = declaration.counts([receipt_of(vector) for vector in given], issuer="umbrella", start=start, end=end)

    own = [vector for vector in given if "school" not in vector["status"]]
    expected = [(one["receipt_no"], int(one["counts_in_amount_of_2026"]) * 100, int(one["counts_in_number_of_2026"])) for one in own]
    assert [(line.number, line.amount_cents, line.documents) for line in found.lines] == expected
    assert found.amount_cents == int(total["counts_in_amount_of_2026"]) * 100
    assert found.documents == int(total["counts_in_number_of_2026"])


@pytest.mark.parametrize("key", ["P1", "P2"])
def test_company_of_2019_is_as_bofip_publishes(key: str):
    vector = row("published_examples", key)
    turnover, gifts = numbers(vector["inputs"])

    (found,) = company.reduction([company.Year(gifts, turnover, closed_on=date(2019, 12, 31))])

    assert [found.ceiling_cents, found.reduction_cents] == [
        numbers(vector["expected"])[0],
        numbers(vector["expected"].split("reduction ")[1])[0],
    ]


def test_company_of_before_2019_is_as_published():
    vector = row("published_examples", "P3")
    turnover, *gifts = numbers(vector["inputs"])

    found = company.reduction([company.Year(cents, turnover, closed_on=date(2010 + place, 12, 31)) for place, cents in enumerate(gifts)])

    reductions = [year.reduction_cents for year in found]
    assert [*reductions, sum(reductions)] == numbers(vector["expected"])[:4]


def test_company_of_2020_is_as_published():
    vector = row("published_examples", "P4")
    turnover, tax_due, gifts = numbers(vector["inputs"])

    (found,) = company.reduction([company.Year(gifts, turnover, closed_on=date(2022, 12, 31), tax_due_cents=tax_due)])

    assert [found.reduction_cents] == numbers(vector["expected"])
    assert found.tax is not None
    assert (found.tax.applied_cents, found.tax.left_cents) == (600_000, 0)


def test_counterparts_of_a_quarter_are_accepted_as_published():
    gift, value = numbers(row("published_examples", "P5")["inputs"])

    found = counterparts.ratio(gift, value)

    assert (found.is_above, found.fraction) == (False, Fraction(1, 4))


def test_individual_of_2023_is_as_bofip_publishes():
    salary, _dividends, gifts = numbers(row("published_examples", "P6")["inputs"])

    found = individual.reduction(individual.Year(2023, salary, (individual.Gift(date(2023, 5, 1), gifts),)))

    assert (found.used_cents, found.reduction_cents, found.excess) == (1_000_000, 660_000, (individual.Excess(2023, 200_000),))


def test_ifi_is_as_published():
    (gift,) = numbers(row("published_examples", "P7")["inputs"])

    found = ifi.reduction(gift, on=IN_2026)

    assert found.reduction_cents == numbers(row("published_examples", "P7")["expected"])[0]


NEEDS = {"req": Need.ALWAYS, "if cash": Need.CASH, "if in kind": Need.KIND, "if skills": Need.SKILLS}


@pytest.mark.parametrize("donor_kind", DonorKind)
def test_receipt_has_every_mention_of_its_form(donor_kind: DonorKind):
    form = receipts.form_on(date(2026, 5, 1), donor_kind)

    mentions = [(one["section"], NEEDS[one["required"]]) for one in rows("receipt_fields") if one["form"] == f"{form.code} / {form.number}"]

    assert [(field.section, field.need) for field in form.fields] == mentions
