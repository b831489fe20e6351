"""What a tool found, what is argued, and what remains."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TOOLS = ROOT / ".venv-scan" / "bin"


@dataclass(frozen=True, order=True)
class Finding:
    """`place` is a file and line, or a method and address without the numbers of objects."""

    tool: str
    rule: str
    place: str
    told: str = ""


@dataclass(frozen=True)
class Argument:
    """Why what a rule finds in places of this pattern (`*` for anything) may stay."""

    tool: str
    rule: str
    place: str
    why: str

    def covers(self, finding: Finding) -> bool:
        return (self.tool, self.rule) == (finding.tool, finding.rule) and fnmatchcase(finding.place, self.place)


def report(found: list[Finding], known: list[Argument]) -> int:
    """Prints what is not argued and what is argued for nothing. 1 when there is either, else 0."""
    open_ones = sorted({finding for finding in found if not any(argument.covers(finding) for argument in known)})
    stale = [argument for argument in known if not any(argument.covers(finding) for finding in found)]
    for finding in open_ones:
        print(f"✗ {finding.tool} {finding.rule} {finding.place}: {finding.told}")
    for argument in stale:
        print(f"✗ argued, but not found any more: {argument.tool} {argument.rule} {argument.place}")
    print(f"{len(open_ones)} findings not argued, {len(set(found)) - len(open_ones)} argued, {len(stale)} arguments for nothing")
    return 1 if open_ones or stale else 0


def run(tool: str, *arguments: str, seconds: int, folder: Path) -> str:
    """Runs a program of `.venv-scan` in the folder; its output. Raises SystemExit when it is not installed."""
    if not (TOOLS / tool).exists():
        sys.exit("The tools of the scan are not installed: run `make scan`.")
    environment = {"PATH": f"{TOOLS}:/usr/bin:/bin", "HOME": str(folder), "NO_COLOR": "1", "SQLMAP_UNSAFE_EVAL": "1"}
    words = [str(TOOLS / tool), *arguments]
    done = subprocess.run(words, cwd=folder, env=environment, check=False, capture_output=True, text=True, timeout=seconds)
    return done.stdout + done.stderr
