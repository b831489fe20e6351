"""What an app says of a kind of spreadsheet it takes over."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.utils.functional import Promise

Sentence = str | Promise


@dataclass(frozen=True)
class ImportField:
    """A value that lines of a spreadsheet may give. `names`: how its column is called; `example`: what the template shows;
    `allowed`: the only values, code and words; `also`: code to other words for it that people write."""

    code: str
    label: Sentence
    names: Sequence[str]
    example: Sentence = ""
    hint: Sentence = ""
    is_required: bool = False
    allowed: Callable[[], Sequence[tuple[str, Any]]] | None = None
    also: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def __hash__(self) -> int:
        return id(self)


@dataclass(frozen=True)
class GivenRow:
    """A line of a spreadsheet: its number, code of a value to its text (only those that are there), and, once it was examined, its key and
    what it changes: None for something new."""

    line: int
    given: Mapping[str, str]
    key: str = ""
    target: UUID | None = None


@dataclass(frozen=True)
class Examined:
    """What would become of a line. `outcome` is one of kernel.models.Outcome; `problems`: (code of the value or "", sentence);
    `candidates`: (uuid, name, why) of what it may be already, or something new where it `may_be_new`; lines of one `group` (its first
    line, which decides for all) are written together."""

    line: int
    outcome: str
    group: int
    key: str = ""
    target: UUID | None = None
    problems: Sequence[tuple[str, str]] = ()
    candidates: Sequence[tuple[UUID, str, str]] = ()
    may_be_new: bool = True


@dataclass(frozen=True)
class ImportKind:
    """A kind of spreadsheet that is taken over. `hosts(viewer)`: the schools for which she may; `examine(viewer, host_id, rows)` says what
    would become of each line and writes nothing; `write(viewer, host_id, rows, import_id)` writes lines, whole groups, in the caller's
    transaction with its audit event, and returns the UUID of what each became (none where the services refuse: line, sentence).
    `complete(given)`: what somebody outside knows of a new line, outside any transaction; it raises Refused when it does not answer;
    `completion` says what that is."""

    code: str
    order: int
    label: Sentence
    lede: Sentence
    list_url: str
    fields: Sequence[ImportField]
    hosts: Callable[[Any], Sequence[int]]
    examine: Callable[[Any, int, Sequence[GivenRow]], Sequence[Examined]]
    write: "Callable[[Any, int, Sequence[GivenRow], UUID], Written]"
    complete: "Callable[[Mapping[str, str]], Completion | None] | None" = None
    completion: Sentence = ""


@dataclass(frozen=True)
class Completion:
    """`given`: texts for values that the line leaves empty; `doubt`: (code of the value, sentence) when the line is to be looked at."""

    given: Mapping[str, str]
    doubt: tuple[str, str] | None = None


@dataclass(frozen=True)
class Written:
    """Line to the UUID of what it became, and line to the sentence of what refused it."""

    targets: Mapping[int, UUID] = field(default_factory=dict)
    refused: Mapping[int, str] = field(default_factory=dict)
