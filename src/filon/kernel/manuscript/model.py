"""The parts of a text in articles. Every `text` is in the light markup of `markup.py`; every `key` is stable from version to version."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal


@dataclass(frozen=True)
class Column:
    label: str
    is_number: bool = False


@dataclass(frozen=True)
class Table:
    """`rows` hold one text a column. Raises ValueError for a row of another length."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    caption: str = ""

    def __post_init__(self) -> None:
        if any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError("a row has one text for each column")


@dataclass(frozen=True)
class Recital:
    """What the parties say before they agree on anything."""

    key: str
    text: str


@dataclass(frozen=True)
class Article:
    """Its number is its place."""

    key: str
    title: str
    text: str
    tables: tuple[Table, ...] = ()


@dataclass(frozen=True)
class Annex:
    key: str
    title: str
    text: str
    tables: tuple[Table, ...] = ()


@dataclass(frozen=True)
class SigningPlace:
    """Who signs, at the end of the text: `name` and `quality` may be unknown yet; `note` is what is already known of the signature."""

    party: str
    name: str = ""
    quality: str = ""
    note: str = ""


@dataclass(frozen=True)
class Manuscript:
    """A whole text. `between` presents each party in one text; `dated` is the moment of the content, with its zone.

    Raises ValueError when two parts have one key or a key is not made of letters, digits, `-` and `_`."""

    title: str
    author: str
    dated: datetime
    language: Literal["fr", "en"]
    articles: tuple[Article, ...]
    reference: str = ""
    subtitle: str = ""
    between: tuple[str, ...] = ()
    recitals: tuple[Recital, ...] = ()
    closing: str = ""
    signing: tuple[SigningPlace, ...] = ()
    annexes: tuple[Annex, ...] = ()
    watermark: str = ""

    def __post_init__(self) -> None:
        keys = [part.key for part in self.parts()]
        if len(set(keys)) < len(keys):
            raise ValueError("two parts of a text have one key")
        if any(not is_key(key) for key in keys):
            raise ValueError("a key is made of letters, digits, - and _")

    def parts(self) -> Iterator[Recital | Article | Annex]:
        """Everything that has a key, in the order of the text."""
        yield from self.recitals
        yield from self.articles
        yield from self.annexes


def is_key(key: str) -> bool:
    """One to 64 ASCII letters, digits, `-` or `_`: what a bookmark and an address can hold."""
    return 0 < len(key) <= 64 and key.isascii() and key.replace("-", "").replace("_", "").isalnum()
