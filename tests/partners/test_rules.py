"""Numbers of the register, tags, dates, and who may sign what."""

import csv
import datetime as dt
from pathlib import Path

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st
from stdnum import luhn

from filon.kernel.errors import Refused
from filon.partners import rules
from filon.partners.models import Affiliation, Contact, LegalEntity

NUMBERS = list(csv.DictReader((Path(__file__).parent.parent / "vectors/registers/siren_siret.csv").open(encoding="utf-8")))
DAY = dt.date(2025, 3, 15)


def digits(row: dict[str, str]) -> str | None:
    check = rules.checked_siren if row["kind"] == "siren" else rules.checked_siret
    try:
        return check(row["value"])
    except Refused:
        return None


@pytest.mark.parametrize("row", NUMBERS, ids=lambda row: f"{row['kind']} {row['value']} {row['from']}")
def test_numbers_of_the_register(row: dict[str, str]) -> None:
    expected = row["value"].replace(" ", "") if row["valid"] == "1" else None

    assert digits(row) == expected


@given(st.text(alphabet="0123456789", min_size=8, max_size=8), st.integers(0, 8), st.integers(1, 9))
def test_siren_with_one_wrong_digit_is_refused(body: str, place: int, shift: int) -> None:
    right = body + luhn.calc_check_digit(body)
    wrong = right[:place] + str((int(right[place]) + shift) % 10) + right[place + 1 :]

    assert rules.checked_siren(right) == right
    with pytest.raises(Refused):
        rules.checked_siren(wrong)


def test_siren_wrong_says_which_number_in_groups() -> None:
    with pytest.raises(Refused) as refused:
        rules.checked_siren("123456789")

    assert refused.value.field == "siren"
    assert "123\u00a0456\u00a0789" in refused.value.sentence


def test_siret_of_another_organisation_names_its_siren() -> None:
    with pytest.raises(Refused) as refused:
        rules.checked_siret("732 829 320 00074", siren="130025265")

    assert refused.value.field == "siret"
    assert "732\u00a0829\u00a0320" in refused.value.sentence


@pytest.mark.parametrize(("typed", "code"), [("30", "30"), (" 2a ", "2A"), ("974", "974"), ("", "")])
def test_department_known(typed: str, code: str) -> None:
    assert rules.checked_department(typed) == code


@pytest.mark.parametrize("typed", ["20", "96", "Gard", "975"])
def test_department_unknown_is_refused(typed: str) -> None:
    with pytest.raises(Refused):
        rules.checked_department(typed)


def test_tags_are_trimmed_and_single() -> None:
    assert rules.checked_tags(" mécénat, forum ,mécénat,, ") == ["mécénat", "forum"]


def test_tags_too_long_are_refused() -> None:
    with pytest.raises(Refused):
        rules.checked_tags("x" * 41)


def test_sign_limit_without_power_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        rules.check_sign_limit(may_sign=False, limit_cents=100)

    assert refused.value.field == "sign_limit"


def test_affiliation_ending_before_it_starts_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        rules.check_affiliation_dates(DAY, DAY)

    assert refused.value.field == "end"


def signatory(**power: object) -> tuple[Affiliation, LegalEntity]:
    """Somebody of an entity that exists in memory only."""
    entity = LegalEntity(pk=1, name="Gardon Énergies")
    held = {"start": dt.date(2024, 1, 1), "end": None, "may_sign": True, "sign_limit_cents": None}
    return Affiliation(contact=Contact(name="Paul Serre"), entity=entity, **{**held, **power}), entity


def refusal(affiliation: Affiliation, entity: LegalEntity, cents: int | None = None) -> str:
    with pytest.raises(Refused) as refused:
        rules.signatory_check(affiliation, entity=entity, on=DAY, amount_cents=cents)
    assert refused.value.field == "signatory"
    return refused.value.sentence


def test_signatory_with_power_passes() -> None:
    affiliation, entity = signatory(sign_limit_cents=10_000_000)

    rules.signatory_check(affiliation, entity=entity, on=DAY, amount_cents=10_000_000)
    rules.signatory_check(affiliation, entity=entity, on=DAY, amount_cents=None)


def test_signatory_of_another_entity_is_refused() -> None:
    affiliation, _entity = signatory()

    sentence = refusal(affiliation, LegalEntity(pk=2, name="Fondation Mines-Télécom"))

    assert "Gardon Énergies" in sentence
    assert "Fondation Mines-Télécom" in sentence


def test_signatory_of_the_sheet_merged_into_the_entity_passes() -> None:
    affiliation, entity = signatory()
    entity.merged_into_id = 2

    rules.signatory_check(affiliation, entity=LegalEntity(pk=2, name="Gardon"), on=DAY, amount_cents=None)

    assert affiliation.holds_on(DAY)


def test_signatory_whose_function_is_over_is_refused_with_the_day() -> None:
    affiliation, entity = signatory(end=DAY)

    assert "2025" in refusal(affiliation, entity)


def test_signatory_whose_function_is_to_come_is_refused() -> None:
    affiliation, entity = signatory(start=dt.date(2026, 1, 1))

    assert "2026" in refusal(affiliation, entity)


def test_signatory_without_power_is_refused() -> None:
    affiliation, entity = signatory(may_sign=False)

    assert "Paul Serre" in refusal(affiliation, entity)


def test_signatory_over_the_limit_is_refused_with_both_amounts() -> None:
    affiliation, entity = signatory(sign_limit_cents=5_000_000)

    with override("fr"):
        sentence = refusal(affiliation, entity, cents=5_000_001)

    assert "50\u202f000\u00a0€" in sentence
    assert "50\u202f000,01\u00a0€" in sentence


@given(limit=st.integers(0, 10**12), amount=st.integers(0, 10**12))
def test_signatory_signs_exactly_up_to_the_limit(limit: int, amount: int) -> None:
    affiliation, entity = signatory(sign_limit_cents=limit)

    try:
        rules.signatory_check(affiliation, entity=entity, on=DAY, amount_cents=amount)
        passes = True
    except Refused:
        passes = False

    assert passes == (amount <= limit)
