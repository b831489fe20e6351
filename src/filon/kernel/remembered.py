"""What a process remembers of rows it has read: valid while the database gives the same digest of them.

The digest is taken of the very query that would read the rows, by the server, and travels instead of them. No service has to say that it
changed something, and nothing that changes a row can be forgotten: not a migration, not a restored backup, not the owner by hand.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass
from threading import Lock
from typing import Any, Generic, TypeVar

from django.db.models import QuerySet, Subquery, TextField

V = TypeVar("V")


class Digest(Subquery):
    """One text for the rows of a query, whatever their order: 64 bits of a hash of all their columns, and how many they are.

    PostgreSQL's hash of a row is a linear combination of those of its columns: summed as it is, two rows that exchange a value would
    leave the sum as it was. Hashed once more, each row counts as a whole.
    """

    template = (
        "(SELECT coalesce(sum(hashint8extended(hash_record_extended(rows, 0), 0)), 0)::text || '/' || count(*) FROM (%(subquery)s) AS rows)"
    )

    def __init__(self, rows: QuerySet[Any, Any]) -> None:
        super().__init__(rows, output_field=TextField())


@dataclass(frozen=True)
class _Kept(Generic[V]):
    digest: Hashable
    value: V
    weight: int


class Remembered(Generic[V]):
    """Values under a key, each with the digest of what it was made from; at most `most` of weight, the longest unread go first."""

    def __init__(self, *, most: int) -> None:
        self.most = most
        self.weight = 0
        self._kept: OrderedDict[Hashable, _Kept[V]] = OrderedDict()
        self._lock = Lock()

    def find(self, key: Hashable, *, digest: Hashable) -> V | None:
        """None when nothing is kept under the key, or something made from other rows."""
        with self._lock:
            kept = self._kept.get(key)
            if kept is None or kept.digest != digest:
                return None
            self._kept.move_to_end(key)
            return kept.value

    def keep(self, key: Hashable, value: V, *, digest: Hashable, weight: int) -> V:
        """The value itself; one heavier than all that may be kept is not."""
        with self._lock:
            self._forget(key)
            if weight <= self.most:
                self._kept[key] = _Kept(digest, value, weight)
                self.weight += weight
            while self.weight > self.most:
                self._forget(next(iter(self._kept)))
        return value

    def clear(self) -> None:
        """As in a process that has just begun."""
        with self._lock:
            self._kept.clear()
            self.weight = 0

    def _forget(self, key: Hashable) -> None:
        kept = self._kept.pop(key, None)
        self.weight -= 0 if kept is None else kept.weight
