"""`python -m bench.receipts`: tax receipts set and sealed on one core.

By default 500 of them, taken from the three kinds of paper in turn; `--number 10000` runs ten thousand. Every receipt has another number,
donor, amount (in words too) and code, so that nothing is remembered. CPU is that of this process and of the confined one that sets
papers. Exit code 0 when the aims are met, 1 otherwise; `--write` puts the figures into bench/README.md.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import psutil

from bench import report

QUICK, EXTRAPOLATED = 500, 100_000
AIMS = {"set": 60, "set and sealed": 15}
WHEN = datetime(2026, 3, 3, 9, 30, tzinfo=UTC)


@dataclass(frozen=True)
class Row:
    """Seconds of CPU for so many receipts; `size` is the mean of a PDF, in bytes."""

    name: str
    number: int
    seconds: float
    size: int

    @property
    def rate(self) -> float:
        return self.number / self.seconds

    @property
    def extrapolated(self) -> float:
        """Minutes on one core."""
        return EXTRAPOLATED / self.rate / 60


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.receipts", description="Tax receipts a second on one core.")
    parser.add_argument("--number", type=int, default=QUICK, help=f"how many (default: {QUICK})")
    parser.add_argument("--write", action="store_true", help="put the figures into bench/README.md")
    arguments = parser.parse_args()
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    with tempfile.TemporaryDirectory(prefix="filon-bench-") as folder:
        os.environ.update(FILON_VAR=folder, FILON_DEBUG="0", DJANGO_SETTINGS_MODULE="filon.site.settings")
        import django  # noqa: PLC0415  the environment is set only now

        django.setup()
        rows = _rows(arguments.number)
    text = f"{report.machine()}, load {os.getloadavg()[0]:.1f}\n\n{_table(rows)}"
    print(text)
    if arguments.write:
        report.write("receipts", text)
    return 1 if any(row.rate < AIMS[row.name] for row in rows) else 0


def _table(rows: list[Row]) -> str:
    head = ("receipts", "number", "CPU, s", "a second on one core", "aim", "mean size", f"{EXTRAPOLATED:,} of them, extrapolated")
    cells = [
        (
            row.name,
            f"{row.number:,}",
            f"{row.seconds:.1f}",
            f"{row.rate:.0f}",
            f"≥ {AIMS[row.name]}",
            f"{row.size / 1024:.0f} kB",
            f"{row.extrapolated:.0f} min",
        )
        for row in rows
    ]
    return report.table(head, cells)


def _rows(number: int) -> list[Row]:
    from bench.paper import _key, _seal  # noqa: PLC0415  the same seal as of agreements

    key = _key()
    return [
        _measured("set", number, _paper),
        _measured("set and sealed", number, lambda place: _seal(_paper(place), key, 1)),
    ]


def _measured(name: str, number: int, work: Callable[[int], bytes]) -> Row:
    """After two that warm up."""
    for place in (-2, -1):
        work(place)
    began, size = _used(), 0
    for place in range(number):
        size += len(work(place))
    return Row(name, number, _used() - began, size // number)


def _used() -> float:
    """Seconds of CPU of this process, of its children that live, and of those that have ended."""
    own = psutil.Process()
    return float(sum(sum(one.cpu_times()[:4]) for one in (own, *own.children())))


def _paper(place: int) -> bytes:
    from filon.giving.queries.receipt_paper import receipt_pdf  # noqa: PLC0415

    content = _content(place)
    return receipt_pdf(content, digest=hashlib.sha256(repr(content).encode()).hexdigest())


def _content(place: int) -> dict[str, Any]:
    """What the application freezes, for an invented donor: of a company in money, of a company in kind, of a person."""
    from filon.engines.tax import words  # noqa: PLC0415

    cents = 10_000_00 + (place + 2) * 1_237
    amount = {"figures": f"{cents / 100:,.2f} €".replace(",", "\u202f").replace(".", ","), "words": words.euros_fr(cents)}
    make = (_money, _kind, _person)[place % 3]
    number, version, own = make(place, amount)
    return {
        "fields": {**_common(place, f"{number}*{version}"), **own},
        "form": number,
        "version": version,
        "issuer": {"name": "Fondation de l’Exemple"},
        "issued_on": WHEN.date().isoformat(),
        "replaces": "",
        "code": hashlib.sha256(str(place).encode()).hexdigest()[:16].upper(),
        "check_at": "https://filon.example/verifier-un-recu",
    }


def _common(place: int, form: str) -> dict[str, str]:
    return {
        "title": "Reçu au titre des dons (article 238 bis du code général des impôts)",
        "form_version": form,
        "receipt_number": f"2026-{place + 2:06d}",
        "beneficiary_name": "Fondation de l’Exemple",
        "beneficiary_identifier": "SIREN 123 456 782",
        "beneficiary_address": "6 avenue de l’Exemple, 30100 Alès",
        "beneficiary_object": "Soutenir la formation d’ingénieurs, la recherche et la vie étudiante de l’école",
        "beneficiary_category": "association ou fondation reconnue d’utilité publique",
        "donor_name": f"Société Exemple n° {place}",
        "donor_address": f"{place + 3} rue du Filon, 30100 Alès",
        "signature_date": "3 mars 2026",
        "signatory": "Camille Exemple, directrice",
    }


def _money(_place: int, amount: dict[str, str]) -> tuple[str, str, dict[str, str]]:
    own = {"donor_legal_form": "SAS", "donor_siren": "987654321", "payment_means": "virement", "gift_dates": "2 mars 2026"}
    return "16216", "03", {**own, **_both("payment", amount), **_both("total", amount)}


def _kind(place: int, amount: dict[str, str]) -> tuple[str, str, dict[str, str]]:
    own = {
        "donor_legal_form": "SA",
        "donor_siren": "987654321",
        "kind_description": f"{place + 3} microscopes binoculaires, neufs, avec leurs éclairages et leurs housses",
        "gift_dates": "2 mars 2026",
    }
    return "16216", "03", {**own, **_both("kind", amount), **_both("total", amount)}


def _person(_place: int, amount: dict[str, str]) -> tuple[str, str, dict[str, str]]:
    own = {
        "gift_date": "2 mars 2026",
        "gift_articles": "article 200",
        "gift_form": "don manuel",
        "gift_nature": "numéraire",
        "gift_means": "virement",
    }
    return "11580", "05", {**own, **_both("gift", amount)}


def _both(name: str, amount: dict[str, str]) -> dict[str, str]:
    return {f"{name}_{part}": text for part, text in amount.items()}


if __name__ == "__main__":
    sys.exit(main())
