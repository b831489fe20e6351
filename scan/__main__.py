"""`python -m scan`: bandit on the source, wapiti signed in, sqlmap on ten forms. Exit code 0 when everything found is argued."""

from __future__ import annotations

import argparse
import sys
import tempfile
import tomllib
from pathlib import Path

from e2e.server import running

from scan import bandit, sqlmap, wapiti
from scan.findings import Argument, Finding, report
from scan.visitor import signed_in

HERE = Path(__file__).parent


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m scan", description="Looks for holes, on a demo of its own.")
    parser.add_argument("--seconds", type=int, default=900, help="longest time of wapiti; default: 900")
    parser.add_argument("--form-seconds", type=int, default=240, help="longest time of sqlmap on each form; default: 240")
    parser.add_argument("--only", choices=("bandit", "wapiti", "sqlmap"), help="one tool alone")
    arguments = parser.parse_args()
    found: list[Finding] = []
    told: list[str] = []
    for name in [arguments.only] if arguments.only else ["bandit", "sqlmap", "wapiti"]:
        findings, said = _run(name, arguments)
        found += findings
        told.append(said)
    print("\n".join(told))
    known = [argument for argument in arguments_of(HERE / "argued.toml") if not arguments.only or argument.tool == arguments.only]
    return report(found, known)


def _run(name: str, arguments: argparse.Namespace) -> tuple[list[Finding], str]:
    with tempfile.TemporaryDirectory(prefix="filon-scan-") as folder:
        if name == "bandit":
            return bandit.scan(Path(folder))
        with running() as server:
            visitor = signed_in(server)
            if name == "wapiti":
                return wapiti.scan(visitor, Path(folder), seconds=arguments.seconds)
            return sqlmap.scan(visitor, Path(folder), seconds=arguments.form_seconds)


def arguments_of(path: Path) -> list[Argument]:
    """Those of the file, in their order."""
    return [Argument(**each) for each in tomllib.loads(path.read_text(encoding="utf-8"))["argued"]]


if __name__ == "__main__":
    sys.exit(main())
