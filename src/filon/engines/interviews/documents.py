"""Reads fields of a JSON document, and names the one that is wrong with what was expected there."""

from __future__ import annotations

import gzip
import json
import zlib
from pathlib import Path
from typing import Any

from filon.engines.interviews.errors import InterviewsRefused, Malformed

LARGEST = 128 * 1024 * 1024
"""bytes of a document, unpacked: a forum of 1,000 companies and 100,000 students takes some 25 MB."""
PACKED = b"\x1f\x8b"


def load(path: Path) -> Any:
    """The JSON document of a file, packed by gzip or not; refuses with a sentence."""
    try:
        content = _content(path)
    except (OSError, EOFError, zlib.error) as error:
        reason = getattr(error, "strerror", None) or "it is not a whole gzip file"
        raise InterviewsRefused(f"{path} cannot be read: {reason}.") from None
    try:
        return json.loads(content.decode("utf-8-sig"), parse_constant=refuse_constant)
    except UnicodeDecodeError:
        raise InterviewsRefused(f"{path} is not a text in UTF-8.") from None
    except json.JSONDecodeError as error:
        raise InterviewsRefused(f"{path} is not JSON: line {error.lineno}, column {error.colno}: {error.msg}.") from None
    except RecursionError:
        raise InterviewsRefused(f"{path} is not an instance: its lists are nested too deeply.") from None


def _content(path: Path) -> bytes:
    with path.open("rb") as file:
        packed = file.read(2) == PACKED
        file.seek(0)
        source = gzip.GzipFile(fileobj=file) if packed else file
        content = source.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise InterviewsRefused(f"{path} is larger than {LARGEST // 1024 // 1024} MB: a forum of 100,000 students takes some 25 MB.")
    return content


def refuse_constant(name: str) -> Any:
    """Python reads NaN and Infinity, which JSON has not."""
    raise InterviewsRefused(f"The document contains {name}, which is not a number in JSON.")


def shown(value: Any) -> str:
    """A value in a sentence, cut when long."""
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 40 else f"{text[:37]}…"


def field(document: dict[str, Any], name: str, path: str) -> Any:
    """A field that must be there."""
    if name not in document:
        raise Malformed(under(path, name), "expected this field, it is missing")
    return document[name]


def under(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def mapping(value: Any, path: str) -> dict[str, Any]:
    """A JSON object."""
    if not isinstance(value, dict):
        raise Malformed(path, f"expected an object, found {shown(value)}")
    return value


def listing(value: Any, path: str) -> list[Any]:
    """A JSON list."""
    if not isinstance(value, list):
        raise Malformed(path, f"expected a list, found {shown(value)}")
    return value


def number(value: Any, path: str, what: str, low: int, high: int) -> int:
    """A whole number from `low` to `high`, both included."""
    if type(value) is not int or not low <= value <= high:
        raise Malformed(path, f"expected {what} between {low} and {high}, found {shown(value)}")
    return value


def index(value: Any, path: str, what: str, count: int) -> int:
    """A reference to one of `count` things, numbered from 0."""
    if type(value) is not int or not 0 <= value < count:
        known = f"from 0 to {count - 1}" if count else "but there is none"
        raise Malformed(path, f"expected the number of a {what}, {known}, found {shown(value)}")
    return value


def text(value: Any, path: str) -> str:
    """A text of at most 500 characters."""
    if not isinstance(value, str) or len(value) > 500:
        raise Malformed(path, f"expected a text of at most 500 characters, found {shown(value)}")
    return value


def indices(value: Any, path: str, what: str, count: int) -> frozenset[int]:
    """A list of references."""
    entries = listing(value, path)
    try:
        distinct = frozenset(entries)
    except TypeError:
        distinct = frozenset()
    if len(distinct) != len(entries) or not all(type(entry) is int and 0 <= entry < count for entry in distinct):
        seen = [index(entry, f"{path}[{place}]", what, count) for place, entry in enumerate(entries)]
        repeated = next(place for place, entry in enumerate(seen) if entry in seen[:place])
        raise Malformed(f"{path}[{repeated}]", f"expected each {what} once, found {seen[repeated]} again")
    return distinct
