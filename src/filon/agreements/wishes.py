"""The letters of agreements that a person turns on and off; a request to sign, its code and the signed document are not among them."""

from django.utils.translation import gettext_lazy as _

from filon.kernel.registry import LetterChoice

APPROVALS = "agreements.approvals"
REMINDERS = "agreements.reminders"
CHOICES = (
    LetterChoice(
        APPROVALS,
        30,
        _("A letter when a text waits for my approval"),
        _("Without it, my week says so."),
        is_usual=True,
        kinds=("agreements.review",),
    ),
    LetterChoice(
        REMINDERS,
        40,
        _("Reminders when I have not signed after three days"),
        _("The request itself always comes: a legal document waits for my signature."),
        is_usual=True,
    ),
)
