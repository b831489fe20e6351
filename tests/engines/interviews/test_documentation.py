"""The example of the documentation runs as it stands."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from filon.engines.interviews.generator import generate

PAGE = Path(__file__).resolve().parents[3] / "docs" / "interviews.md"


def test_example_of_the_page_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    (tmp_path / "forum.json").write_text(json.dumps(generate(20, 100, 1)))
    monkeypatch.chdir(tmp_path)
    (example,) = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), flags=re.DOTALL)

    exec(example, {})

    served, repaired, reason = capsys.readouterr().out.splitlines()
    assert re.fullmatch(r"\d+ of at most \d+", served)
    assert re.fullmatch(r"\d+ lost, \d+ given instead", repaired)
    assert reason.endswith(".")
