"""What every model of the house starts from."""

import secrets
import time
import uuid
from typing import Any, ClassVar, NoReturn

from django.db import models


def uuid7() -> uuid.UUID:
    """A version 7 UUID (RFC 9562 §5.7): 48 bits of Unix milliseconds, then random bits, so that new rows sort last."""
    milliseconds = time.time_ns() // 1_000_000
    value = (milliseconds & ((1 << 48) - 1)) << 80 | secrets.randbits(80)
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    return uuid.UUID(int=value)


class Record(models.Model):
    """A bigint key for the inside, a UUID for addresses, interfaces and exports."""

    id = models.BigAutoField(primary_key=True)
    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)

    class Meta:
        abstract = True


class Noted(models.Model):
    """Mixin: what a row says as it is added goes into the audit chain with the next event of its transaction (`kernel.noted`), so that
    nobody changes, adds or removes one unseen; put `NotedRows(model_name=…)` in the migration that creates the table."""

    may_change: ClassVar[tuple[str, ...]] = ()
    """Columns that are not noted, because services change them later."""

    class Meta:
        abstract = True


class AppendOnlyError(TypeError):
    """The code tried to change or delete a row that may only be added. A defect, never a person's mistake."""


class AppendOnly(models.Model):
    """Mixin: rows are added and read, nothing else. The application's role and a trigger hold it in SQL too
    (`kernel.appendonly`); put `AppendOnlyTrigger(model_name=…)` in the migration that creates the table."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise AppendOnlyError(f"{self._meta.label} is append-only: add a row that corrects this one")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:  # noqa: ARG002
        raise AppendOnlyError(f"{self._meta.label} is append-only: nothing is deleted")
