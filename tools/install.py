"""Makes `.venv` from requirements locked by hash: `python3 tools/install.py base|solver|test|check|e2e`. Standard library only.

Does nothing when the group is already there. Says in one sentence what is missing and what to do when it cannot work.
"""

import hashlib
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
OLDEST = (3, 11)
CONTAINS = {"base": (), "solver": (), "test": ("base", "solver"), "check": ("base", "solver", "test"), "e2e": ("base", "solver", "test")}
PIP = ["-m", "pip", "--disable-pip-version-check", "--no-input", "-qq", "install", "--no-compile", "--no-warn-script-location"]


def main(group: str) -> None:
    """Installs the group; raises SystemExit with a sentence."""
    if sys.version_info < OLDEST:
        sys.exit(
            f"Filon needs Python 3.11 or newer and python3 is {sys.version.split()[0]}: install a newer one, or `make PYTHON=python3.11 …`."
        )
    if _stamp(group).exists() and _stamp(group).read_text() == _digest(group):
        return
    _make_environment()
    print(f"Installing what is locked in requirements/{group}.txt …", flush=True)
    _pip("--require-hashes", "--only-binary", ":all:", "-r", str(ROOT / "requirements" / f"{group}.txt"))
    _pip("--no-deps", "--no-build-isolation", "--editable", str(ROOT))
    for done in (group, *CONTAINS[group]):
        _stamp(done).write_text(_digest(done))


def _make_environment() -> None:
    """An environment that was interrupted, or whose Python has gone, is made again."""
    if (VENV / "bin" / "pip").exists() and _works(VENV / "bin" / "python"):
        return
    try:
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(VENV)], check=True, capture_output=True, text=True)
    except (subprocess.CalledProcessError, OSError) as error:
        said = (getattr(error, "stdout", "") or "") + (getattr(error, "stderr", "") or "") or str(error)
        if "ensurepip" in said:
            sys.exit("python3 cannot make a virtual environment (no ensurepip): on Debian, `apt install python3-venv`.")
        sys.exit(f"python3 cannot make a virtual environment in {VENV}: {said.strip().splitlines()[-1]}")


def _works(python: Path) -> bool:
    try:
        return subprocess.run([python, "-c", ""], check=False, capture_output=True).returncode == 0
    except OSError:
        return False


def _pip(*arguments: str) -> None:
    done = subprocess.run([VENV / "bin" / "python", *PIP, *arguments], check=False)
    if done.returncode:
        sys.exit("The packages could not be installed: the reason stands above (no network, a full disk, or no wheel for this platform).")


def _stamp(group: str) -> Path:
    return VENV / f"installed-{group}"


def _digest(group: str) -> str:
    """Of what the installation depends on: the lock, the project file and where it stands."""
    digest = hashlib.sha256(str(ROOT).encode())
    for path in (ROOT / "requirements" / f"{group}.txt", ROOT / "pyproject.toml"):
        digest.update(path.read_bytes())
    return digest.hexdigest()


if __name__ == "__main__":
    main(sys.argv[1])
