"""Issuers, bulk issue, declarations."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from filon.giving.forms.gifts import AddressForm
from filon.giving.inputs import IssuerInput
from filon.giving.kinds import IssuerKind
from filon.kernel.forms import DayField, WritingForm

ARTICLES = (("200", _("200, individuals")), ("238 bis", _("238 bis, companies")), ("978", _("978, wealth tax on real estate")))


class IssuerForm(AddressForm):
    """What every receipt says of its issuer."""

    kind = forms.ChoiceField(label=_("Legal category"), choices=IssuerKind.choices)
    object_fr = forms.CharField(
        label=_("Object, in French"), max_length=300, required=False, help_text=_("precise enough to judge eligibility")
    )
    rna = forms.CharField(label=_("RNA number"), max_length=10, required=False, help_text=_("if it has no SIREN"))
    articles = forms.MultipleChoiceField(
        label=_("Articles of the tax code"),
        choices=ARTICLES,
        initial=["200", "238 bis"],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    signatory_name = forms.CharField(label=_("Who signs"), max_length=120, required=False)
    signatory_function = forms.CharField(label=_("Function"), max_length=120, required=False)
    start = DayField(label=_("From"), initial=timezone.localdate)
    field_order = ("kind", "object_fr", "rna", "articles", "street", "postal_code", "city", "signatory_name", "signatory_function", "start")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["country"]

    def issuer(self) -> IssuerInput:
        typed = self.cleaned_data | {"country": ""}
        self.cleaned_data = typed
        names = ("kind", "object_fr", "signatory_name", "signatory_function", "start", "rna", "articles")
        return IssuerInput(address=self.address(), **{name: typed[name] for name in names})


class PeriodForm(WritingForm):
    """An issuer and a period; ``last`` is its last day, as people say it."""

    issuer = forms.TypedChoiceField(label=_("Issuer"), coerce=UUID)
    start = DayField(label=_("First day"))
    last = DayField(label=_("Last day"))
    aliases = {"end": "last", "issuer_id": "issuer"}

    def __init__(self, *args: Any, issuers: Sequence[tuple[Any, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["issuer"].choices = list(issuers)  # type: ignore[attr-defined]

    def period(self) -> dict[str, Any]:
        typed = self.cleaned_data
        return {"issuer_id": typed["issuer"], "start": typed["start"], "end": typed["last"] + dt.timedelta(days=1)}


def year_of(day: dt.date) -> dict[str, dt.date]:
    """The first and the last day of its calendar year."""
    return {"start": dt.date(day.year, 1, 1), "last": dt.date(day.year, 12, 31)}
