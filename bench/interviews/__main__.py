"""`python -m bench.interviews`: how good and how dear timetables of interviews are, against their bounds and two other ways.

Exit code 0 when everything that is asked of each forum is reached, 1 otherwise, with a sentence for each. `--quick` leaves out the large
forums; `--write` puts the figures into bench/README.md and draws bench/interviews/quality.svg.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from bench import report
from bench.interviews import growth, quality, repairs
from bench.interviews.forums import FORUMS, GROWTH, Forum
from bench.interviews.results import Reached, Result, results_of

PICTURE = Path(__file__).parent / "quality.svg"


def main() -> int:
    arguments = _arguments()
    forums = [forum for forum in FORUMS if arguments.only in forum.name and (forum.is_quick or not arguments.quick)]
    results = [_told(forum) for forum in forums]
    text = [f"{report.machine()}, load {os.getloadavg()[0]:.1f} when it ended", quality_table(results), cost_table(results)]
    mornings: list[repairs.Judged] = []
    if not arguments.only:
        mornings = repairs.results(is_quick=arguments.quick)
        text += [growth.table_of([forum for forum in GROWTH if forum.is_quick or not arguments.quick]), repairs.table(mornings)]
    print("\n\n".join(text))
    if arguments.write:
        report.write("interviews", "\n\n".join(text))
        PICTURE.write_text(quality.picture("S1"), encoding="utf-8")
    missed = [*(sentence for result in results for sentence in result.missed()), *repairs.missed(mornings)]
    print(*(f"not reached: {sentence}" for sentence in missed), sep="\n", file=sys.stderr, end="\n" if missed else "")
    return 1 if missed else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.interviews", description="Timetables of interviews: quality, time, memory.")
    parser.add_argument("--quick", action="store_true", help="only forums of at most 1,400 students, in some minutes")
    parser.add_argument("--write", action="store_true", help="put the figures into bench/README.md and draw the picture")
    parser.add_argument("--only", default="", metavar="WORD", help="only the forums with this word in their name, and no other figure")
    return parser.parse_args()


def _told(forum: Forum) -> Result:
    """A folder of its own, and a word on the way."""
    print(f"{forum.name}, {forum.size} …", file=sys.stderr, flush=True)
    with tempfile.TemporaryDirectory(prefix="filon-interviews-") as folder:
        return results_of(forum, Path(folder))


def quality_table(results: Sequence[Result]) -> str:
    """Reached / bound; a forum that misses what is asked of it is in bold."""
    head = ("forum", "firms × students", "n1 / bound", "n2 / bound", "weight / bound", "of the bound", "idle slots a student")
    others = ("first come: n1, n2, weight", "one model: n1, n2, weight")
    return report.table((*head, *others), [_quality_row(result) for result in results])


def _quality_row(result: Result) -> tuple[str, ...]:
    reached = result.reached
    return (
        _name(result),
        result.forum.size,
        f"{reached.n1:,} / {result.n1_bound:,}",
        f"{reached.n2:,} / {result.n2_bound:,}",
        f"{reached.weight:,} / {result.weight_bound:,}",
        f"{result.weight_share:.2%}",
        f"{result.idle_per_student:.2f}",
        _in_short(result.first_come),
        _in_short(result.single_model),
    )


def _in_short(reached: Reached | None) -> str:
    return f"{reached.n1:,}, {reached.n2:,}, {reached.weight:,}" if reached else "nothing"


def _name(result: Result) -> str:
    return f"**{result.forum.name}**" if any(result.missed()) else result.forum.name


def cost_table(results: Sequence[Result]) -> str:
    """What `filon interviews solve` took, from its start to its end, and what it may take."""
    head = ("forum", "first schedule, s", "time, s", "may take, s", "CPU, s", "memory, MB", "may take, MB")
    rows = [
        (
            _name(result),
            f"{result.cost.first:.1f}",
            f"{result.cost.wall:.1f}",
            f"{result.forum.target.seconds:.0f}",
            f"{result.cost.cpu:.1f}",
            f"{result.cost.megabytes:.0f}",
            f"{result.forum.target.megabytes:,}",
        )
        for result in results
    ]
    return report.table(head, rows)


if __name__ == "__main__":
    sys.exit(main())
