"""bandit reads the source for calls that are often dangerous."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from scan.findings import ROOT, Finding, run

SECONDS = 120


def scan(folder: Path) -> tuple[list[Finding], str]:
    kept = folder / "bandit.json"
    run("bandit", "--quiet", "--recursive", str(ROOT / "src"), "--format", "json", "--output", str(kept), seconds=SECONDS, folder=folder)
    found = json.loads(kept.read_text(encoding="utf-8"))
    findings = [_finding(each) for each in found["results"]]
    return findings, f"bandit: {found['metrics']['_totals']['loc']} lines, {len(findings)} findings"


def _finding(one: dict[str, Any]) -> Finding:
    place = Path(one["filename"]).relative_to(ROOT).as_posix()
    return Finding("bandit", one["test_id"], place, f"line {one['line_number']}: {one['issue_text']}")
