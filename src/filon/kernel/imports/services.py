"""Every step of an import. Nothing is written but its own lines until somebody confirms."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from filon.engines.sheets import SheetsRefused, plain
from filon.engines.sheets.delimited import decoded
from filon.kernel import audit
from filon.kernel.actors import Actor
from filon.kernel.errors import Refused
from filon.kernel.files import LARGEST, file_store
from filon.kernel.imports import queries, reading
from filon.kernel.imports.kinds import ImportKind
from filon.kernel.models import Import, ImportMemory, ImportRow, ImportState, Outcome
from filon.kernel.rights import get_visible_or_404

ALLOWED = ("xlsx", "csv", "txt")


@transaction.atomic
def import_begin(*, by: Actor, kind: ImportKind, upload: Any, host_id: int | None = None) -> Import:
    """Keeps the file and looks at its first lines. Raises Refused (field `file`)."""
    school = queries.host_for(by, kind, host_id=host_id)
    content, name = _received(upload)
    file = file_store(by=by, upload=io.BytesIO(content), name=name, purpose="import", allowed=ALLOWED, host_id=school)
    found = queries.understood(kind, school, reading.look(content))
    begun = Import.objects.create(
        host_id=school,
        actor_id=by.id,
        kind=kind.code,
        file=file,
        sheet=found.place,
        head_line=found.head_line,
        mapping=dict(found.mapping),
    )
    audit.record(by, "import.begun", begun, file=file.uuid, kind=kind.code)
    return begun


def _received(upload: Any) -> tuple[bytes, str]:
    """The content, a text always in UTF-8, and its name. What is no spreadsheet is left for `file_store` to refuse by its name."""
    content = upload.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise reading.refused("too_large")
    name = str(getattr(upload, "name", "") or "file")
    if content.startswith(reading_signatures()):
        return content, name
    if PurePosixPath(name).suffix.lower() not in (".csv", ".txt", ".tsv"):
        raise reading.refused("not_a_sheet" if content else "empty")
    try:
        text = decoded(content)
    except SheetsRefused as unreadable:
        raise reading.refused(unreadable.code) from unreadable
    if not text.strip():
        raise reading.refused("empty")
    return text.encode(), str(PurePosixPath(name).with_suffix(".csv")) if name.lower().endswith(".tsv") else name


def reading_signatures() -> tuple[bytes, ...]:
    """How workbooks begin: XLSX, and the old format, which is refused with its own sentence."""
    return (b"PK\x03\x04",)


def _opened(by: Actor, import_id: UUID, *states: ImportState) -> Import:
    found = get_visible_or_404(Import.objects.select_related("file"), viewer=by, id=import_id, lock=True)
    if found.state not in states:
        sentence = _("This import is “%(state)s”: open its page again to see where it stands.")
        raise Refused(sentence % {"state": ImportState(found.state).label})
    return found


@transaction.atomic
def import_map(*, by: Actor, import_id: UUID, mapping: Mapping[str, int], sheet: int = 0, head_line: int = 1) -> Import:
    """Says which column holds which value, and has every line examined in the background. The school remembers it for the next file."""
    from filon.kernel.imports.tasks import examine  # noqa: PLC0415  the task calls this module

    found = _opened(by, import_id, ImportState.MAPPING, ImportState.PREVIEW)
    kind = queries.kind_called(found.kind)
    check_mapping(kind, mapping)
    found.sheet, found.head_line, found.mapping = sheet, head_line, dict(mapping)
    found.state, found.counts, found.language = ImportState.READING, {}, get_language() or ""
    found.task_id = UUID(examine.enqueue(found.pk).id)
    found.save()
    _remember(found, kind)
    audit.record(by, "import.mapped", found)
    return found


def check_mapping(kind: ImportKind, mapping: Mapping[str, int]) -> None:
    """Every value that is needed has its column, and no column serves twice. Raises Refused."""
    for field in kind.fields:
        if field.is_required and field.code not in mapping:
            raise Refused(_("Say which column holds “%(label)s”: no line goes without it.") % {"label": field.label}, field=field.code)
    places = Counter(mapping.values())
    twice = next((code for code, place in mapping.items() if places[place] > 1), None)
    if twice is not None:
        sentence = _("This column is chosen for several values: choose another one for “%(label)s”, or none.")
        raise Refused(sentence % {"label": queries.said(kind, twice)}, field=twice)


def _remember(found: Import, kind: ImportKind) -> None:
    """Column names of the file to what they mean; "" for those that mean nothing here."""
    told = queries.understanding_of(kind, found.host_id, found.file, place=found.sheet, head=found.head_line)
    by_place = {place: code for code, place in found.mapping.items()}
    memory, _is_new = ImportMemory.objects.select_for_update().get_or_create(host_id=found.host_id, kind=found.kind)
    memory.names = memory.names | {plain(column.name): by_place.get(column.place, "") for column in told.columns}
    memory.save()


@transaction.atomic
def import_decide(*, by: Actor, import_id: UUID, decisions: Mapping[int, str]) -> Import:
    """What doubtful lines are: line to "new", "skip", "" (not decided) or the UUID of one of their candidates. The first line of a group
    answers for the others."""
    found = _opened(by, import_id, ImportState.PREVIEW)
    rows = list(found.rows.filter(group__in=decisions, outcome=Outcome.DOUBTFUL))
    for row in rows:
        row.decision = decisions[row.group]
        new = ["new"] if row.may_be_new else []
        if row.decision not in ("", "skip", *new, *(candidate[0] for candidate in row.candidates)):
            raise Refused(_("Line %(line)d: choose one of the answers offered.") % {"line": row.line})
    ImportRow.objects.bulk_update(rows, ["decision"])
    found.counts["decided"] = found.rows.filter(outcome=Outcome.DOUBTFUL).exclude(decision="").count()
    found.save(update_fields=["counts"])
    audit.record(by, "import.decided", found, lines=len(rows))
    return found


@transaction.atomic
def import_confirm(*, by: Actor, import_id: UUID) -> Import:
    """Has the lines written in the background: what is new, what changes, and what was decided. The others are left out."""
    from filon.kernel.imports.tasks import write  # noqa: PLC0415  the task calls this module

    found = _opened(by, import_id, ImportState.PREVIEW)
    if not to_write(found).exists():
        raise Refused(_("No line is to be taken over: decide what the doubtful ones are, or correct the file and send it again."))
    found.state, found.actor_id, found.language = ImportState.WRITING, by.id, get_language() or ""
    found.task_id = UUID(write.enqueue(found.pk).id)
    found.save()
    audit.record(by, "import.confirmed", found)
    return found


@transaction.atomic
def import_complete(*, by: Actor, import_id: UUID) -> Import:
    """Has somebody outside asked, in the background, for what new lines leave empty."""
    from filon.kernel.imports.tasks import complete  # noqa: PLC0415  the task calls this module

    found = _opened(by, import_id, ImportState.PREVIEW)
    if queries.kind_called(found.kind).complete is None:
        raise Refused(_("Nobody outside knows more of these lines."))
    found.state, found.actor_id, found.language = ImportState.READING, by.id, get_language() or ""
    found.task_id = UUID(complete.enqueue(found.pk).id)
    found.save()
    audit.record(by, "import.completed", found)
    return found


def to_write(found: Import) -> Any:
    """Lines that something is to become of and that are not written yet, group by group."""
    from django.db.models import Q  # noqa: PLC0415

    chosen = Q(outcome__in=(Outcome.NEW, Outcome.CHANGE)) | Q(outcome=Outcome.DOUBTFUL) & ~Q(decision__in=("", "skip"))
    return found.rows.filter(chosen, is_written=False).order_by("group", "line")


@transaction.atomic
def import_give_up(*, by: Actor, import_id: UUID) -> Import:
    """Its lines are forgotten; the file stays in the audit's care."""
    found = _opened(by, import_id, ImportState.MAPPING, ImportState.PREVIEW, ImportState.REFUSED)
    found.rows.all().delete()
    found.state, found.finished_at = ImportState.GIVEN_UP, timezone.now()
    found.save()
    audit.record(by, "import.given_up", found)
    return found
