"""`python -m bench.interviews.tracing INSTANCE OUT`: the bounds, and when each better timetable was there, counted from the start."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

BEGAN = time.perf_counter()
"""before the packages are imported, which a person waits for too."""


def main(instance: Path, out: Path) -> None:
    from filon.engines.interviews.reading import read_instance  # noqa: PLC0415  the clock runs
    from filon.engines.interviews.solving import Progress, solve  # noqa: PLC0415

    steps: list[tuple[float, int, int, int]] = []

    def watch(progress: Progress) -> bool:
        steps.append((time.perf_counter() - BEGAN, progress.with_one, progress.with_two, progress.weight))
        return False

    bounds = solve(read_instance(instance), seed=1, watch=watch).report.bounds
    out.write_text(json.dumps({"bounds": [bounds.with_one, bounds.with_two, bounds.weight], "steps": steps}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
