"""Letters that somebody asks about: when each left, and whether it came back."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from filon.kernel.models import Record
from filon.people.models.host import Host


class SentLetter(Record):
    """A letter about an object (`about_type`, `about_uuid`). `handed_at`: it was leaving; `left_at`: the mail server has taken it;
    `returned_at`: it was refused, or a report says that it did not arrive, and `why`, in the words of the mail server."""

    host = models.ForeignKey(Host, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("school"))
    about_type = models.CharField(max_length=100)
    about_uuid = models.UUIDField()
    message_id = models.CharField(max_length=255, unique=True)
    to = models.EmailField(_("to"))
    handed_at = models.DateTimeField(default=timezone.now)
    left_at = models.DateTimeField(null=True, blank=True)
    returned_at = models.DateTimeField(null=True, blank=True)
    why = models.CharField(_("why it did not arrive"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("letter sent")
        verbose_name_plural = _("letters sent")
        ordering = ["id"]
        indexes = [
            models.Index(fields=["about_uuid"], name="sent_letter_about"),
            models.Index(fields=["handed_at"], name="sent_letter_at"),
            models.Index(fields=["host"], condition=models.Q(returned_at__isnull=False), name="sent_letter_returned"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(why="") ^ models.Q(returned_at__isnull=False), name="sent_letter_returned_with_a_reason"
            )
        ]

    def __str__(self) -> str:
        return self.message_id

    @property
    def is_in_doubt(self) -> bool:
        """Nobody knows whether it left."""
        return self.left_at is None and self.returned_at is None
