"""What the pages and commands of imports read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404

from filon.engines.sheets import ColumnName, Line, guess, head_of, plain
from filon.kernel import registry
from filon.kernel.actors import Actor
from filon.kernel.files import file_open
from filon.kernel.imports.kinds import ImportKind
from filon.kernel.imports.reading import ReadSheet, look
from filon.kernel.models import Import, ImportMemory, ImportState, StoredFile

OPEN = (ImportState.MAPPING, ImportState.READING, ImportState.PREVIEW, ImportState.WRITING)


def kinds_for(viewer: Actor) -> list[ImportKind]:
    """Those of which she may take over spreadsheets, for some school."""
    return [kind for kind in registry.all_of(ImportKind) if kind.hosts(viewer)]


def kind_called(code: str) -> ImportKind:
    """Raises Http404."""
    for kind in registry.all_of(ImportKind):
        if kind.code == code:
            return kind
    raise Http404


def host_for(viewer: Actor, kind: ImportKind, *, host_id: int | None = None) -> int:
    """The school for which she takes over: the one named, else the one she works for now, else her only one. Raises PermissionDenied."""
    hosts = list(kind.hosts(viewer))
    wanted = host_id or viewer.acting_host_id or (hosts[0] if len(hosts) == 1 else None)
    if wanted is None or wanted not in hosts:
        raise PermissionDenied
    return wanted


def content_of(file: StoredFile) -> bytes:
    with file_open(file) as opened:
        return opened.read()


def wanted(kind: ImportKind) -> list[ColumnName]:
    """The values of a kind, by the names of its columns in both languages."""
    return [ColumnName(field.code, (str(field.label), *field.names)) for field in kind.fields]


@dataclass(frozen=True)
class Column:
    """A column of the file: its place, its name, and what its first lines hold."""

    place: int
    name: str
    samples: Sequence[str]


@dataclass(frozen=True)
class Understanding:
    """How a sheet may be understood: the line of its names, its columns, and which value stands in which."""

    sheets: Sequence[ReadSheet]
    place: int
    head_line: int
    columns: Sequence[Column]
    mapping: Mapping[str, int]

    @property
    def sheet(self) -> ReadSheet:
        return self.sheets[self.place]


def understanding_of(
    kind: ImportKind, host_id: int, file: StoredFile, *, place: int | None = None, head: int | None = None
) -> Understanding:
    """What the first lines suggest, with what was said of such columns before. Raises Refused when the file cannot be read."""
    return understood(kind, host_id, look(content_of(file)), place=place, head=head)


def understood(
    kind: ImportKind, host_id: int, sheets: Sequence[ReadSheet], *, place: int | None = None, head: int | None = None
) -> Understanding:
    """The sheet named, else the first one that is not hidden and holds most names that are known."""
    names = wanted(kind)
    if place is None or not 0 <= place < len(sheets):
        place = max(range(len(sheets)), key=lambda at: (not sheets[at].is_hidden, _known(sheets[at], names), -at))
    lines = sheets[place].lines
    head_line = head if any(line.number == head for line in lines) and head else head_of(lines, names) or 1
    heads = next((line.cells for line in lines if line.number == head_line), ())
    below = [line for line in lines if line.number > head_line][:3]
    columns = [Column(at, name or f"#{at + 1}", _samples(below, at)) for at, name in enumerate(heads)]
    return Understanding(sheets, place, head_line, columns, _mapping(host_id, kind, heads, names))


def _known(sheet: ReadSheet, names: Sequence[ColumnName]) -> int:
    return max((len(guess(line.cells, names)) for line in sheet.lines), default=0)


def _samples(lines: Sequence[Line], place: int) -> list[str]:
    return [line.cells[place][:60] for line in lines if place < len(line.cells) and line.cells[place]]


def _mapping(host_id: int, kind: ImportKind, heads: Sequence[str], names: Sequence[ColumnName]) -> dict[str, int]:
    """What was remembered comes before what is guessed."""
    memory = ImportMemory.objects.filter(host_id=host_id, kind=kind.code).values_list("names", flat=True).first() or {}
    known = {column.code for column in names}
    remembered = {code: place for place, head in enumerate(heads) if (code := memory.get(plain(head))) in known}
    free = ["" if place in remembered.values() or memory.get(plain(head)) == "" else head for place, head in enumerate(heads)]
    guessed = guess(free, [column for column in names if column.code not in remembered])
    return {**guessed, **remembered}


def counts_of(found: Import) -> dict[str, int]:
    """Lines by outcome; what is doubtful and decided counts as decided."""
    counts: dict[str, int] = {str(name): int(count) for name, count in found.counts.items()}
    return counts


def said(kind: ImportKind, code: str) -> str:
    """The label of a value, for the place of a problem."""
    return next((str(field.label) for field in kind.fields if field.code == code), "")


def open_imports(viewer: Actor, *kinds: ImportKind) -> Any:
    """Those of these kinds that wait or work, the latest first."""
    codes = [kind.code for kind in kinds]
    return Import.objects.visible_to(viewer).filter(kind__in=codes, state__in=OPEN).select_related("file").order_by("-id")[:10]


def asked(kind: ImportKind, found: Import, given: Mapping[str, Any]) -> Understanding:
    """The sheet and the line of names that the page asks for, else those kept; what was said of the columns stays while both do."""
    place, head = (_number(given.get(name)) for name in ("sheet", "head_line" if "head_line" in given else "head"))
    told = understanding_of(kind, found.host_id, found.file, place=found.sheet if place is None else place, head=head or None)
    is_kept = (told.place, told.head_line) == (found.sheet, found.head_line)
    if head is None and place is None and told.head_line != found.head_line:
        return understanding_of(kind, found.host_id, found.file, place=found.sheet, head=found.head_line)
    return replace(told, mapping=found.mapping) if is_kept else told


def _number(text: Any) -> int | None:
    return int(text) if str(text or "").isdecimal() else None
