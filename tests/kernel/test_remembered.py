"""A process remembers what the database says is the same, and no more than it may."""

from __future__ import annotations

from typing import Any

import pytest
from django.db.models import QuerySet
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from filon.kernel.models import SavedView
from filon.kernel.remembered import Digest, Remembered

MOST = 10
KEYS, DIGESTS = st.integers(0, 4), st.integers(0, 2)


class Memory(RuleBasedStateMachine):
    """Against a plain dict that forgets nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.remembered: Remembered[str] = Remembered(most=MOST)
        self.told: dict[int, tuple[int, str, int]] = {}

    @rule(key=KEYS, digest=DIGESTS, value=st.text(max_size=3), weight=st.integers(1, MOST + 2))
    def keep(self, key: int, digest: int, value: str, weight: int) -> None:
        assert self.remembered.keep(key, value, digest=digest, weight=weight) == value
        self.told[key] = (digest, value, weight)

        assert self.remembered.find(key, digest=digest) == (value if weight <= MOST else None)

    @rule(key=KEYS, digest=DIGESTS)
    def find(self, key: int, digest: int) -> None:
        """What was last told of the key, if its digest is the one given; it may have been forgotten."""
        found, told = self.remembered.find(key, digest=digest), self.told.get(key)

        assert found in (None, told[1] if told and told[0] == digest else None)

    @rule()
    def clear(self) -> None:
        self.remembered.clear()

        assert [self.remembered.find(key, digest=digest) for key in range(5) for digest in range(3)] == [None] * 15

    @invariant()
    def weighs_at_most_what_it_may(self) -> None:
        kept = [key for key, (digest, _value, _weight) in self.told.items() if self.remembered.find(key, digest=digest) is not None]

        assert self.remembered.weight == sum(self.told[key][2] for key in kept) <= MOST


TestMemory = Memory.TestCase


def test_longest_unread_is_forgotten_first() -> None:
    remembered: Remembered[str] = Remembered(most=2)
    for name in ("first", "second"):
        remembered.keep(name, name, digest=1, weight=1)
    remembered.find("first", digest=1)

    remembered.keep("third", "third", digest=1, weight=1)

    assert [remembered.find(name, digest=1) for name in ("first", "second", "third")] == ["first", None, "third"]


ROWS = st.lists(st.tuples(st.sampled_from("ab"), st.text("xy%'", max_size=2), st.integers(1, 2)), max_size=4)


@pytest.mark.django_db
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(before=ROWS, after=ROWS)
@example(before=[("a", "", 1), ("a", "x", 2)], after=[("a", "", 2), ("a", "x", 1)])
def test_digest_is_the_same_when_the_rows_are(before: list[tuple[str, str, int]], after: list[tuple[str, str, int]]) -> None:
    assert (digest(before) == digest(after)) == (sorted(before) == sorted(after))


def digest(rows: list[tuple[str, str, int]]) -> str:
    """Of these rows alone, in their order."""
    SavedView.objects.all().delete()
    SavedView.objects.bulk_create(
        SavedView(owner_id=owner, page=page, name=f"{number}", query=query) for number, (page, query, owner) in enumerate(rows)
    )
    written: QuerySet[Any, Any] = SavedView.objects.order_by("name").values_list("page", "query", "owner_id")
    (found,) = SavedView.objects.order_by().annotate(told=Digest(written)).values_list("told", flat=True)[:1] or [""]
    return found
