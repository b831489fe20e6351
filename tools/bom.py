"""The bill of materials: `python3 tools/bom.py > filon.cdx.json`, CycloneDX 1.6. Standard library only.

Made from what is committed: versions and hashes of `requirements/base.txt`, `solver.txt` and `s3.txt`, files of others in
`static/VENDORED.md`, licences of `docs/licences.md`. The same tree gives the same bytes.
"""

import json
import re
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
LICENCES = ROOT / "docs" / "licences.md"
VENDORED = ROOT / "src" / "filon" / "site" / "static" / "VENDORED.md"
GROUPS = {"base": "required", "solver": "optional", "s3": "optional"}


@dataclass(frozen=True)
class Package:
    """One package as it is locked; `hashes` are sha256, one for each file it may come as."""

    name: str
    version: str
    hashes: tuple[str, ...]
    scope: str

    def component(self, licence: str) -> dict[str, Any]:
        purl = f"pkg:pypi/{self.name}@{self.version}"
        hashes = [{"alg": "SHA-256", "content": digest} for digest in self.hashes]
        return {
            "type": "library",
            "bom-ref": purl,
            "name": self.name,
            "version": self.version,
            "scope": self.scope,
            "hashes": hashes,
            "licenses": [{"expression": licence}],
            "purl": purl,
        }


def locked() -> list[Package]:
    """What an installation gets, by name; what base has is required even where s3 asks for it too."""
    found: dict[str, Package] = {}
    for group, scope in GROUPS.items():
        text = (ROOT / "requirements" / f"{group}.txt").read_text(encoding="utf-8")
        for name, version, rest in re.findall(r"^([A-Za-z0-9_.-]+)==([^ \\]+)((?:.*\\\n)*.*)$", text, flags=re.MULTILINE):
            hashes = tuple(re.findall(r"--hash=sha256:([0-9a-f]{64})", rest))
            found.setdefault(name, Package(name, version, hashes, scope))
    return [found[name] for name in sorted(found)]


def licences() -> dict[str, str]:
    """SPDX expression of each package, as the table says."""
    _head, _rule, rows = LICENCES.read_text(encoding="utf-8").partition("|---|---|---|\n")
    expression = r"[A-Za-z0-9.-]+(?: (?:AND|OR|WITH) [A-Za-z0-9.-]+)*"
    return dict(re.findall(rf"^\| ([a-z0-9.-]+) \| ({expression}) \|", rows, flags=re.MULTILINE))


def vendored() -> list[dict[str, Any]]:
    """Files of others that pages load."""
    row = r"^\| `([^`]+)` \| (\S+) \([^|]*\) \| (\S+) \| (\S+) \| `([0-9a-f]{64})` \|"
    rows = re.findall(row, VENDORED.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return [_file(*row) for row in rows]


def _file(path: str, package: str, version: str, licence: str, digest: str) -> dict[str, Any]:
    purl = f"pkg:npm/{package.replace('@', '%40')}@{version}"
    return {
        "type": "library",
        "bom-ref": purl,
        "name": package,
        "version": version,
        "scope": "required",
        "description": f"static/{path}",
        "hashes": [{"alg": "SHA-256", "content": digest}],
        "licenses": [{"expression": licence}],
        "purl": purl,
    }


def bill() -> dict[str, Any]:
    """Raises KeyError for a package without a line in the table of licences."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    own = f"pkg:pypi/{project['name']}@{project['version']}"
    known = licences()
    components = [*(package.component(known[package.name]) for package in locked()), *vendored()]
    about = {"type": "application", "bom-ref": own, "name": project["name"], "version": project["version"], "purl": own}
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": {**about, "licenses": [{"expression": "Apache-2.0"}]}},
        "components": components,
        "dependencies": [{"ref": own, "dependsOn": [each["bom-ref"] for each in components]}],
    }


if __name__ == "__main__":
    json.dump(bill(), sys.stdout, indent=2, ensure_ascii=False)
    sys.stdout.write("\n")
