"""Looks after our own PostgreSQL while Filon runs: whatever killed it, it is started again, as often as it takes."""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass
from pathlib import Path

from filon.launcher import postgres
from filon.launcher.errors import CannotStart

FIRST_PAUSE = 1.0
"""seconds before another try when it cannot start, for instance because the disk is full; doubles each time."""
LONGEST_PAUSE = 15.0


@dataclass
class Keeper:
    """One look costs a file and a directory entry; meanwhile the site answers that the database is away."""

    var: Path
    pause: float = FIRST_PAUSE
    look_again_at: float = 0.0

    def look(self) -> None:
        """Starts it again when it is gone. Never raises: nobody is helped when the site goes down with it."""
        if time.monotonic() < self.look_again_at:
            return
        try:
            if postgres.revive(self.var):
                print("PostgreSQL had stopped; it runs again.", file=sys.stderr)
            self.pause = FIRST_PAUSE
        except CannotStart as refusal:
            print(f"{refusal} The next try is in {self.pause:g} s.", file=sys.stderr)
            self.look_again_at = time.monotonic() + self.pause
            self.pause = min(2 * self.pause, LONGEST_PAUSE)
