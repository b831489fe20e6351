"""The form of whoever wants to know whether a PDF is ours and untouched."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from filon.kernel.forms import WritingForm

CHECKED_BYTES = 20 * 1024 * 1024
"""Greatest size of a PDF that is checked for anybody."""


class CheckForm(WritingForm):
    pdf = forms.FileField(
        label=gettext_lazy("The PDF to check"),
        help_text=gettext_lazy("At most 20 MB. It is read, then forgotten: nothing is kept."),
        error_messages={
            "required": gettext_lazy("Choose the PDF to check."),
            "empty": gettext_lazy("This file is empty: choose the PDF to check."),
        },
    )

    def clean_pdf(self) -> bytes:
        """The bytes, never more than are read."""
        upload = self.cleaned_data["pdf"]
        content: bytes = upload.read(CHECKED_BYTES + 1)
        if len(content) > CHECKED_BYTES:
            raise ValidationError(_("This file is larger than 20 MB: it is not read."))
        return content
