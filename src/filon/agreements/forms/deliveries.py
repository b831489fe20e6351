"""Forms of what happens to a commitment: declare, contest, answer, take back, waive."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from filon.agreements.forms.fields import Choices, QuantityField, choice, day, parse_quantity, text, whole
from filon.agreements.inputs import DeliveryInput
from filon.kernel.forms import FigureField, FilesField, WritingForm

GOALS = [(str(number), str(number)) for number in range(1, 18)]


class DeclareForm(WritingForm):
    """What was done for a commitment; `items` are its open due items, the oldest first."""

    aliases: ClassVar = {"file": "documents"}

    occurred_on = day(gettext_lazy("When it happened"), required=gettext_lazy("Say on which day it happened."))
    quantity = QuantityField(label=gettext_lazy("How much"), error_messages={"required": gettext_lazy("Say how much was delivered.")})
    item = choice(gettext_lazy("For which due date"), [], hint=gettext_lazy("The oldest one still open, unless you choose another."))
    documents = FilesField(
        label=gettext_lazy("Proofs"), required=False, help_text=gettext_lazy("PDF, picture or spreadsheet; several at once if need be.")
    )
    words = text(gettext_lazy("In a few words"), rows=3, length=2000, hint=gettext_lazy("The other side reads them."))
    persons = whole(gettext_lazy("Number of persons reached"), least=0, most=1_000_000)
    goals = forms.MultipleChoiceField(
        label=gettext_lazy("Sustainable development goals"), choices=GOALS, required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, items: Choices = (), **options: Any) -> None:
        options.setdefault("initial", {"occurred_on": timezone.localdate(), "quantity": 1})
        super().__init__(*args, **options)
        self.fields["item"].choices = [("", _("the oldest one still open")), *items]  # type: ignore[attr-defined]

    def clean_occurred_on(self) -> dt.date:
        occurred: dt.date = self.cleaned_data["occurred_on"]
        if occurred > timezone.localdate():
            raise ValidationError(_("This day is still to come: declare it once it has happened."))
        return occurred

    def delivery(self) -> DeliveryInput:
        """What the service records."""
        given = self.cleaned_data
        return DeliveryInput(
            occurred_on=given["occurred_on"],
            quantity=given["quantity"],
            item_id=UUID(given["item"]) if given["item"] else None,
            documents=given["documents"],
            words=given["words"],
            persons=given["persons"],
            goals=[int(goal) for goal in given["goals"]],
        )


class CountsField(FigureField):
    """What a side would count of a delivery: a quantity, or 0."""

    @staticmethod
    def parse(given: str) -> Decimal:
        return Decimal(0) if given.strip() in ("0", "0,0", "0.0", "0,00", "0.00") else parse_quantity(given)

    def prepare_value(self, value: Any) -> Any:
        return f"{value.normalize():f}".replace(".", ",") if isinstance(value, Decimal) else value


class SpeakingForm(WritingForm):
    """What a side says of a contested delivery: words first, then what it would count and its proofs."""

    aliases: ClassVar = {"file": "documents"}

    counts = CountsField(
        label=gettext_lazy("How much counts for you"),
        required=False,
        help_text=gettext_lazy("0 if nothing does. The other side may take this figure, which ends the dispute."),
    )
    documents = FilesField(
        label=gettext_lazy("Proofs"), required=False, help_text=gettext_lazy("PDF, picture or spreadsheet; several at once if need be.")
    )


class ContestForm(SpeakingForm):
    field_order = ("reason", "counts", "documents")
    reason = text(
        gettext_lazy("Why you contest it"),
        required=gettext_lazy("Say why: the other side reads your reason and can answer."),
        rows=4,
        length=2000,
    )


class AnswerForm(SpeakingForm):
    field_order = ("words", "counts", "documents")
    words = text(gettext_lazy("Your answer"), required=gettext_lazy("Write your answer."), rows=4, length=2000)


class SettleForm(WritingForm):
    """The quantity that was read beside the button: what the other side would count."""

    quantity = CountsField(label=gettext_lazy("Quantity"), error_messages={"required": gettext_lazy("Say on which quantity.")})


class WithdrawContestForm(WritingForm):
    reason = text(
        gettext_lazy("Why you take your contest back"),
        required=gettext_lazy("Say why: the other side reads it."),
        rows=3,
        length=2000,
    )


class TakeBackForm(WritingForm):
    reason = text(
        gettext_lazy("Why you take it back"), required=gettext_lazy("Say why: the reason stays in the register."), rows=3, length=2000
    )


class WaiveForm(WritingForm):
    """The creditor gives up all or part of a due item."""

    quantity = QuantityField(label=gettext_lazy("How much is waived"), error_messages={"required": gettext_lazy("Say how much is waived.")})
    reason = text(gettext_lazy("Why it is waived"), required=gettext_lazy("Say why: a waiver is never taken back."), rows=3, length=2000)
