"""`python -m bench.statements`: a statement of 50,000 lines read, imported and met with what is expected.

On a database with the demo, 50,000 payments being expected beside. Exit code 0 when all of it takes less than a minute, 1 otherwise;
`--write` puts the figures into bench/README.md.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from time import perf_counter
from typing import Any

from bench import report
from bench.place import prepared

LINES = EXPECTED = 50_000
MOST_SECONDS = 60


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.statements", description="A large statement, and what it may pay.")
    parser.add_argument("--write", action="store_true", help="put the figures into bench/README.md")
    arguments = parser.parse_args()
    with prepared():
        from bench import figures  # noqa: PLC0415  it imports Django's models

        rows = measured()
        text = f"{report.machine(postgresql=figures.server_version())}\n\n{table(rows)}"
    print(text)
    if arguments.write:
        report.write("statements", text)
    return 0 if sum(seconds for _name, seconds in rows) < MOST_SECONDS else 1


def table(rows: list[tuple[str, float]]) -> str:
    total = ("in all", sum(seconds for _name, seconds in rows))
    return report.table([f"{LINES:,} lines, {EXPECTED:,} expected", "s"], [(name, f"{seconds:.1f}") for name, seconds in [*rows, total]])


def measured() -> list[tuple[str, float]]:
    """Seconds of each step."""
    from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: PLC0415
    from tests.factories.statements import as_camt, many  # noqa: PLC0415

    from filon.ledger.models import BankAccount, BankLine  # noqa: PLC0415
    from filon.ledger.queries.proposals import proposals_of  # noqa: PLC0415
    from filon.ledger.services.reading import statement_read, statement_upload  # noqa: PLC0415
    from filon.ledger.services.statements import statement_import  # noqa: PLC0415
    from filon.people.models import User  # noqa: PLC0415

    keeper = User.objects.get(email="anne.roumegous@cevennes-savoirs.example")
    account = BankAccount.objects.visible_to(keeper).select_related("entity").get()
    expect(keeper, account)
    upload = SimpleUploadedFile("releve.xml", as_camt(many(LINES), iban=account.iban))
    stored = statement_upload(by=keeper, account_id=account.uuid, upload=upload)
    rows: list[tuple[str, float]] = []
    read = timed(rows, "read (CAMT.053, in a confined process)", lambda: statement_read(account, stored))
    given = {"by": keeper, "account_id": account.uuid, "read": read, "sha256": stored.sha256, "file": stored}
    statement = timed(rows, "imported, with its postings", lambda: statement_import(**given))

    def propose() -> dict[int, Any]:
        lines = BankLine.objects.with_sums().select_related("account").filter(statement=statement)
        return proposals_of(keeper, list(lines))

    found = timed(rows, "met with what is expected", propose)
    sure = sum(1 for proposals in found.values() if proposals[0].is_sure)
    print(f"{len(found):,} lines with a proposal, {sure:,} of them sure", file=sys.stderr)
    return rows


def expect(keeper: Any, account: Any) -> None:
    """As many payments as lines, each quoted by one; the amounts differ for one in ten."""
    import datetime as dt  # noqa: PLC0415

    from filon.ledger.models import FundService, Receivable  # noqa: PLC0415

    service = FundService.objects.visible_to(keeper).get()
    Receivable.objects.bulk_create(
        (
            Receivable(
                creditor=account.entity,
                fund=service.fund,
                host=service.host,
                debtor_name=f"Donateur {number:06d}",
                amount_cents=1_000 + number % 97 * 500 + (number % 10 == 0),
                due_on=dt.date(2026, 1, 1) + dt.timedelta(days=number % 360),
                reference=f"DON-{number:06d}",
                opened_by=keeper,
            )
            for number in range(EXPECTED)
        ),
        batch_size=2_000,
    )


def timed(rows: list[tuple[str, float]], name: str, work: Callable[[], Any]) -> Any:
    start = perf_counter()
    done = work()
    rows.append((name, perf_counter() - start))
    return done


if __name__ == "__main__":
    sys.exit(main())
