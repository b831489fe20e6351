"""In a demonstration no message leaves: each is kept here and read on the mailbox page."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from filon.kernel.models import Record


class KeptMessage(Record):
    """A message that would have been sent."""

    to = models.EmailField(_("to"))
    subject = models.CharField(_("subject"), max_length=300)
    body = models.TextField(_("message"))
    at = models.DateTimeField(_("at"), default=timezone.now)

    class Meta:
        verbose_name = _("kept message")
        verbose_name_plural = _("kept messages")
        indexes = [models.Index(fields=["-at"], name="kept_message_at")]

    def __str__(self) -> str:
        return self.subject
