"""Fields of the agreements' forms: quantities, days and words as people give them, with sentences that say what to correct."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from filon.kernel.errors import Refused
from filon.kernel.forms import DAY_FORMATS, DayField, FigureField
from filon.kernel.money import SPACES

Sentence = Any
"""A sentence, perhaps translated only when it is shown."""
Choices = Sequence[tuple[str, str]]

_QUANTITY = re.compile(r"\d{1,12}(?:[.,]\d{1,2})?")


def parse_quantity(text: str) -> Decimal:
    """`12`, `1 234,5` or `1234.5`, above 0 and to the hundredth. Raises Refused."""
    bare = SPACES.sub("", text)
    if not _QUANTITY.fullmatch(bare) or not Decimal(bare.replace(",", ".")):
        raise Refused(_("“%(text)s” is not a quantity: write a figure above 0, like 12 or 2,5.") % {"text": text.strip()})
    return Decimal(bare.replace(",", "."))


def parse_day(text: str) -> dt.date:
    """`2025-03-15` or `15/03/2025`. Raises Refused."""
    for form in DAY_FORMATS:
        try:
            return dt.datetime.strptime(text.strip(), form).date()
        except ValueError:
            continue
    raise Refused(_("“%(text)s” is not a date: write it like 15/03/2025.") % {"text": text.strip()})


class QuantityField(FigureField):
    """A quantity above 0, to the hundredth."""

    parse = staticmethod(parse_quantity)

    def prepare_value(self, value: Any) -> Any:
        return f"{value.normalize():f}".replace(".", ",") if isinstance(value, Decimal) else value


def text(label: Sentence, *, required: Sentence = "", rows: int = 0, length: int | None = None, hint: Sentence = "") -> forms.CharField:
    """A line of text, or a paragraph of so many rows; `required` is the sentence shown when it is missing."""
    widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput()
    return forms.CharField(
        label=label, required=bool(required), widget=widget, max_length=length, help_text=hint, error_messages={"required": required}
    )


def day(label: Sentence, *, required: Sentence = "", hint: Sentence = "") -> DayField:
    return DayField(label=label, required=bool(required), help_text=hint, error_messages={"required": required})


def choice(label: Sentence, choices: Any, *, required: Sentence = "", hint: Sentence = "", widget: Any = None) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=choices,
        required=bool(required),
        help_text=hint,
        widget=widget or forms.Select,
        error_messages={"required": required, "invalid_choice": gettext_lazy("This choice is not possible: take one of the list.")},
    )


def whole(label: Sentence, *, required: Sentence = "", hint: Sentence = "", least: int = 1, most: int = 32_000) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        required=bool(required),
        min_value=least,
        max_value=most,
        help_text=hint,
        error_messages={"required": required, "invalid": gettext_lazy("Write a whole number.")},
    )
