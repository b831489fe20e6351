"""Gifts without an agreement, gifts in kind, donors."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from filon.giving.inputs import Address, DonationInput, IndividualInput, InKindInput
from filon.giving.kinds import MONEY, GiftForm, InKind, Means, SkillsForm
from filon.kernel.forms import DayField, EurosField, WritingForm

Choices = Sequence[tuple[Any, str]]


class GivenForm(WritingForm):
    """Who gives to whom."""

    donor = forms.TypedChoiceField(label=_("Donor"), coerce=UUID)
    beneficiary = forms.TypedChoiceField(label=_("Received by"), coerce=UUID)
    fund = forms.TypedChoiceField(label=_("For the fund"), coerce=UUID, required=False, empty_value=None)

    def __init__(self, *args: Any, choices: Mapping[str, Choices], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, own in choices.items():
            if name in self.fields:
                empty = [("", _("choose"))] if self.fields[name].required and len(own) != 1 else [("", "—")]
                self.fields[name].choices = [*([] if self.fields[name].required and len(own) == 1 else empty), *own]  # type: ignore[attr-defined]


class DonationForm(GivenForm):
    """A gift of money that no agreement announced."""

    amount = EurosField(label=_("Amount"))
    means = forms.ChoiceField(label=_("Means"), choices=[(means.value, means.label) for means in MONEY])
    expected_on = DayField(label=_("Expected on"), initial=timezone.localdate, required=False)
    handed_on = DayField(label=_("Arrived on"), required=False, help_text=_("for a cheque or cash: that day is the date of the gift"))
    form = forms.ChoiceField(label=_("Form of the gift"), choices=GiftForm.choices, initial=GiftForm.MANUAL)
    campaign = forms.TypedChoiceField(label=_("Campaign"), coerce=UUID, required=False, empty_value=None)

    def donation(self) -> DonationInput:
        typed = self.cleaned_data
        return DonationInput(
            donor_id=typed["donor"],
            beneficiary_id=typed["beneficiary"],
            amount_cents=typed["amount"],
            means=Means(typed["means"]),
            fund_id=typed["fund"],
            campaign_id=typed["campaign"],
            expected_on=typed["expected_on"],
            handed_on=typed["handed_on"],
            form=GiftForm(typed["form"]),
        )


class InKindForm(GivenForm):
    """Something given in kind, as its donor states it: only the figures of what is chosen are read."""

    aliases: ClassVar[Mapping[str, str]] = {
        "purchase_cents": "purchase",
        "rebate_cents": "rebate",
        "borne_cents": "borne",
        "hours_hundredths": "hours",
        "hour_cost_cents": "hour_cost",
        "share_hundredths": "share",
        "cost_cents": "cost",
        "file": "proof",
    }
    pledge = forms.TypedChoiceField(label=_("Promised in"), coerce=UUID, required=False, empty_value=None)
    kind = forms.ChoiceField(label=_("What is given"), choices=InKind.choices, widget=forms.RadioSelect)
    description = forms.CharField(
        label=_("Description, exhaustive"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("nature and quantities; for skills, who comes for how long; the receipt bears it"),
    )
    received_on = DayField(label=_("Received on"), initial=timezone.localdate)
    stated_on = DayField(label=_("Stated by the donor on"), initial=timezone.localdate)
    purchase = EurosField(label=_("Price paid or cost of production"), required=False)
    rebate = EurosField(label=_("Rebates obtained"), required=False)
    borne = EurosField(label=_("Transport and handling borne"), required=False)
    hours = forms.DecimalField(label=_("Hours"), required=False, min_value=0, max_digits=8, decimal_places=2, localize=True)
    hour_cost = EurosField(label=_("Cost of one hour, without margin"), required=False)
    form = forms.ChoiceField(label=_("Form of the skills"), choices=[("", "—"), *SkillsForm.choices], required=False)
    months = forms.IntegerField(label=_("Months"), required=False, min_value=1, max_value=36)
    share = forms.IntegerField(label=_("Share of full time, in %"), required=False, min_value=1, max_value=100, initial=100)
    cost = EurosField(label=_("Pay and social charges of that time"), required=False)
    proof = forms.FileField(label=_("The donor’s signed statement"), required=False, help_text=_("PDF or picture, 25 MB at most"))

    def gift(self) -> InKindInput:
        typed = self.cleaned_data
        form = SkillsForm(typed["form"]) if typed["form"] else None
        return InKindInput(
            donor_id=typed["donor"],
            beneficiary_id=typed["beneficiary"],
            kind=InKind(typed["kind"]),
            description=typed["description"],
            statement=self._statement(),
            received_on=typed["received_on"],
            stated_on=typed["stated_on"],
            proof=typed["proof"],
            form=form,
            fund_id=typed["fund"],
            pledge_id=typed["pledge"],
        )

    def _statement(self) -> dict[str, int]:
        """Figures that are typed; rebates and transport left empty are none."""
        typed = self.cleaned_data
        found = {
            "purchase_cents": typed["purchase"],
            "rebate_cents": typed["rebate"] or 0,
            "borne_cents": typed["borne"] or 0,
            "hours_hundredths": None if typed["hours"] is None else int(typed["hours"] * 100),
            "hour_cost_cents": typed["hour_cost"],
            "months": typed["months"],
            "share_hundredths": typed["share"],
            "cost_cents": typed["cost"],
        }
        return {name: value for name, value in found.items() if value is not None}


class AddressForm(WritingForm):
    street = forms.CharField(label=_("Street and number"), max_length=160, required=False)
    postal_code = forms.CharField(label=_("Postal code"), max_length=10, required=False)
    city = forms.CharField(label=_("Town"), max_length=80, required=False)
    country = forms.CharField(label=_("Country, if not France"), max_length=60, required=False)

    def address(self) -> Address:
        typed = self.cleaned_data
        return Address(typed["street"], typed["postal_code"], typed["city"], typed["country"])


class EntityDonorForm(AddressForm):
    legal_form = forms.CharField(label=_("Legal form"), max_length=80, required=False, help_text=_("SAS, SA, SARL…"))
    field_order = ("legal_form", "street", "postal_code", "city", "country")


class IndividualForm(AddressForm):
    first_name = forms.CharField(label=_("First name"), max_length=80)
    last_name = forms.CharField(label=_("Surname"), max_length=80)
    email = forms.EmailField(label=_("E-mail"), required=False)
    field_order = ("first_name", "last_name", "email", "street", "postal_code", "city", "country")

    def individual(self) -> IndividualInput:
        typed = self.cleaned_data
        return IndividualInput(typed["first_name"], typed["last_name"], self.address(), typed["email"])
