"""Poppler, which shares no code with typst or pyHanko, as an independent reader. `.ci/run` installs it."""

import re
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest

REASON = "poppler is not here: as root on Debian, `apt-get install poppler-utils` (.ci/run does it)"
needs_poppler = [pytest.mark.slow, pytest.mark.skipif(shutil.which("pdfsig") is None, reason=REASON)]


def words_of(pdf: bytes, order: str = "-layout") -> str:
    """What stands on its pages, as it is laid out; `-raw`: in the order in which it was set."""
    return subprocess.run(["pdftotext", order, "-", "-"], input=pdf, check=True, capture_output=True).stdout.decode()


def signatures_of(pdf: bytes) -> list[str]:
    """Its judgement on each signature, in the order of the file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "paper.pdf"
        path.write_bytes(pdf)
        said = subprocess.run(["pdfsig", "-nocert", path], check=False, capture_output=True, text=True, env={"HOME": folder}).stdout
    return re.findall(r"Signature Validation: (.*)", said)
