"""What is typed about money; the rules are the services'."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from filon.engines.statements import Mapping
from filon.kernel.forms import DayField, EurosField, WritingForm
from filon.kernel.money import parse_euros
from filon.ledger.inputs import BankAccountInput, ProgrammeInput, ReceivableInput, SpendingInput
from filon.ledger.services.matches import Part

Choices = Sequence[tuple[Any, str]]
NAMED = re.compile(r"cents-([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})")


class ReasonForm(WritingForm):
    """Why something is undone."""

    reason = forms.CharField(label=_("Why"), required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 2}))
    asked: ClassVar[tuple[str, ...]] = ("reason",)


class AmountForm(ReasonForm):
    """How much of it, and why."""

    amount = EurosField(label=_("Amount"), required=False)

    field_order = ("amount", "reason")
    asked = ("amount", "reason")

    @property
    def cents(self) -> int:
        return self.cleaned_data["amount"] or 0


class UploadForm(WritingForm):
    """The file of the bank, and the account it is of."""

    account = forms.TypedChoiceField(label=_("Account"), coerce=UUID)
    file = forms.FileField(label=_("File of the bank"), help_text=_("CAMT.053, MT940, OFX or CSV, 60 MB at most"), allow_empty_file=True)

    def __init__(self, *args: Any, accounts: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["account"].choices = accounts  # type: ignore[attr-defined]


class AccountForm(WritingForm):
    entity = forms.TypedChoiceField(label=_("Whose account"), coerce=UUID)
    label = forms.CharField(label=_("Its name"), max_length=120)
    iban = forms.CharField(label=_("IBAN"), max_length=60)

    def __init__(self, *args: Any, entities: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["entity"].choices = entities  # type: ignore[attr-defined]

    def account(self) -> BankAccountInput:
        typed = self.cleaned_data
        return BankAccountInput(entity_id=typed["entity"], iban=typed["iban"], label=typed["label"])


class ColumnsForm(WritingForm):
    """Which column is which, counted from 1."""

    separator = forms.ChoiceField(
        label=_("Columns are separated by"), choices=[(";", ";"), (",", ","), ("tab", _("a tabulation")), ("|", "|")]
    )
    heads = forms.IntegerField(label=_("Rows above the first movement"), min_value=0, max_value=50, initial=1)
    booked = forms.IntegerField(label=_("Column of the day"), min_value=1, max_value=60)
    amount = forms.IntegerField(label=_("Column of the amount"), min_value=1, max_value=60, required=False)
    debit = forms.IntegerField(label=_("Column of what leaves"), min_value=1, max_value=60, required=False)
    credit = forms.IntegerField(label=_("Column of what comes in"), min_value=1, max_value=60, required=False)
    payer = forms.IntegerField(label=_("Column of who pays"), min_value=1, max_value=60, required=False)
    label = forms.IntegerField(label=_("Column of the words"), min_value=1, max_value=60, required=False)
    reference = forms.IntegerField(label=_("Column of the reference"), min_value=1, max_value=60, required=False)

    def mapping(self) -> Mapping:
        typed = dict(self.cleaned_data)
        separator, heads = typed.pop("separator"), typed.pop("heads")
        places = {name: None if place is None else place - 1 for name, place in typed.items()}
        return Mapping("\t" if separator == "tab" else separator, heads, **places)  # type: ignore[arg-type]


class MatchForm(WritingForm):
    """The amounts typed beside the payments proposed: `cents-<uuid>`; and who gives, when that is not who owes."""

    donor = forms.CharField(
        label=_("Given by another organisation"),
        max_length=200,
        required=False,
        help_text=_("Leave it empty when whoever owes the payment is the donor. The bank’s payer stays on the line either way."),
        widget=forms.TextInput(attrs={"list": "organisations", "autocomplete": "off"}),
    )

    def parts(self) -> list[Part]:
        """Those with an amount. Raises Refused for what is no amount."""
        typed = ((NAMED.fullmatch(key), value) for key, value in self.data.items())
        return [(UUID(named[1]), parse_euros(value)) for named, value in typed if named is not None and value.strip()]


class SureForm(WritingForm):
    """The boxes ticked, each with its line and the amounts it was shown with."""

    @property
    def values(self) -> list[str]:
        return [str(value) for value in self.data.getlist("line")]  # type: ignore[attr-defined]  # a QueryDict


class ReceivableForm(WritingForm):
    """A payment expected, by hand."""

    books = forms.TypedChoiceField(label=_("Who receives"), coerce=str)
    debtor_name = forms.CharField(label=_("Who pays"), max_length=200)
    label = forms.CharField(label=_("What for"), max_length=200, required=False)
    amount = EurosField(label=_("Amount"))
    due_on = DayField(label=_("Due on"), initial=timezone.localdate)
    reference = forms.CharField(
        label=_("Reference"),
        max_length=35,
        required=False,
        help_text=_("what the payer is asked to quote; one is made if it is left empty"),
    )
    aliases = {"debtor": "debtor_name", "fund": "books"}

    def __init__(self, *args: Any, books: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["books"].choices = books  # type: ignore[attr-defined]

    def receivable(self, *, creditor_id: UUID, fund_id: UUID | None, host_id: int) -> ReceivableInput:
        typed = self.cleaned_data
        return ReceivableInput(
            creditor_id=creditor_id,
            fund_id=fund_id,
            host_id=host_id,
            amount_cents=typed["amount"] or 0,
            due_on=typed["due_on"],
            debtor_name=typed["debtor_name"],
            label=typed["label"],
            reference=typed["reference"],
        )


class ProgrammeForm(WritingForm):
    """A programme, or a project of one."""

    books = forms.TypedChoiceField(label=_("Paid from"), coerce=str)
    parent = forms.TypedChoiceField(label=_("Part of"), coerce=UUID, required=False, empty_value=None)
    name_fr = forms.CharField(label=_("Name (French)"), max_length=160)
    name_en = forms.CharField(label=_("Name (English)"), max_length=160, required=False)
    purpose_fr = forms.CharField(label=_("What it is for (French)"), max_length=300, required=False)
    purpose_en = forms.CharField(label=_("What it is for (English)"), max_length=300, required=False)
    is_department = forms.BooleanField(label=_("It is a department of the school"), required=False)

    def __init__(self, *args: Any, books: Choices, parents: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["books"].choices = books  # type: ignore[attr-defined]
        self.fields["parent"].choices = [("", _("the whole school")), *parents]  # type: ignore[attr-defined]

    def programme(self, *, fund_id: UUID | None, host_id: int) -> ProgrammeInput:
        typed = dict(self.cleaned_data)
        typed.pop("books")
        return ProgrammeInput(host_id=host_id, fund_id=fund_id, parent_id=typed.pop("parent"), **typed)


class AllocateForm(WritingForm):
    """From what is to allocate; `earmark` says which money."""

    earmark = forms.TypedChoiceField(label=_("Which money"), coerce=UUID, required=False, empty_value=None)
    amount = EurosField(label=_("Amount"), required=False)
    words = forms.CharField(label=_("Who decided, and why"), max_length=300, required=False)
    asked = ("amount", "words")

    def __init__(self, *args: Any, held: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["earmark"].choices = held  # type: ignore[attr-defined]

    @property
    def given(self) -> dict[str, Any]:
        typed = self.cleaned_data
        return {"earmark_id": typed["earmark"], "amount_cents": typed["amount"] or 0, "words": typed["words"]}


class SpendForm(AllocateForm):
    """What was bought, what proves it, and how it was paid."""

    on = DayField(label=_("When"), initial=timezone.localdate)
    fact = forms.TypedChoiceField(label=_("What it made possible"), coerce=UUID, required=False, empty_value=None)
    upload = forms.FileField(label=_("Invoice"), required=False, help_text=_("PDF or picture"))
    paid_by = forms.TypedChoiceField(label=_("Bank line by which it left"), coerce=UUID, required=False, empty_value=None)

    def __init__(self, *args: Any, facts: Choices, payments: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["fact"].choices = [("", _("none named")), *facts]  # type: ignore[attr-defined]
        self.fields["paid_by"].choices = [("", _("not seen at the bank yet")), *payments]  # type: ignore[attr-defined]

    def spending(self, programme_id: UUID) -> SpendingInput:
        typed = self.cleaned_data
        named = {"fact_id": typed["fact"], "paid_by_id": typed["paid_by"], "upload": typed["upload"]}
        return SpendingInput(programme_id=programme_id, on=typed["on"], **named, **self.given)


class MoveForm(AllocateForm):
    """To another programme of the same fund."""

    to = forms.TypedChoiceField(label=_("To the programme"), coerce=UUID)
    aliases = {"programme": "to"}

    def __init__(self, *args: Any, targets: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = targets  # type: ignore[attr-defined]
