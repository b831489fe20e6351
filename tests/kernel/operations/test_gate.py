"""Who comes in, who waits, who is sent away: with real threads, and no clock but the patience of one test."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from hypothesis import given
from hypothesis import strategies as st

from filon.kernel.operations.gate import Full, Gate, Kind

LONG = 20.0


@contextmanager
def waiting(gate: Gate, *kinds: Kind) -> Iterator[list[Kind]]:
    """Requests that wait in this order; the list fills with those that get a place, which they give back at once."""
    served: list[Kind] = []

    def ask(kind: Kind) -> None:
        gate.enter(kind)
        served.append(kind)
        gate.leave()

    threads = []
    for number, kind in enumerate(kinds, start=1):
        threads.append(threading.Thread(target=ask, args=(kind,)))
        threads[-1].start()
        until(lambda number=number: gate.waiting == number)
    yield served
    for thread in threads:
        thread.join(LONG)


def until(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + LONG
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.001)


def test_places_are_taken_without_waiting() -> None:
    gate = Gate(places=2, room=10, patience=LONG)

    waited = [gate.enter(Kind.EXPORT), gate.enter(Kind.PAGE)]

    assert (waited, gate.is_busy()) == ([0.0, 0.0], True)


def test_place_given_back_is_free_again() -> None:
    gate = Gate(places=1, room=10, patience=LONG)

    gate.enter(Kind.PAGE)
    gate.leave()

    assert (gate.is_busy(), gate.enter(Kind.PAGE)) == (False, 0.0)


def test_writes_are_served_before_pages_and_pages_before_lists_in_their_order() -> None:
    gate = Gate(places=1, room=10, patience=LONG)
    gate.enter(Kind.PAGE)

    with waiting(gate, Kind.EXPORT, Kind.LIST, Kind.PAGE, Kind.WRITE) as served:
        gate.leave()
        until(lambda: len(served) == 4)

    assert served == [Kind.WRITE, Kind.PAGE, Kind.LIST, Kind.EXPORT]


@pytest.mark.parametrize(
    ("present", "still_let_in"),
    [(0, list(Kind)), (1, [Kind.WRITE, Kind.PAGE, Kind.LIST, Kind.SEARCH]), (3, [Kind.WRITE, Kind.PAGE, Kind.LIST]), (8, [Kind.WRITE])],
)
def test_room_is_closed_to_exports_first_and_to_writes_last(present: int, still_let_in: list[Kind]) -> None:
    gate = Gate(places=1, room=10, patience=0.01)
    gate.enter(Kind.PAGE)
    gate.waiting = present

    let_in = [kind for kind in Kind if comes_in(gate, kind)]

    assert let_in == still_let_in


def comes_in(gate: Gate, kind: Kind) -> bool:
    """It waits, in vain: nobody leaves. Who does not come in is refused before."""
    began = time.monotonic()
    with pytest.raises(Full):
        gate.enter(kind)
    return time.monotonic() - began >= gate.patience


def test_who_waited_too_long_is_sent_away_and_takes_no_place_later() -> None:
    gate = Gate(places=1, room=10, patience=0.05)
    gate.enter(Kind.PAGE)

    with pytest.raises(Full):
        gate.enter(Kind.WRITE)
    gate.leave()

    assert (gate.free, gate.waiting) == (1, 0)


@given(kinds=st.lists(st.sampled_from(list(Kind)), max_size=12), places=st.integers(min_value=1, max_value=4))
def test_places_are_never_more_nor_fewer(kinds: list[Kind], places: int) -> None:
    gate = Gate(places=places, room=0, patience=0.0)
    inside = 0

    for kind in kinds:
        try:
            gate.enter(kind)
            inside += 1
        except Full:
            assert inside == places
            gate.leave()
            inside -= 1

    assert gate.free == places - inside


def test_many_threads_leave_the_gate_as_it_was() -> None:
    gate = Gate(places=3, room=100, patience=LONG)
    inside: set[int] = set()
    most = []

    def work(number: int) -> None:
        gate.enter(Kind(number % 5) if number % 5 < 2 else Kind.PAGE)
        inside.add(number)
        most.append(len(inside))
        inside.discard(number)
        gate.leave()

    threads = [threading.Thread(target=work, args=(number,)) for number in range(60)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(LONG)

    assert (len(most), max(most) <= 3, gate.free, gate.waiting) == (60, True, 3, 0)
