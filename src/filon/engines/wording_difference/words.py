"""Two texts in, runs of words out: kept, removed, added.

Paragraphs are compared first, so that one that has not changed is never torn to pieces by words it shares with another; then, where
paragraphs differ, their words, signs and spaces. A space or a sign alone between two changes belongs to the change: people read whole
replacements more easily than confetti.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from enum import Enum
from itertools import groupby

PARAGRAPH = re.compile(r".*?(?:\n\s*\n|\Z)", re.DOTALL)
TOKEN = re.compile(r"\w+|\s+|[^\w\s]")
MEANING = re.compile(r"\w|\n\s*\n")
LARGEST = 4_000_000
"""tokens of one side times tokens of the other, beyond which changed paragraphs are replaced whole: about two seconds of work."""


class Change(Enum):
    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True)
class Run:
    change: Change
    text: str


@dataclass(frozen=True)
class Difference:
    """Runs in reading order, what is removed before what replaces it; none is empty and no two neighbours are of one kind."""

    runs: tuple[Run, ...]

    @property
    def old(self) -> str:
        return "".join(run.text for run in self.runs if run.change is not Change.ADDED)

    @property
    def new(self) -> str:
        return "".join(run.text for run in self.runs if run.change is not Change.REMOVED)

    @property
    def is_same(self) -> bool:
        return all(run.change is Change.SAME for run in self.runs)

    def words(self, change: Change) -> int:
        """How many words are of that kind."""
        return sum(len(re.findall(r"\w+", run.text)) for run in self.runs if run.change is change)


@dataclass(frozen=True)
class _Stretch:
    """A piece of the old text and what stands for it in the new one."""

    old: str
    new: str
    is_change: bool


def difference(old: str, new: str) -> Difference:
    """`difference(a, b).old == a` and `.new == b`, always."""
    stretches = [word for paragraph in _aligned(_paragraphs(old), _paragraphs(new)) for word in _in_words(paragraph)]
    return Difference(tuple(_runs(_absorbed(stretches))))


def _paragraphs(text: str) -> list[str]:
    """Each with the blank lines that follow it."""
    return [found for found in PARAGRAPH.findall(text) if found]


def _aligned(old: Sequence[str], new: Sequence[str]) -> Iterator[_Stretch]:
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for tag, old_start, old_end, new_start, new_end in matcher.get_opcodes():
        yield _Stretch("".join(old[old_start:old_end]), "".join(new[new_start:new_end]), tag != "equal")


def _in_words(paragraphs: _Stretch) -> Iterator[_Stretch]:
    old, new = TOKEN.findall(paragraphs.old), TOKEN.findall(paragraphs.new)
    if paragraphs.is_change and len(old) * len(new) <= LARGEST:
        yield from _aligned(old, new)
    else:
        yield paragraphs


def _absorbed(stretches: Sequence[_Stretch]) -> Iterator[_Stretch]:
    """Nothing but spaces and signs, between two changes, is changed with them."""
    last = len(stretches) - 1
    for number, one in enumerate(stretches):
        is_between = 0 < number < last and stretches[number - 1].is_change and stretches[number + 1].is_change
        yield replace(one, is_change=True) if is_between and not MEANING.search(one.old) else one


def _runs(stretches: Iterator[_Stretch]) -> Iterator[Run]:
    """Neighbours of one kind become one run."""
    for is_change, group in groupby(stretches, key=lambda one: one.is_change):
        several = list(group)
        old, new = "".join(one.old for one in several), "".join(one.new for one in several)
        if not is_change or old == new:
            yield Run(Change.SAME, old)
            continue
        if old:
            yield Run(Change.REMOVED, old)
        if new:
            yield Run(Change.ADDED, new)
