"""Makes `.venv` from requirements locked by hash: `python3 tools/install.py base|s3|solver|test|check|e2e|scan`. Standard library only.

Does nothing when the group is already there. Says in one sentence what is missing and what to do when it cannot work.
`scan` has an environment of its own, `.venv-scan`: its tools bring old versions of packages that Filon uses too.
"""

import hashlib
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OLDEST = (3, 11)
CONTAINS = {
    "base": (),
    "s3": ("base",),
    "solver": (),
    "test": ("base", "s3", "solver"),
    "check": ("base", "s3", "solver", "test"),
    "e2e": ("base", "s3", "solver", "test"),
    "scan": (),
}
APART = {"scan"}
FROM_SOURCE = ("pyperclip", "urwid-mitmproxy", "yaswfp")
"""What wapiti needs in versions that were never built as wheels; everything else comes built."""
PIP = ["-m", "pip", "--disable-pip-version-check", "--no-input", "-qq", "install", "--no-compile", "--no-warn-script-location"]


def main(group: str) -> None:
    """Installs the group; raises SystemExit with a sentence."""
    if sys.version_info < OLDEST:
        sys.exit(
            f"Filon needs Python 3.11 or newer and python3 is {sys.version.split()[0]}: install a newer one, or `make PYTHON=python3.11 …`."
        )
    if group not in CONTAINS:
        sys.exit(f"There is no group “{group}”: choose one of {', '.join(CONTAINS)}.")
    if _stamp(group).exists() and _stamp(group).read_text() == _digest(group):
        return
    environment = _environment(group)
    _make(environment)
    print(f"Installing what is locked in requirements/{group}.txt …", flush=True)
    locked = ["--require-hashes", "-r", str(ROOT / "requirements" / f"{group}.txt")]
    if group in APART:
        _build_tools(environment, group)
        _pip(environment, *locked, "--no-build-isolation", "--only-binary", ":all:", "--no-binary", ",".join(FROM_SOURCE))
    else:
        _pip(environment, *locked, "--only-binary", ":all:")
        _pip(environment, "--no-deps", "--no-build-isolation", "--editable", str(ROOT))
    for done in (group, *CONTAINS[group]):
        _stamp(done).write_text(_digest(done))


def _environment(group: str) -> Path:
    return ROOT / (f".venv-{group}" if group in APART else ".venv")


def _build_tools(environment: Path, group: str) -> None:
    """What builds packages from source comes first, by its own hash."""
    text = (ROOT / "requirements" / f"{group}.txt").read_text()
    found = re.findall(r"^(?:setuptools|wheel)==(?:.*\\\n)*.*", text, flags=re.MULTILINE)
    chosen = environment / "build-tools.txt"
    chosen.write_text("\n".join(found) + "\n")
    _pip(environment, "--require-hashes", "--no-deps", "--only-binary", ":all:", "-r", str(chosen))


def _make(environment: Path) -> None:
    """An environment that was interrupted, or whose Python has gone, is made again."""
    if (environment / "bin" / "pip").exists() and _works(environment / "bin" / "python"):
        return
    try:
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(environment)], check=True, capture_output=True, text=True)
    except (subprocess.CalledProcessError, OSError) as error:
        said = (getattr(error, "stdout", "") or "") + (getattr(error, "stderr", "") or "") or str(error)
        if "ensurepip" in said:
            sys.exit("python3 cannot make a virtual environment (no ensurepip): on Debian, `apt install python3-venv`.")
        sys.exit(f"python3 cannot make a virtual environment in {environment}: {said.strip().splitlines()[-1]}")


def _works(python: Path) -> bool:
    try:
        return subprocess.run([python, "-c", ""], check=False, capture_output=True).returncode == 0
    except OSError:
        return False


def _pip(environment: Path, *arguments: str) -> None:
    done = subprocess.run([environment / "bin" / "python", *PIP, *arguments], check=False)
    if done.returncode:
        sys.exit("The packages could not be installed: the reason stands above (no network, a full disk, or no wheel for this platform).")


def _stamp(group: str) -> Path:
    return _environment(group) / f"installed-{group}"


def _digest(group: str) -> str:
    """Of what the installation depends on: the lock, the project file and where it stands."""
    digest = hashlib.sha256(str(ROOT).encode())
    for path in (ROOT / "requirements" / f"{group}.txt", ROOT / "pyproject.toml"):
        digest.update(path.read_bytes())
    return digest.hexdigest()


if __name__ == "__main__":
    main(sys.argv[1])
