"""The example of the documentation runs as it stands, and its tables name what there is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from filon.engines.tax import rules, sheets
from filon.engines.tax.rules import Mark

PAGE = (Path(__file__).resolve().parents[3] / "docs" / "tax.md").read_text(encoding="utf-8")


def test_example_of_the_page_runs(capsys: pytest.CaptureFixture[str]):
    (example,) = re.findall(r"```python\n(.*?)```", PAGE, flags=re.DOTALL)

    exec(example, {})

    told = [line for line in capsys.readouterr().out.splitlines() if not line.startswith("  ")]
    assert told == ["2025-12-31 1200000 3000000", "2026-12-31 1200000 6000000", "True", "deux millions d’euros", "11580*05 17"]


@pytest.mark.parametrize("name", ["COMPANY", "INDIVIDUAL", "IFI", "COUNTERPARTS"])
def test_columns_of_a_command_are_told(name: str):
    sheet: sheets.Sheet = getattr(sheets, name)

    (told,) = re.findall(rf"^\| {name.lower()} \| (.*)$", PAGE, flags=re.MULTILINE)

    assert set(re.findall(r"`(\w+)`", told)) >= {*sheet.required, *sheet.results}


def test_every_reading_of_our_own_is_told():
    derived = {rule.code for rule in rules.every() if rule.mark == Mark.DERIVED}

    assert derived == set(re.findall(r"\(`([a-z]+\.[a-z_]+)`\)", PAGE))
