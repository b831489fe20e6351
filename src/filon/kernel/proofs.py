"""The memory of `filon verify`: what was proved clean, and what has changed since."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import Model, QuerySet
from django.utils import timezone

import filon
from filon.kernel.fingerprints import Moment, this_moment
from filon.kernel.models import Proof, ProofRun
from filon.kernel.registry import Scope

WRITTEN_AT_ONCE = 5000
M = TypeVar("M", bound=Model)


@cache
def release() -> str:
    """Digest of the code that runs: what another release proved is proved again."""
    digest, root = hashlib.sha256(), Path(filon.__file__).parent
    for path in sorted(root.rglob("*.py")):
        digest.update(path.relative_to(root).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()


@dataclass(frozen=True)
class Changed:
    """Of the blocks of a subject: those to prove, and how many are as they were when they were proved."""

    blocks: list[int]
    unchanged: int


@dataclass
class Memory:
    """`last`: the run before, None the first time. What it proved counts for the same code only, and not when everything is asked for."""

    last: ProofRun | None
    is_full: bool
    now: Moment
    at: datetime
    proved: dict[str, dict[int, Decimal]] = field(default_factory=dict)
    gone: dict[str, list[int]] = field(default_factory=dict)
    appended: dict[str, int] = field(default_factory=dict)
    heads: dict[str, list[Any]] = field(default_factory=dict)

    @property
    def since(self) -> Moment | None:
        """The moment of the last run, if it was of this very database."""
        last = self.last
        return Moment(last.database, last.xid) if last is not None and last.database == self.now.database else None

    @property
    def days(self) -> tuple[date, date]:
        """From the last run to this one: in which time may have changed something that was proved."""
        today = timezone.localdate(self.at)
        return (self.last.day if self.last is not None else today), today

    @property
    def known_heads(self) -> dict[str, list[Any]]:
        """Place and hash of the end of each chain, as it was proved."""
        return self.last.heads if self.last is not None else {}

    def changed(self, subject: str, fingerprints: dict[int, Decimal]) -> Changed:
        """Compares with what was remembered. Blocks that are no more are forgotten."""
        known = {} if self.is_full else dict(Proof.objects.filter(subject=subject).values_list("block", "fingerprint").iterator())
        blocks = sorted(block for block, found in fingerprints.items() if known.get(block) != found)
        self.gone[subject] = [*(known.keys() - fingerprints.keys())]
        return Changed(blocks, len(fingerprints) - len(blocks))

    def remember(self, subject: str, fingerprints: dict[int, Decimal], *, proved: Iterable[int], doubtful: Collection[int]) -> None:
        """These blocks were proved; the doubtful ones are proved again the next time, changed or not."""
        self.proved[subject] = {block: fingerprints[block] for block in proved if block not in doubtful}
        self.gone.setdefault(subject, []).extend(doubtful)

    @transaction.atomic
    def write(self) -> None:
        """After the proofs: what they saw becomes what is known."""
        if self.is_full:
            Proof.objects.all().delete()
        for subject, blocks in self.gone.items():
            Proof.objects.filter(subject=subject, block__in=blocks).delete()
        for subject, fingerprints in self.proved.items():
            rows = (Proof(subject=subject, block=block, fingerprint=found) for block, found in fingerprints.items())
            while chunk := list(islice(rows, WRITTEN_AT_ONCE)):
                Proof.objects.bulk_create(chunk, update_conflicts=True, unique_fields=["subject", "block"], update_fields=["fingerprint"])
        full_at = self.at if self.is_full or self.last is None else self.last.full_at
        ProofRun.objects.update_or_create(id=1, defaults={**self._told(), "full_at": full_at})

    def _told(self) -> dict[str, object]:
        return {
            "at": self.at,
            "day": timezone.localdate(self.at),
            "release": release(),
            "database": self.now.database,
            "xid": self.now.xid,
            "appended": self.appended,
            "heads": self.heads,
        }


def recall(*, full: bool) -> Memory:
    """What is known at this moment. Everything is proved the first time, and by another code than the last time."""
    last = ProofRun.objects.filter(id=1).first()
    is_full = full or last is None or last.release != release()
    return Memory(last, is_full, this_moment(), timezone.now())


Keys = Sequence[int] | None
"""Keys of objects to prove, a `range` where blocks of keys are remembered together; None: all of them."""


def narrowed(rows: QuerySet[M], keys: Keys, path: str = "pk") -> QuerySet[M]:
    """The rows that belong to these objects, found along `path`."""
    if keys is None:
        return rows
    if isinstance(keys, range):
        return rows.filter(**{f"{path}__gte": keys.start, f"{path}__lt": keys.stop})
    return rows.filter(**{f"{path}__in": keys})


def keys_of(scope: Scope, blocks: Iterable[int]) -> Iterator[Sequence[int]]:
    """The keys of these blocks as a check gets them: a batch of those that still exist, or a block."""
    if scope.block > 1:
        yield from (range(block * scope.block, (block + 1) * scope.block) for block in blocks)
        return
    waiting = iter(blocks)
    while batch := list(islice(waiting, scope.batch)):
        if keys := list(scope.model._base_manager.filter(pk__in=batch).order_by("pk").values_list("pk", flat=True)):
            yield keys
