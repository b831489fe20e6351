"""`python -m bench`: queries and CPU of each page, the balance, the sums, the sealing, on a demo of its own.

Exit code 0 when every page keeps its budget, 1 when one does not; `--write` puts the figures into bench/README.md.
"""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from bench import report
from bench.place import prepared

if TYPE_CHECKING:
    from bench.figures import Figure
    from bench.pages import Cost, Page

ROUNDS = 200


def main() -> int:
    arguments = _arguments()
    with prepared():
        from bench import figures, pages, seed  # noqa: PLC0415  they import Django's models
        from filon.people.models import User  # noqa: PLC0415

        school = seed.school_of_the_benchmark()
        figures.analyse()
        officer = User.objects.get(email="claire.vidal@gardon.example")
        costs = pages.measure(_chosen(pages.pages_of(officer, school), arguments.only), rounds=arguments.rounds)
        text = [report.machine(postgresql=figures.server_version()), page_table(costs)]
        if not arguments.only:
            text.append(figure_table(figures.figures_of(school)))
    print("\n\n".join(text))
    if arguments.write:
        report.write("figures", "\n\n".join(text))
    exceeding = [cost.page.name for cost in costs if is_over(cost)]
    print(*(f"over its budget: {name}" for name in exceeding), sep="\n", file=sys.stderr, end="\n" if exceeding else "")
    return 1 if exceeding else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description="What each page costs, on a demo of its own.")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help=f"requests of each page; default: {ROUNDS}")
    parser.add_argument("--write", action="store_true", help="put the figures into bench/README.md")
    parser.add_argument("--only", default="", metavar="WORD", help="only the pages with this word in their name, and no other figure")
    return parser.parse_args()


def _chosen(found: list[Page], word: str) -> list[Page]:
    return [page for page in found if word in page.name]


def is_over(cost: Cost) -> bool:
    from bench.pages import MOST_QUERIES  # noqa: PLC0415

    most = cost.page.budget[0]
    return cost.queries > MOST_QUERIES or (most is not None and cost.median_cpu > most)


def page_table(costs: list[Cost]) -> str:
    head = ("page", "queries", "CPU, ms", "of the bare page", "budget (aim), ms", "kB sent")
    return report.table(head, [_page_row(cost) for cost in costs])


def _page_row(cost: Cost) -> tuple[str, ...]:
    most, aim = cost.page.budget
    budget = "" if most is None else f"{most:.0f} ({aim:.0f})" if aim else f"{most:.0f}"
    name = f"**{cost.page.name}**" if is_over(cost) else cost.page.name
    return name, str(cost.queries), f"{cost.median_cpu:.1f}", f"× {cost.ratio:.2f}", budget, f"{cost.size / 1000:.1f}"


def figure_table(found: list[Figure]) -> str:
    head = ("figure", "CPU, ms", "time, ms", "")
    return report.table(head, [(each.name, f"{each.cpu:.1f}", f"{each.wall:.1f}", each.note) for each in found])


if __name__ == "__main__":
    sys.exit(main())
