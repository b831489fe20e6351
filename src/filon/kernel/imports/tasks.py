"""What imports do in the background, as the person who asked, in her language."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.utils import translation

from filon.kernel.imports import running
from filon.kernel.models import Import, ImportState
from filon.kernel.tasks import task


@contextmanager
def _as_asked(import_key: int) -> Iterator[tuple[Import, Any]]:
    found = Import.objects.select_related("file").get(pk=import_key)
    by = get_user_model()._default_manager.get(pk=found.actor_id)
    with translation.override(found.language or settings.LANGUAGE_CODE):
        yield found, by


@task(attempts=3)
def examine(import_key: int) -> None:
    with _as_asked(import_key) as (found, by):
        if found.state == ImportState.READING:
            running.examine_run(found, by=by)


@task(attempts=3)
def complete(import_key: int) -> None:
    with _as_asked(import_key) as (found, _by):
        if found.state == ImportState.READING:
            running.complete_run(found)


@task(attempts=5)
def write(import_key: int) -> None:
    with _as_asked(import_key) as (found, by):
        if found.state == ImportState.WRITING:
            running.write_run(found, by=by)
