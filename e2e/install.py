"""What the browser checks need besides Python: Debian's chromium, node and poppler, axe-core and lighthouse. `python -m e2e.install`."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
CHROMIUM = "/usr/bin/chromium"
SYSTEM = {CHROMIUM: "chromium", "node": "nodejs", "npm": "npm", "pdfsig": "poppler-utils"}
"""a program, and the Debian package it comes with."""
OLDEST_NODE = (18, 16)


def main() -> None:
    """Does nothing when all is there. Raises SystemExit with a sentence that says what to do."""
    _install_system([package for program, package in SYSTEM.items() if shutil.which(program) is None])
    _check_node()
    _install_node_packages()


def _install_system(missing: list[str]) -> None:
    """Debian's packages, when this is root; else the sentence says what root must do."""
    if not missing:
        return
    wanted = " ".join(missing)
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        sys.exit(f"The browser checks need {wanted}: as root on Debian, `apt-get update && apt-get install {wanted}`, then start again.")
    print(f"Installing {wanted} …", flush=True)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for words in (["update", "-qq"], ["install", "-qq", "--yes", "--no-install-recommends", *missing]):
        if subprocess.run(["apt-get", *words], env=quiet, check=False, stdout=subprocess.DEVNULL).returncode:
            sys.exit(f"{wanted} could not be installed: the reason stands above.")


def _check_node() -> None:
    said = subprocess.run(["node", "--version"], check=True, capture_output=True, text=True).stdout.strip()
    if tuple(int(part) for part in said.lstrip("v").split(".")[:2]) < OLDEST_NODE:
        sys.exit(f"Lighthouse needs node {'.'.join(map(str, OLDEST_NODE))} or newer and node is {said}: install a newer one.")


def _install_node_packages() -> None:
    """Exactly what package-lock.json says, each file by its hash."""
    installed, lock = HERE / "node_modules" / ".filon-lock", (HERE / "package-lock.json").read_bytes()
    if installed.exists() and installed.read_bytes() == lock:
        return
    print("Installing axe-core and lighthouse …", flush=True)
    if subprocess.run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], cwd=HERE, check=False).returncode:
        sys.exit("axe-core and lighthouse could not be installed: the reason stands above (no network, or a full disk).")
    installed.write_bytes(lock)


if __name__ == "__main__":
    main()
