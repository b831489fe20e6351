"""sqlmap tries every field of ten forms: lists with their filters and sorting, searches, signing in, and what writes."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from subprocess import TimeoutExpired
from urllib.parse import urlencode

from scan.findings import Finding, run
from scan.visitor import Visitor

NEW_KEY = "import uuid; idempotency_key = str(uuid.uuid4())"
"""Each sending is another one: else the site would answer with what it said to the first."""
NOT_INJECTABLE, ONE_FIELD = "all tested parameters do not appear to be injectable", "does not seem to be injectable"


@dataclass(frozen=True)
class Form:
    """Where it goes and what a person would type."""

    method: str
    path: str
    fields: dict[str, str]


FORMS = (
    Form("GET", "/recherche", {"q": "energie"}),
    Form("GET", "/conventions", {"q": "energie", "sort": "title", "nature": "mecenat", "etat": "signed", "avant": "2030-01-01"}),
    Form("GET", "/partenaires", {"q": "energie", "sort": "name", "kind": "company", "tag": "forum", "department": "30"}),
    Form("GET", "/faits", {"q": "forum", "sort": "when", "kind": "facts.event", "from": "2024-01-01", "goal": "7"}),
    Form("POST", "/connexion", {"email": "claire@gardon.example", "password": "a long password"}),
    Form("POST", "/connexion/lien", {"email": "claire@gardon.example", "next": "/"}),
    Form("POST", "/saved-views/", {"page": "agreements:list", "name": "Mine", "query": "q=energie"}),
    Form("POST", "/partenaires/nouveau", {"name": "Entreprise", "kind": "company", "siren": "552100554", "city": "Alès"}),
    Form("POST", "/conventions/nouvelle", {"kind": "mecenat", "title_fr": "Convention", "title_en": "Agreement"}),
    Form("POST", "/faits/nouveau", {"kind": "facts.event", "occurred_on": "2025-01-01", "quantity": "1", "words": "x"}),
)


def scan(visitor: Visitor, folder: Path, *, seconds: int) -> tuple[list[Finding], str]:
    """One after the other; a form that takes longer than `seconds` is told as unfinished, not as clean."""
    findings: list[Finding] = []
    told = [f"sqlmap: {len(FORMS)} forms"]
    for number, form in enumerate(FORMS):
        found, said = _try(visitor, form, folder / str(number), seconds)
        findings += found
        told.append(f"  {form.method} {form.path} ({len(form.fields)} fields): {said}")
    return findings, "\n".join(told)


def _try(visitor: Visitor, form: Form, folder: Path, seconds: int) -> tuple[list[Finding], str]:
    folder.mkdir()
    kept = folder / "report.json"
    try:
        said = run("sqlmap", *_words(visitor, form, kept, seconds), seconds=seconds + 60, folder=folder)
    except TimeoutExpired:
        return [Finding("sqlmap", "unfinished", f"{form.method} {form.path}", "it had to be stopped")], "stopped"
    place = f"{form.method} {form.path}"
    found = json.loads(kept.read_text(encoding="utf-8"))["data"] if kept.exists() else []
    if found:
        return [Finding("sqlmap", "injection", place, json.dumps(found)[:600])], "INJECTABLE"
    if NOT_INJECTABLE in said:
        return [], f"{said.count(ONE_FIELD)} fields tried, none injectable"
    return [Finding("sqlmap", "unfinished", place, _lines(said))], "unfinished"


def _words(visitor: Visitor, form: Form, kept: Path, seconds: int) -> list[str]:
    tested = ["-p", ",".join(form.fields), "--dbms", "PostgreSQL", "--level", "1", "--risk", "1", "--technique", "BEUST"]
    bounded = ["--time-limit", str(seconds), "--time-sec", "2", "--timeout", "10", "--retries", "0", "--threads", "2"]
    quiet = ["--batch", "--ignore-redirects", "--ignore-code", "*", "--disable-coloring"]
    quiet += ["--output-dir", str(kept.parent), "--report-json", str(kept)]
    url = f"{visitor.address}{form.path}"
    if form.method == "GET":
        return ["-u", f"{url}?{urlencode(form.fields)}", "--cookie", visitor.cookie, *tested, *bounded, *quiet]
    fields = {**form.fields, "idempotency_key": "x", "csrfmiddlewaretoken": visitor.cookies.get("csrftoken", "")}
    return ["-u", url, "--data", urlencode(fields), "--cookie", visitor.cookie, "--eval", NEW_KEY, *tested, *bounded, *quiet]


def _lines(said: str) -> str:
    """The last lines, for a person."""
    return json.dumps(said.strip().splitlines()[-6:], ensure_ascii=False)
