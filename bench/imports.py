"""`python -m bench.imports`: lines a second and memory of each kind of spreadsheet, from the file to what it became.

On a database of its own, as a worker would do it: read, examined, written. The file of organisations is an XLSX; half of its lines bear a
SIREN. The memory is the greatest of the process after each step, the reading in its confined process apart. `--write` puts the figures into
bench/README.md.
"""

from __future__ import annotations

import argparse
import io
import os
import random
import resource
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from openpyxl import Workbook
from stdnum import luhn

from bench import report
from bench.place import prepared

if TYPE_CHECKING:
    from filon.people.models import User

ROWS, AGREEMENTS, COMMITMENTS, SEED = 20_000, 300, 30, 1
HEAD = ("what", "lines", "look, s", "examine, s", "write, s", "in all, s", "lines a second", "memory, MB")
WORDS = (
    "Gardon",
    "Cèze",
    "Vidourle",
    "Aigoual",
    "Uzège",
    "Cévenne",
    "Garrigue",
    "Camargue",
    "Vaunage",
    "Borie",
    "Mistral",
    "Galeizon",
    "Salendre",
    "Tave",
    "Auzonnet",
    "Alzon",
)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.imports", description="Lines a second of imports, and their memory.")
    parser.add_argument("--rows", type=int, default=ROWS, help=f"organisations, and contacts; default: {ROWS}")
    parser.add_argument("--agreements", type=int, default=AGREEMENTS, help=f"agreements of {COMMITMENTS} lines; default: {AGREEMENTS}")
    parser.add_argument("--write", action="store_true", help="put the figures into bench/README.md")
    arguments = parser.parse_args()
    with prepared():
        rows = list(_figures(arguments.rows, arguments.agreements))
    text = f"{report.machine()}, load {os.getloadavg()[0]:.1f}\n\n{report.table(HEAD, rows)}"
    print(text)
    if arguments.write:
        report.write("imports", text)
    return 0


def _figures(count: int, agreements: int) -> Iterator[tuple[str, ...]]:
    from filon.people.models import User  # noqa: PLC0415  settings are read once the place is prepared

    officer = User.objects.get(email="claire.vidal@gardon.example")
    names = _names(count)
    organisations = _organisations(names)
    yield _row("organisations, new", "organisations", officer, organisations)
    yield _row("organisations, the same file again", "organisations", officer, organisations, writes=False)
    yield _row("contacts, new", "contacts", officer, _contacts(names))
    yield _row("agreements with commitments", "agreements", officer, _agreements(names, agreements))
    yield _row("past deliveries", "deliveries", officer, _deliveries(agreements))


def _row(what: str, kind: str, officer: User, content: bytes, *, writes: bool = True) -> tuple[str, ...]:
    from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: PLC0415

    from filon.kernel.imports import running, services  # noqa: PLC0415
    from filon.kernel.imports.queries import kind_called  # noqa: PLC0415

    seconds: list[float] = []
    with _timed(seconds):
        upload = SimpleUploadedFile("bench.xlsx", content)
        found = services.import_begin(by=officer, kind=kind_called(kind), upload=upload)
        services.import_map(by=officer, import_id=found.uuid, mapping=found.mapping, sheet=found.sheet, head_line=found.head_line)
        found.refresh_from_db()
    with _timed(seconds):
        running.examine_run(found, by=officer)
    with _timed(seconds):
        if writes:
            services.import_confirm(by=officer, import_id=found.uuid)
            found.refresh_from_db()
            running.write_run(found, by=officer)
    count, total = found.rows.count(), sum(seconds)
    print(what, found.counts, file=sys.stderr)
    steps = [f"{one:.1f}" for one in seconds]
    return what, f"{count:,}", *steps, f"{total:.1f}", f"{count / total:,.0f}", f"{_memory():,.0f}"


@contextmanager
def _timed(seconds: list[float]) -> Iterator[None]:
    began = time.perf_counter()
    yield
    seconds.append(time.perf_counter() - began)


def _memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _names(count: int) -> list[str]:
    """Different enough to be different organisations."""
    chance = random.Random(SEED)
    return [f"{chance.choice(WORDS)} {chance.choice(WORDS)} {_letters(number)}" for number in range(count)]


def _letters(number: int) -> str:
    """Six letters that tell one number from the others."""
    mixed = number * 7_919 % 26**6
    return "".join(chr(97 + mixed // 26**place % 26) for place in range(6)).title()


def _siren(number: int) -> str:
    body = f"{80_000_000 + number:08d}"
    return body + str(luhn.calc_check_digit(body))


def _organisations(names: Sequence[str]) -> bytes:
    head = ("Nom", "SIREN", "Secteur", "Code postal", "Ville", "Étiquettes", "Depuis")
    rest = ("énergie", 30100, "Alès", "forum", "01/09/2021")
    return _workbook(head, ((name, _siren(at) if at % 2 else None, *rest) for at, name in enumerate(names)))


def _contacts(names: Sequence[str]) -> bytes:
    head = ("Entreprise", "Prénom", "Nom", "Courriel", "Fonction")
    return _workbook(head, ((name, "Camille", _letters(at), f"c{at}@exemple.example", "DRH") for at, name in enumerate(names)))


def _agreements(names: Sequence[str], count: int) -> bytes:
    head = ("Référence", "Objet", "Partenaire", "Date d’effet", "Fin", "Engagement", "Qui doit", "Unité", "Quantité", "Échéance")
    term = ("01/01/2024", "31/12/2026")
    return _workbook(
        head,
        (
            (f"B-{at}", f"Convention {at}", names[at], *term, f"Promesse {place}", "le partenaire", "événement", 2, "01/06/2024")
            for at in range(count)
            for place in range(COMMITMENTS)
        ),
    )


def _deliveries(agreements: int) -> bytes:
    rows = ((f"B-{at}", f"Promesse {place}", "03/06/2024", 1, "oui") for at in range(agreements) for place in range(5))
    return _workbook(("Référence", "Engagement", "Date", "Quantité", "Acceptée"), rows)


def _workbook(head: Sequence[str], rows: Any) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Liste")
    sheet.append(list(head))
    for row in rows:
        sheet.append(list(row))
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


if __name__ == "__main__":
    sys.exit(main())
