"""What a form does with a service's refusal, and what its fields read."""

import datetime as dt
from typing import Any

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import override

from filon.kernel.errors import Refusals, Refused
from filon.kernel.forms import DayField, EurosField, FilesField, WritingForm


class ThingForm(WritingForm):
    aliases = {"label": "name"}

    name = forms.CharField()


def refusing(*refusals: Refused) -> Any:
    def service() -> None:
        raise Refusals(refusals) if len(refusals) > 1 else refusals[0]

    return service


def test_writes_keeps_what_the_service_returned() -> None:
    form = ThingForm({"name": "x"})

    done = form.writes(lambda: "the thing")

    assert (done, form.outcome) == (True, "the thing")


def test_service_that_returns_nothing_has_written() -> None:
    assert ThingForm({"name": "x"}).writes(lambda: None)


@pytest.mark.parametrize(("sent", "status"), [(None, 200), ({}, 422)])
def test_form_not_sent_or_not_valid_reaches_no_service(sent: dict[str, str] | None, status: int) -> None:
    form = ThingForm(sent)

    done = form.writes(refusing(Refused("Never asked.")))

    assert (done, form.status, form.non_field_errors()) == (False, status, [])


def test_refusals_stand_beside_their_fields_and_the_others_above_all() -> None:
    form = ThingForm({"name": "x"})

    done = form.writes(refusing(Refused("Too short.", field="name"), Refused("Too late.", field="date")))

    assert (done, form.status, form.errors) == (False, 422, {"name": ["Too short."], "__all__": ["Too late."]})


def test_refusal_stands_beside_the_field_that_says_it_otherwise() -> None:
    form = ThingForm({"name": "x"})

    form.writes(refusing(Refused("Too long.", field="label")))

    assert form.errors == {"name": ["Too long."]}


@pytest.mark.parametrize(("typed", "cents"), [("1 234,56", 123_456), ("12 €", 1_200), ("", None), ("  ", None)])
def test_euros_are_read_in_cents(typed: str, cents: int | None) -> None:
    assert EurosField(required=False).clean(typed) == cents


def test_euros_that_cannot_be_read_say_how_to_write_them() -> None:
    with override("en"), pytest.raises(ValidationError) as refused:
        EurosField().clean("12,5O")

    assert refused.value.messages == ["“12,5O” is not an amount in euros: write it like 1 234,56."]


@pytest.mark.parametrize(("kept", "shown"), [(123_456, "1234,56"), (1_200, "12"), (None, None), ("12,5O", "12,5O")])
def test_euros_are_shown_as_they_are_typed(kept: int | str | None, shown: str | None) -> None:
    assert EurosField().prepare_value(kept) == shown


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("typed", ["2025-03-04", "04/03/2025"])
def test_day_is_read_from_the_calendar_or_typed_in_either_language(typed: str, language: str) -> None:
    with override(language):
        assert DayField().clean(typed) == dt.date(2025, 3, 4)


def test_day_that_cannot_be_read_says_how_to_write_it() -> None:
    with override("en"), pytest.raises(ValidationError) as refused:
        DayField().clean("03.04.25")

    assert refused.value.messages == ["This is not a date: write it like 15/03/2025."]


def test_files_come_several_at_once_or_not_at_all() -> None:
    one, other = SimpleUploadedFile("one.pdf", b"1"), SimpleUploadedFile("other.pdf", b"2")

    assert FilesField().clean([one, other]) == [one, other]
    assert FilesField(required=False).clean([]) == []


def test_file_that_is_empty_is_refused() -> None:
    with override("en"), pytest.raises(ValidationError) as refused:
        FilesField().clean([SimpleUploadedFile("empty.pdf", b"")])

    assert refused.value.messages == ["A file is empty: choose another one."]
