"""The register of personal data, and what the last purges did."""

from __future__ import annotations

from dataclasses import dataclass

from filon.kernel.registry import PersonalDataClass, Purge, Sentence, all_of
from filon.privacy.models import PurgeLine, PurgeRun

RUNS = 10


@dataclass(frozen=True)
class RegisterLine:
    """A class; ``is_purged``: its end comes by itself; ``last``: what the last purge did of it."""

    held: PersonalDataClass
    is_purged: bool
    last: PurgeLine | None


@dataclass(frozen=True)
class RunLine:
    """A purge and the classes of which it removed something, each with its purpose."""

    run: PurgeRun
    removed: list[tuple[Sentence, int]]


@dataclass(frozen=True)
class Register:
    """Everything the page says."""

    lines: list[RegisterLine]
    runs: list[RunLine]


def register_today() -> Register:
    """Two queries."""
    classes, purged = all_of(PersonalDataClass), {one.code for one in all_of(Purge)}
    runs = list(PurgeRun.objects.prefetch_related("lines")[:RUNS])
    last = {line.code: line for line in runs[0].lines.all()} if runs else {}
    purposes = {one.code: one.purpose for one in classes}
    told = [RunLine(run, [(purposes.get(line.code, line.code), line.removed) for line in run.lines.all() if line.removed]) for run in runs]
    return Register([RegisterLine(one, one.code in purged, last.get(one.code)) for one in classes], told)
