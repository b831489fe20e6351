"""What is chosen about letters."""

from django import forms
from django.utils.translation import gettext_lazy as _

from filon.kernel.forms import WritingForm
from filon.people.models.user import LANGUAGES


class MailForm(WritingForm):
    """The letters one may choose."""

    wants_digest = forms.BooleanField(
        label=_("My week by mail, on Monday morning"), required=False, help_text=_("Nothing when there is nothing to tell")
    )
    language = forms.ChoiceField(label=_("Language of the week"), choices=[("", _("that of my account")), *LANGUAGES], required=False)
