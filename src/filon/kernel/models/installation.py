"""What is true of this database as a whole, and the views people keep of their lists."""

from typing import Any

from django.db import models
from django.db.models.functions import Now

from filon.kernel.addresses import address
from filon.kernel.models.base import Record


class Installation(models.Model):
    """The single row that says whether this database is a demo. No row: it is not."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    demo = models.BooleanField(default=False)
    seed = models.BigIntegerField(null=True)
    seeded_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="installation_single_row")]


class SavedViewQuerySet(models.QuerySet["SavedView"]):
    def visible_to(self, viewer: Any) -> "SavedViewQuerySet":
        return self.filter(owner_id=viewer.id)


class SavedView(Record):
    """A list as somebody likes it: `page` is the URL name, `query` the query string without its page number."""

    owner_id = models.BigIntegerField()
    page = models.CharField(max_length=100)
    name = models.CharField(max_length=80)
    query = models.TextField(blank=True)
    created_at = models.DateTimeField(db_default=Now())

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner_id", "page", "name"], name="saved_view_one_name")]

    @property
    def address(self) -> str:
        """The list as it was kept."""
        return f"{address(self.page)}?{self.query}" if self.query else address(self.page)
