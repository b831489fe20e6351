"""The form of whoever holds a receipt and wants to know whether it holds."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from filon.kernel.forms import WritingForm


class VerifyForm(WritingForm):
    number = forms.CharField(
        label=_("Number of the receipt"),
        max_length=20,
        help_text=_("as printed, for example 2026-000123"),
        error_messages={"required": _("Type the number of the receipt.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    code = forms.CharField(
        label=_("Code"),
        max_length=40,
        help_text=_("sixteen signs at the foot of the receipt, with or without hyphens"),
        error_messages={"required": _("Type the code of the receipt.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )
