"""What a drill says in the end: one number, what it means, and every sentence about what went wrong."""

from __future__ import annotations

import argparse
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from types import FrameType


@dataclass
class Outcome:
    """`number` is the figure of the drill in `unit`; it has passed when there is no failure."""

    number: float
    unit: str
    told: str = ""
    failures: list[str] = field(default_factory=list)

    @property
    def line(self) -> str:
        mark = "✗" if self.failures else "✓"
        return f"{mark} {self.number:g} {self.unit}{f' ({self.told})' if self.told else ''}"


MOST_SENTENCES = 20


def told(drill: Callable[..., Outcome], name: str, what: str, **counts: int) -> int:
    """Runs a drill from its command line and prints its outcome. `counts` are its options with their usual values. Exit code 0 or 1."""
    parser = argparse.ArgumentParser(prog=f"python -m drills.{name}", description=what)
    for option, usual in counts.items():
        parser.add_argument(f"--{option}", type=int, default=usual, help=f"default: {usual}")
    signal.signal(signal.SIGTERM, _interrupted)  # whatever was opened is closed
    began = time.monotonic()
    outcome = drill(**vars(parser.parse_args()))
    print(f"{name}: {outcome.line} in {time.monotonic() - began:.0f} s", flush=True)
    for failure in outcome.failures[:MOST_SENTENCES]:
        print(f"    {failure}", file=sys.stderr)
    return 1 if outcome.failures else 0


def _interrupted(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt
