"""`python -m bench.interviews [small middle large picture]`: how good and how dear timetables of interviews are, against their bounds
and two other ways. Without a word everything is measured, which takes about 25 minutes on a quiet machine.

What was measured stays in bench/interviews/measured.json, so that a part, or with `--only WORD` a forum, can be measured without the
others; the tables show all that is kept. Exit code 0 when everything that is asked of each forum is reached, 1 otherwise, with a
sentence for each. `--write` puts the figures into bench/README.md.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from bench import report
from bench.interviews import growth, kept, quality, repairs
from bench.interviews.forums import FORUMS, PARTS, Forum
from bench.interviews.kept import Measured
from bench.interviews.results import Reached, Result, file_of, results_of

PICTURE = Path(__file__).parent / "quality.svg"


def main() -> int:
    arguments = _arguments()
    parts = () if arguments.show else arguments.parts or (*PARTS, "picture")
    for forum in FORUMS:
        if forum.part in parts and arguments.only in forum.name:
            kept.keep(_measured(forum))
    if "picture" in parts:
        PICTURE.write_text(quality.picture("S1"), encoding="utf-8")
    found = kept.read()
    results = [measured.result for measured in found]
    mornings = [(measured.result.forum.name, mode, events) for measured in found for mode, events in measured.events.items()]
    text = "\n\n".join(
        [_machines(found), quality_table(results), cost_table(results), growth.table(results), repairs.table(mornings)],
    )
    print(text)
    if arguments.write:
        report.write("interviews", text)
    missed = [*(sentence for result in results for sentence in result.missed()), *repairs.missed(mornings)]
    print(*(f"not reached: {sentence}" for sentence in missed), sep="\n", file=sys.stderr, end="\n" if missed else "")
    return 1 if missed else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.interviews", description="Timetables of interviews: quality, time, memory.")
    parser.add_argument("parts", nargs="*", choices=[*PARTS, "picture", []], help="measured now; the others as they were measured last")
    parser.add_argument("--only", default="", metavar="WORD", help="of the parts, only the forums with this word in their name")
    parser.add_argument("--show", action="store_true", help="measure nothing")
    parser.add_argument("--write", action="store_true", help="put the figures into bench/README.md")
    return parser.parse_args()


def _measured(forum: Forum) -> Measured:
    """In a folder of its own, and a word on the way."""
    print(f"{forum.name}, {forum.size} …", file=sys.stderr, flush=True)
    machine = f"{report.machine()}, load {os.getloadavg()[0]:.1f} before"
    with tempfile.TemporaryDirectory(prefix="filon-interviews-") as folder:
        path = file_of(forum, Path(folder))
        result = results_of(forum, path, Path(folder))
        return Measured(machine, result, repairs.events_of(forum.name, path, Path(folder) / "schedule.json"))


def _machines(found: Iterable[Measured]) -> str:
    """A line for each part and machine."""
    told = dict.fromkeys((measured.result.forum.part, measured.machine.rpartition(", load ")[0]) for measured in found)
    return "\n".join(f"- {part} forums: {machine}" for part, machine in sorted(told))


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
        _in_short(result.single_model) if result.forum.has_single_model else "",
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
