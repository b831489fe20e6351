"""Forms by day, and what is still missing on a receipt."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from filon.engines.tax import NoRule, receipts, words
from filon.engines.tax.explanation import Language
from filon.engines.tax.receipts import DonorKind, Need
from filon.engines.tax.rules import Mark

ISSUED = date(2026, 5, 1)
COMPANY, PERSON = (receipts.form_on(ISSUED, donor_kind) for donor_kind in DonorKind)


@pytest.mark.parametrize(
    ("day", "donor_kind", "printed"),
    [
        ("2022-01-01", DonorKind.COMPANY, "16216*01"),
        ("2022-12-31", DonorKind.COMPANY, "16216*01"),
        ("2023-01-01", DonorKind.COMPANY, "16216*02"),
        ("2025-12-31", DonorKind.COMPANY, "16216*02"),
        ("2026-01-01", DonorKind.COMPANY, "16216*03"),
        ("2026-05-01", DonorKind.PERSON, "11580*05"),
    ],
)
def test_form_is_the_one_of_the_day(day: str, donor_kind: DonorKind, printed: str):
    assert receipts.form_on(date.fromisoformat(day), donor_kind).printed == printed


def test_version_in_conflict_says_so():
    assert (COMPANY.mark, COMPANY.note.split(":")[0]) == (Mark.DERIVED, "Conflict")


def test_form_before_the_first_is_refused():
    with pytest.raises(NoRule) as refusal:
        receipts.form_on(date(2021, 12, 31), DonorKind.COMPANY)

    assert str(refusal.value) == "No form for a company is known on 2021-12-31: the first is 16216*01, from 2022-01-01."


def test_versions_follow_each_other_without_a_gap():
    for donor_kind in DonorKind:
        own = [form for form in receipts.forms() if form.donor_kind == donor_kind]

        assert [form.valid_from for form in own[1:]] == [former.valid_to + timedelta(days=1) for former in own[:-1] if former.valid_to]
        assert own[-1].valid_to is None


def test_every_field_has_its_own_key_and_both_labels():
    for form in receipts.forms():
        keys = [field.key for field in form.fields]

        assert len(set(keys)) == len(keys)
        assert [field for field in form.fields if not field.label(Language.FR) or not field.label(Language.EN)] == []


def filled(form: receipts.Form) -> dict[str, str]:
    return {part: "x" for field in form.fields for part in field.parts}


@pytest.mark.parametrize("form", [COMPANY, PERSON], ids=lambda form: form.number)
def test_nothing_is_missing_on_a_receipt_that_is_filled(form: receipts.Form):
    assert receipts.missing_fields(form, filled(form), holding=Need) == ()


@pytest.mark.parametrize(
    ("holding", "keys"),
    [
        ([Need.CASH], ["payment_figures", "payment_words", "payment_means", "total"]),
        ([Need.KIND], ["kind_figures", "kind_words", "kind_description", "total"]),
        ([Need.SKILLS], ["kind_figures", "kind_words", "kind_description", "kind_staff", "total"]),
    ],
)
def test_what_is_missing_depends_on_what_is_given(holding: list[Need], keys: list[str]):
    values = {key: value for key, value in filled(COMPANY).items() if not key.startswith(("payment", "kind", "total_words"))}

    missing = receipts.missing_fields(COMPANY, values, holding=holding)

    assert [field.key for field in missing] == keys


def test_blank_is_missing():
    missing = receipts.missing_fields(PERSON, filled(PERSON) | {"donor_address": " \n"}, holding=[])

    assert [field.label(Language.EN) for field in missing] == ["Full address of the donor"]


@pytest.mark.parametrize(
    ("figures", "keys"),
    [(words.guarded_figures(123_450), []), ("*** 1 234,50 ***", []), ("1 234,50 €", ["gift_amount"]), ("*** ***", ["gift_amount"])],
)
def test_figures_between_asterisks_replace_the_words(figures: str, keys: list[str]):
    values = filled(PERSON) | {"gift_figures": figures, "gift_words": ""}

    missing = receipts.missing_fields(PERSON, values, holding=[Need.CASH])

    assert [field.key for field in missing] == keys
