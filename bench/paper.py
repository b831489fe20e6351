"""`python -m bench.paper`: papers set, sealed and read, DOCX written and read, on one core.

CPU is that of this process and of the confined ones, which are warm as in service; every paper differs from the former ones, so
that nothing is remembered. Exit code 0 when the aims are met, 1 otherwise; `--write` puts the figures into bench/README.md.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

import psutil

from bench import report

if TYPE_CHECKING:
    from filon.kernel.manuscript import Manuscript
    from filon.kernel.seal import HostKey

WHEN = datetime(2026, 3, 3, 9, 30, tzinfo=UTC)
TIMES = 30
SHORT, ORDINARY, LONG = 4, 14, 160
"""articles: of a paper of 1 or 2 pages, of an ordinary agreement, of one of 40 pages."""
CLAUSE = (
    "L'établissement met à la disposition de l'entreprise trois stands de neuf mètres carrés au forum annuel.\n\n"
    "L'entreprise s'engage à :\n- verser 30 000 € avant le 1ᵉʳ mars ;\n- accueillir deux élèves de deuxième année.\n\n"
    "Les parties se réunissent une fois par an et dressent le bilan de l'exécution de la présente convention ; elles conviennent "
    "alors, s'il y a lieu, des adaptations nécessaires, qui font l'objet d'un avenant signé dans les mêmes formes."
)


@dataclass(frozen=True)
class Row:
    """Mean CPU in ms; `aim` is a number a second on one core, None without one."""

    name: str
    cpu: float
    aim: int | None = None
    note: str = ""

    @property
    def rate(self) -> float:
        return 1000 / self.cpu


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.paper", description="Papers and seals a second on one core.")
    parser.add_argument("--write", action="store_true", help="put the figures into bench/README.md")
    arguments = parser.parse_args()
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    with tempfile.TemporaryDirectory(prefix="filon-bench-") as folder:
        os.environ.update(FILON_VAR=folder, FILON_DEBUG="0", DJANGO_SETTINGS_MODULE="filon.site.settings")
        import django  # noqa: PLC0415  the environment is set only now

        django.setup()
        rows = _rows()
    text = f"{report.machine()}\n\n{_table(rows)}"
    print(text)
    if arguments.write:
        report.write("paper", text)
    return 1 if any(row.aim is not None and row.rate < row.aim for row in rows) else 0


def _table(rows: list[Row]) -> str:
    cells = [(row.name, f"{row.cpu:.1f}", f"{row.rate:.0f}", "" if row.aim is None else str(row.aim), row.note) for row in rows]
    return report.table(("paper", "CPU, ms", "a second on one core", "aim", ""), cells)


def _rows() -> list[Row]:
    from filon.kernel.manuscript import typeset_manuscript  # noqa: PLC0415

    short, ordinary, long = (_manuscript(articles) for articles in (SHORT, ORDINARY, LONG))
    return [
        *(_set(one) for one in (short, ordinary)),
        *(_sealed(one) for one in (short, ordinary)),
        Row(f"set, {_pages(long)} pages", _cpu(lambda number: typeset_manuscript(_other(long, number)), times=8), note=_size(long)),
        _read_seals(ordinary),
        *_documents(ordinary),
    ]


def _set(manuscript: Manuscript) -> Row:
    from filon.kernel.manuscript import typeset_manuscript  # noqa: PLC0415

    return Row(f"set, {_pages(manuscript)} pages", _cpu(lambda number: typeset_manuscript(_other(manuscript, number))), aim=60)


def _sealed(manuscript: Manuscript) -> Row:
    from filon.kernel.manuscript import typeset_manuscript  # noqa: PLC0415

    key = _key()
    return Row(
        f"set and sealed, {_pages(manuscript)} pages",
        _cpu(lambda number: _seal(typeset_manuscript(_other(manuscript, number)), key, 1)),
        aim=25,
    )


def _read_seals(manuscript: Manuscript) -> Row:
    """In a process of its own for each PDF."""
    from filon.kernel.manuscript import typeset_manuscript  # noqa: PLC0415
    from filon.kernel.seal import Trust, validate  # noqa: PLC0415
    from filon.kernel.seal.trust import certificates_of  # noqa: PLC0415

    key = _key()
    pdf = _seal(typeset_manuscript(manuscript), key, 3)
    roots = certificates_of(key.chain[0].public_bytes(_pem()))
    note = "" if validate(pdf, trust=Trust(ours=tuple(roots))).is_ours else "not found sound"
    return Row("read, 3 seals", _cpu(lambda _number: validate(pdf, trust=Trust(ours=tuple(roots))), times=5), note=note)


def _documents(manuscript: Manuscript) -> list[Row]:
    from filon.kernel.wordprocessor import read_docx, write_docx  # noqa: PLC0415

    sent = write_docx(manuscript)
    return [
        Row("written as DOCX", _cpu(lambda number: write_docx(_other(manuscript, number)))),
        Row("DOCX read", _cpu(lambda _number: read_docx(sent, sent=manuscript), times=5)),
    ]


def _cpu(work: Callable[[int], object], *, times: int = TIMES) -> float:
    """Mean of `times`, after two that warm up, in ms: the system counts CPU in steps of 10 ms."""
    for number in range(2):
        work(-1 - number)
    began = _used()
    for number in range(times):
        work(number)
    return 1000 * (_used() - began) / times


def _used() -> float:
    """Seconds of CPU (user and system) of this process, of its children that live, and of those that have ended."""
    own = psutil.Process()
    return float(sum(sum(one.cpu_times()[:4]) for one in (own, *own.children())))


def _manuscript(articles: int) -> Manuscript:
    from filon.kernel.manuscript import Article, Column, Manuscript, SigningPlace, Table  # noqa: PLC0415

    table = Table(
        (Column("Échéance"), Column("Montant", is_number=True)), tuple((f"1ᵉʳ mars {2026 + year}", "30 000 €") for year in range(5))
    )
    return Manuscript(
        title="Convention de mécénat",
        author="École",
        dated=WHEN,
        language="fr",
        reference="GAR-2026-014",
        between=("École du Gardon, établissement public", "Société Exemple, SAS"),
        articles=tuple(Article(f"a{number}", f"Objet {number}", CLAUSE, (table,) if number % 8 == 0 else ()) for number in range(articles)),
        closing="Fait à Alès, le 3 mars 2026.",
        signing=(SigningPlace("École du Gardon", "Marie Curie", "Directrice"), SigningPlace("Société Exemple", "Paul Dupont", "Président")),
    )


def _other(manuscript: Manuscript, number: int) -> Manuscript:
    """The same length, other words in every article."""
    articles = tuple(
        replace(one, text=one.text.replace("30 000", f"{30_000 + number} et {place}")) for place, one in enumerate(manuscript.articles)
    )
    return replace(manuscript, title=f"{manuscript.title} n° {number}", articles=articles)


def _pages(manuscript: Manuscript) -> int:
    from filon.kernel.manuscript import typeset_manuscript  # noqa: PLC0415
    from filon.kernel.seal import inspect  # noqa: PLC0415

    return inspect(typeset_manuscript(manuscript)).pages


def _size(manuscript: Manuscript) -> str:
    from filon.kernel.manuscript import typeset_manuscript  # noqa: PLC0415

    return f"{len(typeset_manuscript(manuscript)) // 1024} kB"


def _seal(pdf: bytes, key: HostKey, times: int) -> bytes:
    from filon.kernel.seal import seal  # noqa: PLC0415

    for number in range(times):
        pdf = seal(pdf, key=key, reason="Signature", place="Alès", signer_name="Marie Curie", when=WHEN, field_name=f"s{number}")
    return pdf


def _key() -> HostKey:
    """Without a database, which says whether it is a demo."""
    from filon.kernel.seal import HostKey, certificates  # noqa: PLC0415

    issuer_key, key = certificates.new_key(), certificates.new_key()
    start = datetime.now(UTC).replace(microsecond=0) - timedelta(days=1)
    end = start + timedelta(days=900)
    issuer = certificates.authority_certificate(issuer_key, name="Bench", start=start, end=end)
    host = UUID(int=1)
    certificate = certificates.host_certificate(
        key, name="École", organisation="École", host_uuid=host, issuer=issuer, issuer_key=issuer_key, start=start, end=end
    )
    return HostKey(host_uuid=host, private=key, certificate=certificate, chain=(issuer,))


def _pem() -> object:
    from cryptography.hazmat.primitives.serialization import Encoding  # noqa: PLC0415

    return Encoding.PEM


if __name__ == "__main__":
    sys.exit(main())
