"""Stops our own PostgreSQL and removes what Filon made: its data, var, .venv, caches. Asks nobody: `make clean` means it."""

import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "src"))

from filon.launcher import environment, postmaster  # noqa: E402
from filon.launcher.errors import CannotStart  # noqa: E402
from filon.launcher.place import place_of  # noqa: E402

GENERATED = (
    ".venv",
    ".venv-scan",
    "build",
    ".mypy_cache",
    ".ruff_cache",
    ".pytest_cache",
    ".hypothesis",
    ".import_linter_cache",
    "e2e/output",
    ".coverage",
)


def main() -> None:
    chosen = environment.read()
    place = place_of(chosen.var)
    postmaster.stop(place)
    for folder in {place.base, place.socket, chosen.var, *(ROOT / name for name in GENERATED)}:
        remove(folder)
    for pattern in ("src/**/__pycache__", "tests/**/__pycache__", "tools/__pycache__", "src/*.egg-info", "src/**/*.mo"):
        for path in ROOT.glob(pattern):
            remove(path)


def remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


if __name__ == "__main__":
    try:
        main()
    except (CannotStart, OSError) as refusal:
        sys.exit(str(refusal))
