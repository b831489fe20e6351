"""Releases side by side, as an operator installs them: each in a folder of its own, and a link that says which one is current."""

from __future__ import annotations

import shutil
import site
import sys
from pathlib import Path

from drills.house import ROOT

NOTEBOOK = Path(__file__).parent / "notebook"
MIGRATIONS = {1: "0001_initial", 2: "0002_expand", 3: "0004_words_may_lack", 4: "0005_contract"}
"""The last migration of each release."""
SITE = f"lib/python{sys.version_info.major}.{sys.version_info.minor}/site-packages"


def install(folder: Path, number: int) -> None:
    """A virtual environment that finds this release first, then the packages that are installed here."""
    home = folder / str(number)
    shutil.copytree(ROOT / "src" / "filon", home / "src" / "filon", ignore=shutil.ignore_patterns("__pycache__"))
    _put_together(home / "src" / "notebook", number)
    (home / "bin").mkdir()
    (home / "bin" / "python").symlink_to(Path(sys.executable).resolve())
    (home / "pyvenv.cfg").write_text(f"home = {Path(sys.executable).resolve().parent}\n")
    (home / SITE).mkdir(parents=True)
    paths = [home / "src", ROOT, *site.getsitepackages()]
    (home / SITE / "release.pth").write_text("".join(f"{path}\n" for path in paths))


def _put_together(package: Path, number: int) -> None:
    """The notebook as it was in this release."""
    shutil.copytree(NOTEBOOK, package, ignore=shutil.ignore_patterns("__pycache__", "models", "0*.py"))
    shutil.copy(NOTEBOOK / "models" / f"release_{number}.py", package / "models.py")
    for migration in (NOTEBOOK / "migrations").glob("0*.py"):
        if migration.stem <= MIGRATIONS[number]:
            shutil.copy(migration, package / "migrations")


def make_current(folder: Path, number: int) -> str:
    """From now on what is started is this release; its Python."""
    aside = folder / "next"
    aside.symlink_to(folder / str(number))
    aside.rename(folder / "current")
    return str(folder / "current" / "bin" / "python")
