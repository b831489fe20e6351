"""wapiti follows every link it finds, signed in, and tries addresses and forms for injections, scripts, files and redirections.

Only modules that ask nobody but the site: those that wait for the site to call a server outside are left out (the site calls nobody in a
demo, and `tests/kernel/test_outbound.py` holds what it may call elsewhere)."""

from __future__ import annotations

import json
import re
from pathlib import Path

from scan.findings import Finding, run
from scan.visitor import Visitor

MODULES = (
    "sql,timesql,xss,permanentxss,exec,file,redirect,crlf,ldap,upload,backup,htaccess,methods,shellshock,csp,csrf,cookieflags,http_headers"
)
NUMBERS = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
LEAVES = ("deconnexion", "langue", "static")


def scan(visitor: Visitor, folder: Path, *, seconds: int) -> tuple[list[Finding], str]:
    """A third of the time goes to finding pages, the rest to trying them."""
    kept = folder / "wapiti.json"
    away = [word for path in LEAVES for word in ("-x", f"{visitor.address}/{path}*")]
    bounded = ["--max-scan-time", str(seconds // 3), "--max-attack-time", str(max(20, 2 * seconds // 3 // 18)), "-d", "4", "-S", "normal"]
    reading = ["--max-links-per-page", "40", "--max-files-per-dir", "40", "--tasks", "4", "-t", "15"]
    apart = ["--store-session", str(folder), "--store-config", str(folder), "--no-bugreport", "--flush-session", "-v", "0"]
    words = ["-u", f"{visitor.address}/", "--scope", "folder", "-m", MODULES, "-C", visitor.cookie, "--drop-set-cookie", *away]
    said = run("wapiti", *words, *bounded, *reading, *apart, "-f", "json", "-o", str(kept), seconds=3 * seconds, folder=folder)
    if not kept.exists():
        return [Finding("wapiti", "unfinished", "GET /", said[-600:])], "wapiti: unfinished"
    return _findings(json.loads(kept.read_text(encoding="utf-8")))


def _findings(found: dict[str, dict[str, object]]) -> tuple[list[Finding], str]:
    findings = []
    for kind in ("vulnerabilities", "anomalies"):
        for rule, each in found[kind].items():
            for one in each:  # type: ignore[attr-defined]
                path = NUMBERS.sub("…", one["path"])
                findings.append(Finding("wapiti", rule, f"{one['method']} {path}", f"{one['info']} {one['parameter'] or ''}".strip()))
    pages = found["infos"].get("crawled_pages_nbr", "?")
    return findings, f"wapiti: {pages} pages, {len(MODULES.split(','))} modules, {len(findings)} findings"
