"""`make drills`: every drill, one after the other; each prints its number. Exit code 0 when all have passed. About an hour.

Some ask for more than others: `full_disk` mounts a small disk and `two_hosts` makes two hosts of this machine, both as root.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys

from bench import report

from drills.house import ROOT

DRILLS = {
    "server_kills": "the server killed while people write",
    "worker_kills": "the worker killed at work",
    "database_kills": "PostgreSQL killed while people write",
    "full_disk": "the disk full, of the files, then of the database",
    "restore": "a backup under load, restored elsewhere",
    "upgrade": "three upgrades under load",
    "tamperings": "rows and files changed behind Filon’s back",
    "two_hosts": "two web hosts, each lost in turn",
    "lost_database": "the database lost, its standby promoted",
}


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m drills", description="Every drill, one after the other.")
    parser.add_argument("drills", nargs="*", metavar="DRILL", help=f"only these, of {', '.join(DRILLS)}")
    parser.add_argument("--write", action="store_true", help="put what they print into bench/README.md")
    arguments = parser.parse_args()
    strangers = set(arguments.drills) - DRILLS.keys()
    if strangers:
        parser.error(f"there is no drill called {', '.join(sorted(strangers))}")
    lines = {name: _line(name) for name in arguments.drills or DRILLS}
    if arguments.write:
        _write(lines)
    return 0 if all(": ✓ " in line for line in lines.values()) else 1


def _line(name: str) -> str:
    """The last line that the drill prints, said here as soon as it is there."""
    done = subprocess.run([sys.executable, "-m", f"drills.{name}"], cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False)
    said = done.stdout.strip().splitlines()
    line = said[-1] if said and said[-1].startswith(f"{name}: ") else f"{name}: ✗ it could not be carried out (exit code {done.returncode})"
    if done.returncode:
        line = line.replace(": ✓ ", ": ✗ ")
    print(line, flush=True)
    return line


def _write(lines: dict[str, str]) -> None:
    """Drills that were not run keep the line they have. The load of the machine is that of the last quarter of an hour."""
    known = dict(line.strip("- ").split(": ", 1) for line in report.read("drills").splitlines() if line.startswith("- "))
    known |= {name: f"{line.split(': ', 1)[1]} · {report.machine()}, load {os.getloadavg()[2]:.0f}" for name, line in lines.items()}
    report.write("drills", "\n".join(f"- {name}: {known[name]}" for name in DRILLS if name in known))


if __name__ == "__main__":
    sys.exit(main())
