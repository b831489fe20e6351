"""What the page of an import shows: figures, lines and their reasons, or how far it has come."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.utils.translation import gettext as _

from filon.kernel.imports import queries
from filon.kernel.imports.kinds import ImportKind
from filon.kernel.models import Import, ImportRow, ImportState, Outcome
from filon.kernel.tasks import progress_of

A_PAGE = 25
SHOWN = 5
"""Values of a line that the list shows."""


@dataclass(frozen=True)
class ShownRow:
    """`title`: its first value; `told`: label and text of the next ones; `problems`: name of the column and sentence."""

    row: ImportRow
    title: str
    told: Sequence[tuple[str, str]]
    problems: Sequence[tuple[str, str]]
    choices: Sequence[tuple[str, str]]


def preview_of(found: Import, given: Mapping[str, Any]) -> dict[str, Any]:
    """The context of the page; three queries and those of the progress."""
    kind = queries.kind_called(found.kind)
    context: dict[str, Any] = {"import": found, "kind": kind, "counts": found.counts, "views": _views(found, given)}
    if found.state in (ImportState.READING, ImportState.WRITING):
        context["progress"] = progress_of(found.task_id) if found.task_id else None
        return context
    chosen = context["chosen"] = _chosen(found, given)
    paged = Paginator(found.rows.filter(outcome=chosen).order_by("line"), A_PAGE).get_page(given.get("page"))
    context |= {"paged": paged, "rows": _shown(kind, paged), "to_write": _to_write(found), "undecided": _undecided(found)}
    return context


def _chosen(found: Import, given: Mapping[str, Any]) -> str:
    """The lines asked for, else those that need somebody first."""
    asked = str(given.get("lines", ""))
    if asked in Outcome.values:
        return asked
    order = (Outcome.DOUBTFUL, Outcome.REFUSED, Outcome.NEW, Outcome.CHANGE, Outcome.SAME)
    return next((one.value for one in order if found.counts.get(one.value)), Outcome.NEW.value)


def _views(found: Import, given: Mapping[str, Any]) -> list[tuple[str, str, int, bool]]:
    """Code, label, number of lines, whether they are shown."""
    chosen = _chosen(found, given)
    return [(one.value, str(one.label), found.counts.get(one.value, 0), one.value == chosen) for one in Outcome]


def _to_write(found: Import) -> int:
    """How many lines a confirmation takes over."""
    counts = found.counts
    skipped = found.rows.filter(outcome=Outcome.DOUBTFUL, decision="skip").count() if counts.get("decided") else 0
    return int(counts.get(Outcome.NEW, 0) + counts.get(Outcome.CHANGE, 0) + counts.get("decided", 0) - skipped)


def _undecided(found: Import) -> int:
    return int(found.counts.get(Outcome.DOUBTFUL, 0) - found.counts.get("decided", 0))


def _shown(kind: ImportKind, paged: Page[ImportRow]) -> list[ShownRow]:
    labels = {field.code: str(field.label) for field in kind.fields}
    return [_shown_row(row, labels) for row in paged]


def _shown_row(row: ImportRow, labels: Mapping[str, str]) -> ShownRow:
    told = [(labels[code], row.given[code]) for code in labels if row.given.get(code)]
    problems = [(labels.get(code, ""), sentence) for code, sentence in row.problems]
    return ShownRow(row, told[0][1] if told else "", told[1:SHOWN], problems, _choices(row))


def _choices(row: ImportRow) -> list[tuple[str, str]]:
    """What somebody may answer of a doubtful line; the first line of a group answers for all."""
    if row.outcome != Outcome.DOUBTFUL or row.line != row.group:
        return []
    same = [(uuid, _("It is %(name)s (%(why)s)") % {"name": name, "why": why}) for uuid, name, why in row.candidates]
    new = [("new", _("Take over as new"))] if row.may_be_new else []
    return [("", _("Not decided")), *same, *new, ("skip", _("Leave out"))]
