"""What Filon asks of a provider of signatures: four acts, each of which may be asked twice.

Filon calls them from tasks, outside any transaction; a worker may be killed between an act and the note of it, and then asks again."""

from __future__ import annotations

import datetime as dt
from abc import ABC, abstractmethod
from dataclasses import dataclass
from enum import Enum
from typing import ClassVar

from filon.kernel.registry import Sentence


@dataclass(frozen=True)
class Signatory:
    """Somebody who signs; `id` is her place in the sending. Those of one `turn` sign in any order, after those of the turns before."""

    id: str
    name: str
    email: str
    function: str
    party: str
    turn: int


@dataclass(frozen=True)
class Envelope:
    """A document and those who sign it. `id` is 32 hexadecimal digits, the same each time this sending is handed over."""

    id: str
    title: str
    language: str
    message: str
    pdf: bytes
    signatories: tuple[Signatory, ...]


class Stage(Enum):
    OUT = "out"
    SIGNED = "signed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class State:
    """`words`: why it was refused, as whoever refused put it."""

    stage: Stage
    words: str = ""


@dataclass(frozen=True)
class Signed:
    """The provider vouches that the signatory of this place signed at that moment."""

    id: str
    at: dt.datetime


@dataclass(frozen=True)
class Returned:
    """The signed file. Its first bytes are the document that was sent: signatures are added after it, nothing is printed again.

    `signed` is what the provider knows of who signed when; left empty, Filon finds each signatory by her name in the signatures."""

    content: bytes
    signed: tuple[Signed, ...] = ()


class Absent(Exception):  # noqa: N818  it answers later
    """The provider does not answer now; it is asked again later. The words go to the log, not to people."""


class Provider(ABC):
    """`code` is kept with each sending and never changes (lower case letters, digits, hyphens, at most 40); `label` is what people read.

    Each act raises Absent while the provider does not answer, and kernel's Refused with a sentence for people when it says no for good."""

    code: ClassVar[str]
    label: Sentence

    @abstractmethod
    def send(self, envelope: Envelope) -> str:
        """Hands it over whole or not at all, and returns the provider's own word for it (at most 200 characters). Asked again with the
        same `id`, it hands over nothing more and returns the same word."""

    @abstractmethod
    def state(self, reference: str) -> State:
        """Where it stands. Raises Refused for a word it never gave."""

    @abstractmethod
    def fetch(self, reference: str) -> Returned:
        """The signed file, the same bytes each time. Raises Refused while not everybody has signed."""

    @abstractmethod
    def withdraw(self, reference: str) -> None:
        """Nobody signs it any more; `state` says WITHDRAWN from then on, whatever arrives later. Asked again, it changes nothing."""
