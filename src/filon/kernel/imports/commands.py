"""`filon import <kind> FILE`: the same reading, reasons and writing as on the pages, for a terminal."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from filon.kernel.errors import Refused
from filon.kernel.files import LARGEST
from filon.kernel.imports import queries, reading, running, services
from filon.kernel.imports.kinds import ImportKind
from filon.kernel.models import Import, ImportState, Outcome
from filon.kernel.registry import Command

REFUSED = 1
MOST_TOLD = 20
"""Reasons printed; the page of the import shows all."""


def file_argument(text: str) -> Path:
    """Raises ArgumentTypeError (exit code 2)."""
    path = Path(text)
    if not path.is_file():
        raise ArgumentTypeError(_("“%(path)s” is not a file") % {"path": text})
    return path


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", type=file_argument, help="an .xlsx or .csv file")
    parser.add_argument("--by", metavar="EMAIL", help="who takes it over (needed when several people could)")
    parser.add_argument(
        "--map", metavar="M", type=file_argument, help="JSON file: value to name of its column; what it leaves out is guessed"
    )
    parser.add_argument("--dry-run", action="store_true", help="examine every line, tell the reasons, write nothing")


def run(kind: ImportKind, arguments: Namespace) -> int:
    """0 when every line is taken over or known, 1 when some are refused or wait for an answer."""
    if arguments.file.stat().st_size > LARGEST:
        raise reading.refused("too_large")
    by = _who(kind, arguments.by)
    with arguments.file.open("rb") as upload:
        begun = services.import_begin(by=by, kind=kind, upload=upload)
    mapping = dict(begun.mapping) | _map_of(kind, begun, arguments.map)
    services.import_map(by=by, import_id=begun.uuid, mapping=mapping, sheet=begun.sheet, head_line=begun.head_line)
    begun.refresh_from_db()
    found = running.examine_run(begun, by=by)
    if found.state == ImportState.REFUSED:
        raise Refused(found.refusal)
    if arguments.dry_run:
        _tell(kind, found)
        services.import_give_up(by=by, import_id=found.uuid)
    elif services.to_write(found).exists():
        services.import_confirm(by=by, import_id=found.uuid)
        found.refresh_from_db()
        _tell(kind, running.write_run(found, by=by))
    else:
        _tell(kind, found)
    return REFUSED if found.counts.get(Outcome.REFUSED) or found.counts.get(Outcome.DOUBTFUL) else 0


def _who(kind: ImportKind, email: str | None) -> Any:
    """The person named, or the only one who may. Raises Refused."""
    people = get_user_model()._default_manager.filter(is_active=True)
    if email:
        people = people.filter(email__iexact=email)
    able = [person for person in people.iterator() if kind.hosts(person)][:2]
    if len(able) != 1:
        raise Refused(_("Say who takes this file over, like --by claire@school.example: nobody or several people could."))
    return able[0]


def _map_of(kind: ImportKind, begun: Import, path: Path | None) -> dict[str, int]:
    """Places of the columns that the file of --map names. Raises Refused."""
    if path is None:
        return {}
    try:
        names = json.loads(path.read_text(encoding="utf-8"))
    except ValueError:
        names = None
    if not isinstance(names, Mapping) or not set(names) <= {field.code for field in kind.fields}:
        codes = ", ".join(field.code for field in kind.fields)
        raise Refused(_("The file of --map is a JSON object whose keys are among: %(codes)s.") % {"codes": codes})
    told = queries.understanding_of(kind, begun.host_id, begun.file, place=begun.sheet, head=begun.head_line)
    places = {column.name: column.place for column in told.columns}
    missing = next((name for name in names.values() if name not in places), None)
    if missing is not None:
        words = {"name": missing, "names": ", ".join(places)}
        raise Refused(_("The file has no column called “%(name)s”: it has %(names)s.") % words)
    return {code: places[name] for code, name in names.items()}


def _tell(kind: ImportKind, found: Import) -> None:
    """Figures on the output, reasons on the errors."""
    for outcome in Outcome:
        count = found.counts.get(outcome.value, 0)
        sys.stdout.write(
            ngettext("%(num)d line: %(outcome)s", "%(num)d lines: %(outcome)s", count) % {"num": count, "outcome": outcome.label}
        )
        sys.stdout.write("\n")
    if found.state == ImportState.DONE:
        written = found.counts["written"]
        sys.stdout.write(ngettext("%(num)d line taken over", "%(num)d lines taken over", written) % {"num": written} + "\n")
    rows = found.rows.filter(outcome__in=(Outcome.REFUSED, Outcome.DOUBTFUL)).order_by("line")
    for row in rows[:MOST_TOLD]:
        for code, sentence in row.problems:
            label = queries.said(kind, code)
            sys.stderr.write(_("line %(line)d") % {"line": row.line} + (f", {label}" if label else "") + f": {sentence}\n")


def command_of(kind: ImportKind) -> Command:
    """`filon import organisations`…"""
    return Command(
        ("import", kind.code),
        f"take over a spreadsheet of {kind.code}",
        f"filon import {kind.code} {kind.code}.xlsx --by claire@school.example --dry-run",
        _arguments,
        partial(run, kind),
    )
