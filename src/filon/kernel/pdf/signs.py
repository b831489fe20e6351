"""Signs that a paper cannot carry: controls, halves of signs, private ones, and those that turn the reading round."""

import re
from collections.abc import Iterator
from typing import Any

UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ue000-\uf8ff\U000f0000-\U0010ffff"  # controls, halves, private ones
    "\u202a-\u202e\u2066-\u2069]"  # those that make a line read otherwise than it is written (Unicode TR 36, 2.11)
)


def first_unprintable(values: Any) -> tuple[str, str] | None:
    """The first sign that cannot be set and where it stands (`parties.2.name`), None when there is none."""
    for place, text in texts(values):
        if found := UNPRINTABLE.search(text):
            return found[0], place
    return None


def place_of(values: Any, sought: str) -> str:
    """Where a text stands in the values, empty when nowhere."""
    return next((place for place, text in texts(values) if sought in text), "")


def texts(values: Any, place: str = "") -> Iterator[tuple[str, str]]:
    """Every text of nested values with its place, counted from 1; keys are not texts."""
    if isinstance(values, str):
        yield place, values
    elif isinstance(values, dict):
        for key, value in values.items():
            yield from texts(value, f"{place}.{key}".lstrip("."))
    elif isinstance(values, list | tuple):
        for number, value in enumerate(values, start=1):
            yield from texts(value, f"{place}.{number}".lstrip("."))


def name_of(sign: str) -> str:
    """`😀 (U+1F600)`, `U+0007` when it cannot be shown."""
    code = f"U+{ord(sign[0]):04X}"
    return f"{sign} ({code})" if sign.isprintable() else code
