"""Four formats, the same movements; and what is wrong with a file is said with its place."""

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from filon.engines.statements import Line, Mapping, Reason, Unreadable, read
from filon.engines.statements.job import read_statement, statement_of
from tests.factories.statements import IBAN, SAMPLE, SAMPLES, as_camt, as_csv, as_mt940, as_ofx

DOCS = Path(__file__).parents[3] / "docs" / "samples"
CAMT = (
    """<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt><Stmt>{entries}</Stmt></BkToCstmrStmt></Document>"""
)


def said(lines: tuple[Line, ...]) -> list[tuple[object, ...]]:
    """What every format says of a movement."""
    return [(line.booked_on, line.amount_cents, line.payer_name, line.reference, line.label) for line in lines]


@pytest.mark.parametrize("name", SAMPLES)
def test_samples_hold_the_same_movements(name: str) -> None:
    content = (DOCS / name).read_bytes()

    statement = read(content)

    assert content == SAMPLES[name](SAMPLE)
    assert said(statement.lines) == said(SAMPLE)


@pytest.mark.parametrize(
    "content", [as_camt(SAMPLE), as_camt(SAMPLE, version="08"), as_mt940(SAMPLE), as_ofx(SAMPLE), as_ofx(SAMPLE, version=2)]
)
def test_statement_names_its_account(content: bytes) -> None:
    statement = read(content)

    assert statement.iban == IBAN
    assert [line.amount_cents for line in statement.lines] == [line.amount_cents for line in SAMPLE]


@pytest.mark.parametrize("content", [as_camt(SAMPLE), as_camt(SAMPLE, version="08"), as_mt940(SAMPLE), as_csv(SAMPLE)])
def test_statement_names_the_account_of_the_payer(content: bytes) -> None:
    assert [line.payer_iban for line in read(content).lines] == [line.payer_iban for line in SAMPLE]


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8", "utf-8-sig"])
@pytest.mark.parametrize("splits_amount", [True, False])
def test_csv_is_read_in_any_of_its_encodings(encoding: str, splits_amount: bool) -> None:
    lines = (replace(SAMPLE[0], payer_name="Société Éphémère"), *SAMPLE[1:])

    statement = read(as_csv(lines, encoding=encoding, splits_amount=splits_amount))

    assert said(statement.lines) == said(lines)


def test_csv_is_read_with_the_columns_that_are_given() -> None:
    content = b"x\ty\tz\n02.03.26\t1.234,56-\tLoyer\n"

    statement = read(content, mapping=Mapping("\t", heads=1, booked=0, amount=1, label=2))

    assert said(statement.lines) == [(dt.date(2026, 3, 2), -123_456, "", "", "Loyer")]


def entry(amounts: tuple[str, ...], *, total: str, way: str = "CRDT", reversal: bool = False) -> str:
    payments = "".join(
        f"<TxDtls><Refs><EndToEndId>R{at}</EndToEndId></Refs><AmtDtls><TxAmt><Amt Ccy='EUR'>{amount}</Amt></TxAmt></AmtDtls>"
        f"<RltdPties><Dbtr><Nm>Payeur {at}</Nm></Dbtr><Cdtr><Nm>École</Nm></Cdtr></RltdPties></TxDtls>"
        for at, amount in enumerate(amounts, 1)
    )
    return (
        f"<Ntry><Amt Ccy='EUR'>{total}</Amt><CdtDbtInd>{way}</CdtDbtInd>{'<RvslInd>true</RvslInd>' if reversal else ''}<Sts>BOOK</Sts>"
        f"<BookgDt><Dt>2026-03-02</Dt></BookgDt><ValDt><Dt>2026-03-03</Dt></ValDt><AcctSvcrRef>LOT1</AcctSvcrRef><NtryDtls>{payments}</NtryDtls></Ntry>"
    )


def camt(*entries: str) -> bytes:
    return CAMT.format(entries="".join(entries)).encode()


def test_camt_batch_is_read_payment_by_payment() -> None:
    statement = read(camt(entry(("10.00", "5.5"), total="15.50")))

    assert [(line.payer_name, line.amount_cents, line.reference, line.bank_id) for line in statement.lines] == [
        ("Payeur 1", 1000, "R1", "LOT1/TxDtls[1]"),
        ("Payeur 2", 550, "R2", "LOT1/TxDtls[2]"),
    ]
    assert [line.credited_on for line in statement.lines] == [dt.date(2026, 3, 3)] * 2


def test_camt_batch_whose_payments_do_not_make_its_amount_is_one_line() -> None:
    statement = read(camt(entry(("10.00", "5.5"), total="15.00")))

    assert [line.amount_cents for line in statement.lines] == [1500]


def test_camt_reversal_takes_back_from_the_same_payer() -> None:
    statement = read(camt(entry(("15.00",), total="15.00", way="DBIT", reversal=True)))

    assert [(line.amount_cents, line.payer_name) for line in statement.lines] == [(-1500, "Payeur 1")]


def test_camt_leaves_out_what_is_not_booked() -> None:
    pending = entry(("15.00",), total="15.00").replace("BOOK", "PDNG")

    statement = read(camt(pending, entry(("1.00",), total="1.00")))

    assert [line.amount_cents for line in statement.lines] == [100]


def mt940(*fields: str, closing: str = "C260302EUR115,00") -> bytes:
    return "\n".join([":20:X", f":25:{IBAN}", ":60F:C260301EUR100,00", *fields, f":62F:{closing}", "-"]).encode()


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        (":86:/EREF/GARDON-V6/ORDP//NAME/Gardon/REMI/Versement 6", ("Gardon", "GARDON-V6", "Versement 6")),
        (":86:VIR SEPA RECU\nGARDON ENERGIES", ("", "REF7", "VIR SEPA RECU GARDON ENERGIES")),
        (":86:166?00GUTSCHRIFT?20EREF+GARDON-V6?21SVWZ+Verse?22ment 6?32Gar?33don", ("Gardon", "GARDON-V6", "Versement 6")),
    ],
)
def test_mt940_says_who_paid_in_three_manners(told: str, expected: tuple[str, str, str]) -> None:
    (line,) = read(mt940(":61:2603020302C15,00NTRFREF7//BANK1", told)).lines

    assert (line.payer_name, line.reference, line.label) == expected


@pytest.mark.parametrize(("way", "cents"), [("C", 1500), ("RD", 1500)])
def test_mt940_reversal_of_a_debit_comes_in(way: str, cents: int) -> None:
    (line,) = read(mt940(f":61:260302{way}15,NTRFNONREF")).lines

    assert line.amount_cents == cents


def test_mt940_booked_at_the_turn_of_the_year_is_of_the_nearest_year() -> None:
    (line,) = read(mt940(":61:2601021231C15,00NTRFNONREF")).lines

    assert (line.booked_on, line.credited_on) == (dt.date(2025, 12, 31), dt.date(2026, 1, 2))


def without_end(content: bytes) -> bytes:
    return content[: len(content) * 2 // 3]


@pytest.mark.parametrize(
    ("content", "reason", "place"),
    [
        (b"", Reason.EMPTY, ""),
        (b"  \n", Reason.EMPTY, ""),
        (as_camt(SAMPLE, currency="CHF"), Reason.CURRENCY, "Stmt/Acct/Ccy"),
        (as_mt940(SAMPLE, currency="CHF"), Reason.CURRENCY, "4"),
        (as_ofx(SAMPLE, currency="CHF"), Reason.CURRENCY, "12"),
        (without_end(as_camt(SAMPLE)), Reason.TRUNCATED, "10"),
        (without_end(as_mt940(SAMPLE)), Reason.TRUNCATED, "15"),
        (without_end(as_ofx(SAMPLE)), Reason.TRUNCATED, "64"),
        (mt940(":61:2603020302C14,99NTRFREF7"), Reason.TRUNCATED, "5"),
        ("Date;Montant\n02/03/2026;1,00\n".encode("utf-16"), Reason.ENCODING, ""),
        (b"Date;Montant\n02/03/2026;\x00\x01\n", Reason.ENCODING, "2"),
        (b"Date;Montant\n02/03/2026;1,00\n02/03", Reason.TRUNCATED, "3"),
        (b'Date;Montant\n02/03/2026;"1,00\n', Reason.TRUNCATED, "2"),
        (b"Date;Montant\n02/13/2026;1,00\n", Reason.DAY, "2"),
        (b"Date;Montant\n02/03/2026;dix\n", Reason.AMOUNT, "2"),
        (b"Date;Montant;Devise\n02/03/2026;10;USD\n", Reason.CURRENCY, "2"),
        (b"Quand;Combien\n02/03/2026;10\n", Reason.COLUMNS, "1"),
        (b"Bonjour", Reason.UNKNOWN_FORMAT, "1"),
        (b"<html><body>", Reason.UNKNOWN_FORMAT, "1"),
        (b"<!DOCTYPE x [<!ENTITY a 'b'>]>" + as_camt(SAMPLE), Reason.FORBIDDEN, ""),
    ],
)
def test_file_that_cannot_be_read_says_why_and_where(content: bytes, reason: Reason, place: str) -> None:
    with pytest.raises(Unreadable) as found:
        read(content)

    assert (found.value.reason, found.value.place) == (reason, place)


@pytest.mark.parametrize(
    ("text", "cents"),
    [
        ("1 234,56", 123_456),
        ("1.234,56", 123_456),
        ("1,234.56", 123_456),
        ("-12", -1200),
        ("+12,5 €", 1250),
        ("12,34-", -1234),
        ("1 234", 123_400),
    ],
)
def test_csv_amount_is_read_as_people_write_it(text: str, cents: int) -> None:
    statement = read(f"Date\tMontant\n02/03/2026\t{text}\n".encode())

    assert [line.amount_cents for line in statement.lines] == [cents]


def test_confined_job_answers_the_same() -> None:
    content = as_camt(SAMPLE)

    told, rows = read_statement({"mapping": None}, content)

    assert statement_of(told, rows) == read(content)
    assert read_statement({"mapping": None}, b"")[0] == {"wrong": [{"reason": "empty", "place": "", "found": ""}]}


def test_each_row_of_a_csv_file_that_is_wrong_is_said() -> None:
    with pytest.raises(Unreadable) as found:
        read(b"Date;Montant\n02/13/2026;1,00\n02/03/2026;2,00\n02/03/2026;dix\n")

    assert [(one.reason, one.place) for one in (found.value, *found.value.others)] == [(Reason.DAY, "2"), (Reason.AMOUNT, "4")]
