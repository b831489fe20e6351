"""The table of licences is that of the lock, says what each package says of itself, lets no GPL in; the bill of materials follows it."""

import json
import re
import subprocess
import sys
from importlib.metadata import metadata
from pathlib import Path

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from tools import bom

ROOT = Path(__file__).resolve().parents[2]
STRONG = re.compile(r"(?<!L)GPL")
EXCEPTED = "GPL-3.0-or-later WITH GCC-exception-3.1"
"""A run-time library that leaves free what uses it."""
FAMILIES = {
    "BSD": "bsd",
    "MIT": "mit",
    "Apache": "apache",
    "LGPL": "lgpl",
    "PSF": "psf",
    "PostgreSQL": "",
    "GPL": "gpl",
    "MPL": "mpl",
    "0BSD": "0bsd",
    "Zlib": "zlib",
    "CC0": "cc0",
}


def said_by(package: str) -> str:
    """Every word of the package about its licence."""
    found = metadata(package)
    classifiers = [line for line in found.get_all("Classifier") or [] if line.startswith("License")]
    return " ".join(filter(None, [found.get("License-Expression"), found.get("License"), *classifiers])).lower()


def test_table_is_that_of_the_lock() -> None:
    assert sorted(bom.licences()) == [package.name for package in bom.locked()]


@pytest.mark.parametrize(("package", "licence"), bom.licences().items())
def test_package_says_of_itself_what_the_table_says(package: str, licence: str) -> None:
    families = {FAMILIES[one.partition("-")[0]] for one in re.split(r" (?:AND|OR) ", licence)}

    assert all(family in said_by(package) for family in families)


def test_no_gpl_and_no_agpl_enters() -> None:
    told = {
        name: licence.replace(EXCEPTED, "") + ("" if EXCEPTED in licence else said_by(name).upper())
        for name, licence in bom.licences().items()
    }
    strong = {name for name, words in told.items() if STRONG.search(words)}

    assert strong == set()


def test_bill_is_valid_cyclonedx_and_always_the_same() -> None:
    made = [
        subprocess.run([sys.executable, ROOT / "tools" / "bom.py"], check=True, capture_output=True, text=True).stdout for _turn in range(2)
    ]

    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(made[0]) is None
    assert made[0] == made[1]


def test_bill_holds_every_package_with_its_hashes_and_every_file_of_others() -> None:
    components = {each["name"]: each for each in bom.bill()["components"]}

    assert {package.name for package in bom.locked()} < set(components)
    assert all(components[package.name]["hashes"] for package in bom.locked())
    assert {name for name, each in components.items() if each["purl"].startswith("pkg:npm/")} == {
        "@picocss/pico",
        "htmx.org",
        "echarts",
        "@fontsource-variable/inter",
        "@fontsource-variable/source-serif-4",
    }
    assert (components["boto3"]["scope"], components["django"]["scope"]) == ("optional", "required")
    assert json.dumps(components["django"]["licenses"]) == '[{"expression": "BSD-3-Clause"}]'
