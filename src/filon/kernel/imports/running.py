"""The two long steps, as tasks and commands run them: every line examined, then every line that is to be taken over written."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from filon.engines.sheets import Line, Unreadable, plain
from filon.engines.sheets.values import check_computed
from filon.kernel import audit, tasks
from filon.kernel.actors import Actor
from filon.kernel.errors import Refused
from filon.kernel.imports import queries, reading
from filon.kernel.imports.kinds import Examined, GivenRow, ImportKind
from filon.kernel.imports.services import to_write
from filon.kernel.models import Import, ImportRow, ImportState, Outcome

CHUNK = 1_000
"""Lines written in one transaction, groups kept whole."""


def examine_run(found: Import, *, by: Actor) -> Import:
    """Reads the sheet again, whole, and notes what would become of each line. May be called twice."""
    kind = queries.kind_called(found.kind)
    try:
        rows = _given_rows(found, kind)
        if not rows:
            raise reading.refused("empty")
    except Refused as refused:
        return _refuse(found, refused.sentence)
    tasks.progress(0, len(rows))
    unreadable = {row.line: problems for row in rows if (problems := _unreadable(kind, row))}
    examined = kind.examine(by, found.host_id, [row for row in rows if row.line not in unreadable])
    spoilt = [Examined(line, Outcome.REFUSED, line, problems=problems) for line, problems in unreadable.items()]
    _keep(found, {row.line: row for row in rows}, [*examined, *spoilt])
    return found


def _given_rows(found: Import, kind: ImportKind) -> list[GivenRow]:
    """The lines below the names, without the names where they stand again."""
    sheet = reading.sheet_of(queries.content_of(found.file), found.sheet)
    heads = next((line.cells for line in sheet.lines if line.number == found.head_line), ())
    names = [plain(head) for head in heads]
    below = (line for line in sheet.lines if line.number > found.head_line)
    known = {field.code for field in kind.fields}
    mapping = {code: place for code, place in found.mapping.items() if code in known}
    rows = (GivenRow(line.number, _given(line, mapping)) for line in below if not _is_head(line, names))
    return [row for row in rows if row.given]


def _is_head(line: Line, names: Sequence[str]) -> bool:
    filled = [(plain(cell), name) for cell, name in zip(line.cells, names, strict=False) if cell]
    return len(filled) > 1 and all(cell == name for cell, name in filled)


def _given(line: Line, mapping: Mapping[str, int]) -> dict[str, str]:
    return {code: line.cells[place] for code, place in mapping.items() if place < len(line.cells) and line.cells[place]}


def _unreadable(kind: ImportKind, row: GivenRow) -> list[tuple[str, str]]:
    """Formulas without a result, results that are errors, and the example of the template left where it was."""
    found = []
    for code, text in row.given.items():
        try:
            check_computed(text)
        except Unreadable as unreadable:
            found.append((code, _spoilt(unreadable.code, text)))
    examples = {field.code: str(field.example) for field in kind.fields if field.example}
    if not found and len(row.given) > 2 and all(examples.get(code) == text for code, text in row.given.items()):
        found.append(("", _("This is the example of the template: it is not taken over.")))
    return found


def _spoilt(code: str, text: str) -> str:
    if code == "formula":
        return _("This formula was never computed: open the file in your spreadsheet, save it and send it again.")
    return _("This formula gives an error (%(text)s): correct it in your spreadsheet.") % {"text": text}


@transaction.atomic
def _keep(found: Import, rows: Mapping[int, GivenRow], examined: Sequence[Examined]) -> None:
    found.rows.all().delete()
    ImportRow.objects.bulk_create((_row(found, rows[one.line], one) for one in examined), batch_size=2000)
    found.counts = dict(Counter(str(one.outcome) for one in examined))
    found.state = ImportState.PREVIEW
    found.save(update_fields=["counts", "state"])
    audit.record_bulk(None, "import.examined", [found.uuid], host_id=found.host_id, lines=len(examined))


def _row(found: Import, row: GivenRow, one: Examined) -> ImportRow:
    return ImportRow(
        batch=found,
        line=one.line,
        group=one.group,
        given=dict(row.given),
        outcome=one.outcome,
        problems=[list(problem) for problem in one.problems],
        candidates=[[str(uuid), name, why] for uuid, name, why in one.candidates],
        may_be_new=one.may_be_new,
        key=one.key[:200],
        target=one.target,
    )


def _refuse(found: Import, sentence: str) -> Import:
    found.state, found.refusal, found.finished_at = ImportState.REFUSED, sentence, timezone.now()
    found.save(update_fields=["state", "refusal", "finished_at"])
    return found


def complete_run(found: Import) -> Import:
    """Asks about each new line, one after the other, and fills in what it leaves empty; stops at the first silence, which is told."""
    kind = queries.kind_called(found.kind)
    rows = list(found.rows.filter(outcome=Outcome.NEW).order_by("line"))
    found.refusal = ""
    for done, row in enumerate(rows, start=1):
        try:
            told = kind.complete(row.given) if kind.complete else None
        except Refused as silence:
            found.refusal = silence.sentence
            break
        if told is not None:
            row.given = {**told.given, **row.given}
            if told.doubt is not None:
                row.outcome, row.problems = Outcome.DOUBTFUL, [list(told.doubt)]
            row.save(update_fields=["given", "outcome", "problems"])
        tasks.progress(done, len(rows))
    found.state, found.counts = ImportState.PREVIEW, dict(Counter(found.rows.order_by("id").values_list("outcome", flat=True)))
    found.save(update_fields=["state", "counts", "refusal"])
    return found


def write_run(found: Import, *, by: Actor) -> Import:
    """Writes what is left to write, some lines a transaction; called again, it goes on where it stopped."""
    kind = queries.kind_called(found.kind)
    total = to_write(found).count()
    done = 0
    for chunk in _chunks(to_write(found).iterator(chunk_size=CHUNK)):
        _write_chunk(found, kind, chunk, by=by)
        done += len(chunk)
        tasks.progress(done, total)
    return _finish(found, by=by)


def _chunks(rows: Iterator[ImportRow]) -> Iterator[list[ImportRow]]:
    chunk: list[ImportRow] = []
    for _group, lines in groupby(rows, key=lambda row: row.group):
        chunk += lines
        if len(chunk) >= CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


@transaction.atomic
def _write_chunk(found: Import, kind: ImportKind, chunk: Sequence[ImportRow], *, by: Actor) -> None:
    given = [GivenRow(row.line, row.given, row.key, _target(row)) for row in chunk]
    written = kind.write(by, found.host_id, given, found.uuid)
    for row in chunk:
        row.is_written = row.line in written.targets
        row.target = written.targets.get(row.line, row.target)
        if row.line in written.refused:
            row.outcome, row.problems = Outcome.REFUSED, [["", written.refused[row.line]]]
    _keep_written(chunk)


def _keep_written(chunk: Sequence[ImportRow]) -> None:
    """What became of the lines, as columns: Django's way, a case for each row and column, took a quarter of the time of an import."""
    columns = zip(*((row.pk, row.is_written, row.target, row.outcome, json.dumps(row.problems)) for row in chunk), strict=True)
    with connection.cursor() as cursor:
        cursor.execute(_KEEP, [list(column) for column in columns])


_KEEP = """
UPDATE kernel_importrow AS kept
   SET is_written = told.is_written, target = told.target, outcome = told.outcome, problems = told.problems::jsonb
  FROM unnest(%s::bigint[], %s::boolean[], %s::uuid[], %s::text[], %s::text[]) AS told (id, is_written, target, outcome, problems)
 WHERE kept.id = told.id
"""


def _target(row: ImportRow) -> UUID | None:
    """What it changes: what was found, or what somebody decided it is."""
    if row.outcome != Outcome.DOUBTFUL:
        return row.target
    return None if row.decision == "new" else UUID(row.decision)


@transaction.atomic
def _finish(found: Import, *, by: Actor) -> Import:
    rows = found.rows.order_by("id")
    found.counts = {**Counter(rows.values_list("outcome", flat=True)), "written": rows.filter(is_written=True).count()}
    found.state, found.finished_at = ImportState.DONE, timezone.now()
    found.save(update_fields=["counts", "state", "finished_at"])
    touched = rows.filter(is_written=True).values_list("target", flat=True).distinct().order_by("target")
    targets = (target for target in touched.iterator(chunk_size=5000) if target is not None)
    audit.record_bulk(by, "import.done", targets, host_id=found.host_id, file=found.file.sha256, kind=found.kind)
    return found
