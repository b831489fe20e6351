"""What a partner's people type about their own organisation."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from filon.kernel.forms import EurosField, WritingForm
from filon.partners.forms import ClosingForm
from filon.partners.kinds import AccessLevel
from filon.partners.models import Affiliation, Relationship
from filon.partners.services.own import ColleagueInput, SignatoryInput


class OwnDataForm(WritingForm):
    """Where letters and invoices go; the name and the numbers of the register are the school's to correct."""

    address = forms.CharField(label=_("Postal address"), max_length=400, required=False, widget=forms.Textarea(attrs={"rows": 3}))
    invoicing_email = forms.EmailField(label=_("E-mail for invoices"), required=False)

    @staticmethod
    def typed(held: Affiliation) -> dict[str, Any]:
        known = Relationship.objects.filter(host=held.contact.host_id, entity=held.entity_id).first()
        return {} if known is None else {"address": known.address, "invoicing_email": known.invoicing_email}


class ColleagueForm(WritingForm):
    name = forms.CharField(label=_("First and last name"), max_length=120)
    function = forms.CharField(label=_("Function"), max_length=120)
    email = forms.EmailField(label=_("E-mail"), help_text=_("she signs in with a link sent to this address"))
    phone = forms.CharField(label=_("Telephone"), max_length=30, required=False)
    level = forms.ChoiceField(label=_("What she may do"), choices=AccessLevel.choices, initial=AccessLevel.READS)

    def colleague(self) -> ColleagueInput:
        return ColleagueInput(**self.cleaned_data)


class SignatoryForm(WritingForm):
    aliases: ClassVar = {"file": "document"}

    name = forms.CharField(label=_("First and last name"), max_length=120)
    function = forms.CharField(label=_("Function"), max_length=120)
    email = forms.EmailField(label=_("E-mail"), help_text=_("where she is asked to sign"))
    sign_limit = EurosField(label=_("May sign up to"), required=False, help_text=_("in euros; empty for no limit"))
    document = forms.FileField(
        label=_("Document that gives the power to sign"),
        help_text=_("PDF: a delegation, minutes, an extract of the register."),
        error_messages={"required": _("Join the document that gives the power: the school reads it.")},
    )

    def signatory(self) -> SignatoryInput:
        typed = dict(self.cleaned_data)
        return SignatoryInput(sign_limit_cents=typed.pop("sign_limit"), **typed)


class LevelForm(WritingForm):
    level = forms.ChoiceField(label=_("What she may do"), choices=AccessLevel.choices)


class LeavingForm(ClosingForm):
    """The last day of a colleague's function."""
